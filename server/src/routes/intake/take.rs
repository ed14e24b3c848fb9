//! `POST /intake`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route};
use crate::service::flow::intake;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::api::{Intake, KeyScope, TakenIn};

pub fn route() -> Route {
    Route::post("/api/v1/intake", Access::Key(KeyScope::Intake), handle)
        .about("Takes something new in and gives it to whoever's turn it is; 200 when it was in already")
        .takes::<Intake>()
        .gives::<TakenIn>(201)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Body(request): Body<Intake>,
) -> Result<(StatusCode, Json<TakenIn>), Refusal> {
    let (taken, new) = intake::take(&app, &program, request).await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, Json(taken)))
}
