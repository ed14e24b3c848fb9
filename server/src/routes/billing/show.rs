//! `GET /teams/{team}/billing`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::billing;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::BillingView;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/billing", Access::Team, handle)
        .for_another()
        .about("Seats that are taken, and what was bought")
        .gives::<BillingView>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let view = billing::show(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, view))
}
