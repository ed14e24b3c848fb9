//! `GET /teams/{team}`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::read;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::TeamView;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}", Access::Team, handle)
        .for_another()
        .about("The team, its rules, and one's own place in it")
        .gives::<TeamView>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let view = read::team(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, view.revision, view))
}
