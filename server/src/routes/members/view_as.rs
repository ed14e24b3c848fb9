//! `POST /teams/{team}/members/{member}/view-as`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::view_as;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/members/{member}/view-as", Access::Team, handle)
        .about("Notes in the log that the pages are now seen as this member sees them")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = view_as::begin(&app, &who, &target).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
