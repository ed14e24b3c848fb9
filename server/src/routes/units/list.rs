//! `GET /teams/{team}/units`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::units;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Units;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/units", Access::Team, handle)
        .for_another()
        .about("Units of the organization, and who manages them")
        .gives::<Units>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = units::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
