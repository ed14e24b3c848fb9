//! `PUT /teams/{team}/resources/{resource}/members/{member}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::resources;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/resources/{resource}/members/{member}", Access::Team, handle)
        .about("Gives a member access to a resource")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, resource, target)): Ids<(String, String, String)>,
) -> Result<Response, Refusal> {
    let done = resources::set_member(&app, &who, &resource, &target, true).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
