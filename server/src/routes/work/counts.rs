//! `GET /teams/{team}/work/{kind}/counts`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::WorkCounts;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/work/{kind}/counts", Access::Team, handle)
        .for_another()
        .about("How many of a kind there are, and who has them")
        .gives::<WorkCounts>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let counts = work::counts(&app, &who, &kind).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, counts))
}
