//! `GET /teams/{team}/members/by-reference/{reference}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::host;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use shared::api::{HostMember, KeyScope};

pub fn route() -> Route {
    Route::get(
        "/api/v1/teams/{team}/members/by-reference/{reference}",
        Access::Key(KeyScope::Members),
        handle,
    )
    .about("The member whom the host calls so")
    .gives::<HostMember>(200)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Ids((_, reference)): Ids<(String, String)>,
) -> Result<Json<HostMember>, Refusal> {
    Ok(Json(host::show(&app, &program, &reference).await?))
}
