//! `GET /teams/{team}/members/{member}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::read;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::MemberView;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/members/{member}", Access::Team, handle)
        .for_another()
        .about("One member")
        .gives::<MemberView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let view = read::member(&app, &who, &target).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, view))
}
