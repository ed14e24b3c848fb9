//! `POST /teams/{team}/keys/{key}/take-over`

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
    Route::post("/api/v1/teams/{team}/keys/{key}/take-over", Access::Team, handle)
        .about("Makes an API key one's own")
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let done = maker::take_over(&app, &who, Made::Key, &id).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
