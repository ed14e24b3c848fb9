//! `PUT /teams/{team}/members/{member}/unit`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::units;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{Revised, SetUnit};

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/members/{member}/unit", Access::Team, handle)
        .about("Puts a member into a unit")
        .takes::<SetUnit>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
    Body(request): Body<SetUnit>,
) -> Result<Response, Refusal> {
    let done = units::put(&app, &who, &target, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
