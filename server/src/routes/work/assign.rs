//! `POST /teams/{team}/work/{kind}/assign`

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
use shared::api::{AssignWork, MovedWork};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/work/{kind}/assign", Access::Team, handle)
        .about("Gives items to somebody, or to nobody: all of them or none")
        .takes::<AssignWork>()
        .gives::<MovedWork>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind)): Ids<(String, String)>,
    Body(request): Body<AssignWork>,
) -> Result<Response, Refusal> {
    let moved = work::assign(&app, &who, &kind, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, moved.revision, moved))
}
