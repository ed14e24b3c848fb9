//! `GET /teams/{team}/imports`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::import;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Imports;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/imports", Access::Team, handle)
        .for_another()
        .about("The newest imports")
        .gives::<Imports>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = import::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
