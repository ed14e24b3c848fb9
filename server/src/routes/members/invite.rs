//! `POST /teams/{team}/invitations`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::invite;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{InviteRequest, InviteResponse};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/invitations", Access::Team, handle)
        .about("Invites people: all of them or none")
        .takes::<InviteRequest>()
        .gives::<InviteResponse>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<InviteRequest>,
) -> Result<Response, Refusal> {
    let done = invite::invite(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, done.revision, done))
}
