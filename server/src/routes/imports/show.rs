//! `GET /teams/{team}/imports/{import}`

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
    Route::get("/api/v1/teams/{team}/imports/{import}", Access::Team, handle)
        .for_another()
        .about("How far an import is")
        .gives::<ImportView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let shown = import::show(&app, &who, &id).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, shown))
}
