//! `PATCH /me`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::edit;
use crate::session::{SignedIn, member_in};
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{EditMe, Revised};

pub fn route() -> Route {
    Route::patch("/api/v1/me", Access::SignedIn, handle)
        .about("Changes the own details in one team, and the own language")
        .takes::<EditMe>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    person: SignedIn,
    Body(request): Body<EditMe>,
) -> Result<Response, Refusal> {
    let who = member_in(&app, &person, &request.team).await?;
    let done = edit::oneself(&app, &who, &request.fields, request.language.as_deref()).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
