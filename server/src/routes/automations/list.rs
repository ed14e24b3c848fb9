//! `GET /teams/{team}/automations`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::flow::automation;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Automations;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/automations", Access::Team, handle)
        .for_another()
        .about("All automations")
        .gives::<Automations>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = automation::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
