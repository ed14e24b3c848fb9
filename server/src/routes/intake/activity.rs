//! `POST /intake/{item}/activity`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::flow::intake;
use crate::session::Program;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use shared::api::{KeyScope, OutsideActivity, TakenIn};

pub fn route() -> Route {
    Route::post("/api/v1/intake/{item}/activity", Access::Key(KeyScope::Intake), handle)
        .about("Says what happened to an item outside; whoever has it is told")
        .takes::<OutsideActivity>()
        .gives::<TakenIn>(200)
}

async fn handle(
    State(app): State<App>,
    program: Program,
    Ids(item): Ids<String>,
    Body(request): Body<OutsideActivity>,
) -> Result<Json<TakenIn>, Refusal> {
    Ok(Json(intake::note(&app, &program, &item, request).await?))
}
