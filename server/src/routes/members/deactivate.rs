//! `POST /teams/{team}/members/{member}/deactivate`

use crate::error::Refusal;
use crate::http::body::OptionalBody;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{DeactivateMember, Revised};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/members/{member}/deactivate", Access::Team, handle)
        .about("Takes access away at once, undoably; the work goes along where a successor is named")
        .takes::<DeactivateMember>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, member)): Ids<(String, String)>,
    OptionalBody(request): OptionalBody<DeactivateMember>,
) -> Result<Response, Refusal> {
    let done = work::deactivate(&app, &who, &member, request.successor.as_deref()).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
