//! `GET /teams/{team}/keys`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::flow::key;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Keys;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/keys", Access::Team, handle)
        .for_another()
        .about("All API keys, without the keys themselves")
        .gives::<Keys>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = key::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
