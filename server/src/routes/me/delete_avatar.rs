//! `DELETE /teams/{team}/me/avatar`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::avatar;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/me/avatar", Access::Team, handle)
        .about("Removes the own picture")
        .gives::<Revised>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let done = avatar::remove(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
