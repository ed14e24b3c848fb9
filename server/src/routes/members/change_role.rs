//! `PUT /teams/{team}/members/{member}/role`

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
use shared::api::{ChangeRole, Revised};

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/members/{member}/role", Access::Team, handle)
        .about("Gives another main role")
        .takes::<ChangeRole>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
    Body(request): Body<ChangeRole>,
) -> Result<Response, Refusal> {
    let command = people::change_role(&who.rules.policy, &request.role)?;
    let done = people::plain(&app, &who, &target, command).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
