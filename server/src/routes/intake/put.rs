//! `PUT /intake/by-reference/{reference}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::flow::intake;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::api::{KeyScope, PutIntake, TakenIn};

pub fn route() -> Route {
    Route::put("/api/v1/intake/by-reference/{reference}", Access::Key(KeyScope::Intake), handle)
        .about(
            "Takes something in by the sender's own name for it, or changes what differs; 201 when it is new",
        )
        .takes::<PutIntake>()
        .gives::<TakenIn>(200)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Ids(reference): Ids<String>,
    Body(request): Body<PutIntake>,
) -> Result<(StatusCode, Json<TakenIn>), Refusal> {
    let (taken, new) = intake::put(&app, &program, reference, request).await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(taken)))
}
