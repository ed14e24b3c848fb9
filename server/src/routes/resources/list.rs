//! `GET /teams/{team}/resources`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::resources;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Resources;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/resources", Access::Team, handle)
        .for_another()
        .about("What members are given access to, and who has it")
        .gives::<Resources>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = resources::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
