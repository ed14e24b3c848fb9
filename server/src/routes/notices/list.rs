//! `GET /teams/{team}/notices`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::notice;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Notices;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/notices", Access::Team, handle)
        .about("The own notices, newest first")
        .gives::<Notices>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = notice::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
