//! `POST /teams/{team}/imports/{import}/start`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::import;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{ImportPlan, ImportView};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/imports/{import}/start", Access::Team, handle)
        .about("Imports a file in the background, all of it or nothing")
        .takes::<ImportPlan>()
        .gives::<ImportView>(202)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
    Body(request): Body<ImportPlan>,
) -> Result<Response, Refusal> {
    let (shown, revision) = import::start(&app, &who, &id, request).await?;
    Ok(reply::of_team(StatusCode::ACCEPTED, &who.rules, revision, shown))
}
