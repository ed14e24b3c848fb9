//! `POST /teams/{team}/deletion`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::deletion;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{DeleteTeam, Revised};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/deletion", Access::Team, handle)
        .about("Deletes the team at the end of the profile's grace; once more changes nothing")
        .takes::<DeleteTeam>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<DeleteTeam>,
) -> Result<Response, Refusal> {
    let done = deletion::begin(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
