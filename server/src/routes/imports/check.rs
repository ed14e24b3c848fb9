//! `POST /teams/{team}/imports/{import}/check`

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
    Route::post("/api/v1/teams/{team}/imports/{import}/check", Access::Team, handle)
        .about("Says what is wrong with the lines of a file; nothing is imported")
        .takes::<ImportPlan>()
        .gives::<ImportView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
    Body(request): Body<ImportPlan>,
) -> Result<Response, Refusal> {
    let (shown, revision) = import::check(&app, &who, &id, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, shown))
}
