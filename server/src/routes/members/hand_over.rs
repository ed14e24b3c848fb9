//! `POST /teams/{team}/members/{member}/hand-over`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::work;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{HandOver, MovedWork};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/members/{member}/hand-over", Access::Team, handle)
        .about("Gives all work of a member to somebody, or to nobody")
        .takes::<HandOver>()
        .gives::<MovedWork>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, member)): Ids<(String, String)>,
    Body(request): Body<HandOver>,
) -> Result<Response, Refusal> {
    let moved = work::hand_over(&app, &who, &member, request.to.as_deref()).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, moved.revision, moved))
}
