//! `PUT /teams/{team}/members/by-reference/{reference}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::host;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::api::{HostMember, KeyScope, PutMember};

pub fn route() -> Route {
    Route::put(
        "/api/v1/teams/{team}/members/by-reference/{reference}",
        Access::Key(KeyScope::Members),
        handle,
    )
    .about("Invites somebody by the host's own name for them, or changes what differs; 201 when they are new")
    .takes::<PutMember>()
    .gives::<HostMember>(200)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Ids((_, reference)): Ids<(String, String)>,
    Body(request): Body<PutMember>,
) -> Result<(StatusCode, Json<HostMember>), Refusal> {
    let (member, new) = host::put(&app, &program, &reference, request).await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(member)))
}
