//! `GET /teams/{team}/members/{member}/work`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::MemberWork;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/members/{member}/work", Access::Team, handle)
        .for_another()
        .about("How much work a member has, by kind")
        .gives::<MemberWork>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, member)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let found = work::preview(&app, &who, &member).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, found))
}
