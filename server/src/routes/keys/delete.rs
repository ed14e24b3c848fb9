//! `DELETE /teams/{team}/keys/{key}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::flow::maker;
use crate::session::Member;
use crate::state::App;
use crate::storage::Made;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/keys/{key}", Access::Team, handle)
        .about("Revokes an API key")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = maker::end(&app, &who, Made::Key, &id).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
