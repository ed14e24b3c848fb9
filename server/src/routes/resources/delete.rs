//! `DELETE /teams/{team}/resources/{resource}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::resources;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/resources/{resource}", Access::Team, handle)
        .about("Deletes a resource that no work belongs to, and everybody's access to it")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, resource)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = resources::delete(&app, &who, &resource).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
