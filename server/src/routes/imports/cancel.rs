//! `POST /teams/{team}/imports/{import}/cancel`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::import;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::ImportView;

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/imports/{import}/cancel", Access::Team, handle)
        .about("Gives an import up: nothing of it stays")
        .gives::<ImportView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let (shown, revision) = import::cancel(&app, &who, &id).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, shown))
}
