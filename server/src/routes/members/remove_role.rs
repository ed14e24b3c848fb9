//! `DELETE /teams/{team}/members/{member}/additions/{role}`

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
    Route::delete("/api/v1/teams/{team}/members/{member}/additions/{role}", Access::Team, handle)
        .about("Takes an addition")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target, role)): Ids<(String, String, String)>,
) -> Result<Response, Refusal> {
    let command = people::addition(&who.rules.policy, &role, false)?;
    let done = people::plain(&app, &who, &target, command).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
