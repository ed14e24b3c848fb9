//! `POST /teams/{team}/members/{member}/resend`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::people;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/members/{member}/resend", Access::Team, handle)
        .about("Sends an invitation again; the old link ends")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = people::resend(&app, &who, &target).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
