//! `POST /teams/{team}/automations`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::flow::automation;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{AutomationView, NewAutomation};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/automations", Access::Team, handle)
        .about("Makes an automation")
        .takes::<NewAutomation>()
        .gives::<AutomationView>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<NewAutomation>,
) -> Result<Response, Refusal> {
    let (made, revision) = automation::add(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, made))
}
