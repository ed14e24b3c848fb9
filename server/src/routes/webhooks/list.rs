//! `GET /teams/{team}/webhooks`

use crate::error::Refusal;
use crate::routes::{Access, Route, reply};
use crate::service::flow::webhook;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Webhooks;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/webhooks", Access::Team, handle)
        .for_another()
        .about("All webhooks, without their secrets")
        .gives::<Webhooks>(200)
}

async fn handle(State(app): State<App>, who: Member) -> Result<Response, Refusal> {
    let all = webhook::list(&app, &who).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, all))
}
