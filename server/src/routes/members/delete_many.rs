//! `POST /teams/{team}/actions/delete`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::people;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{DeleteMembers, Revised};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/actions/delete", Access::Team, handle)
        .about("Removes several members for good: all of them or none")
        .takes::<DeleteMembers>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<DeleteMembers>,
) -> Result<Response, Refusal> {
    let done = people::delete(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
