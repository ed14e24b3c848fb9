//! `GET /teams/{team}/audit`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::routes::{Access, Route, reply};
use crate::service::read;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use shared::api::AuditPage;
use utoipa::IntoParams;

/// Where the page begins.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct AuditQuery {
    /// `next` of the page before.
    after: Option<i64>,
}

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/audit", Access::Team, handle)
        .for_another()
        .about("What was done, and what was tried and denied; newest first")
        .query::<AuditQuery>()
        .gives::<AuditPage>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Params(query): Params<AuditQuery>,
) -> Result<Response, Refusal> {
    let page = read::audit(&app, &who, query.after).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, page))
}
