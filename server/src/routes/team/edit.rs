//! `PATCH /teams/{team}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::edit;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{EditTeam, Revised};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}", Access::Team, handle)
        .about("Changes the team's name, its settings and its details")
        .takes::<EditTeam>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<EditTeam>,
) -> Result<Response, Refusal> {
    let done = edit::team(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
