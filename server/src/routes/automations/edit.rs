//! `PATCH /teams/{team}/automations/{automation}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::flow::automation;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{AutomationView, EditAutomation};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/automations/{automation}", Access::Team, handle)
        .about("Changes an automation")
        .takes::<EditAutomation>()
        .gives::<AutomationView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
    Body(request): Body<EditAutomation>,
) -> Result<Response, Refusal> {
    let (edited, revision) = automation::edit(&app, &who, &id, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, edited))
}
