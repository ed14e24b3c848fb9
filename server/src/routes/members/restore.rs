//! `POST /teams/{team}/members/{member}/restore`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::people;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;
use shared::policy::Command;

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/members/{member}/restore", Access::Team, handle)
        .about("Gives access back")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = people::plain(&app, &who, &target, Command::Restore).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
