//! `GET /teams/{team}/webhooks/{webhook}/deliveries`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::flow::webhook;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Deliveries;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/webhooks/{webhook}/deliveries", Access::Team, handle)
        .about("How the last deliveries to a webhook went, and how many wait")
        .gives::<Deliveries>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let all = webhook::deliveries(&app, &who, &id).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
