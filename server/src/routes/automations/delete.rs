//! `DELETE /teams/{team}/automations/{automation}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::flow::maker;
use crate::session::Member;
use crate::state::App;
use crate::storage::Made;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/automations/{automation}", Access::Team, handle)
        .about("Deletes an automation")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = maker::end(&app, &who, Made::Automation, &id).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
