//! `DELETE /teams/{team}/deletion`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::deletion;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/deletion", Access::Team, handle)
        .about("Takes back that the team is deleted")
        .gives::<Revised>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let done = deletion::take_back(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
