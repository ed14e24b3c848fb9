//! `PUT /teams/{team}/members/{member}/password`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::people;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{Revised, SetPassword};

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/members/{member}/password", Access::Team, handle)
        .about("Sets a member's password and ends their sessions")
        .takes::<SetPassword>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
    Body(request): Body<SetPassword>,
) -> Result<Response, Refusal> {
    let done = people::set_password(&app, &who, &target, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
