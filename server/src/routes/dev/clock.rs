//! `POST /dev/clock`: only with `--demo --test-clock`.

use crate::error::{NOT_FOUND, Refusal};
use crate::http::body::Body;
use crate::routes::{Access, Route};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far the clock moves on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AdvanceClock {
    /// Milliseconds.
    advance_ms: i64,
}

/// What time it is then.
#[derive(Serialize, ToSchema)]
struct ClockView {
    /// Milliseconds since 1970.
    now: i64,
}

pub fn route() -> Route {
    Route::post("/dev/clock", Access::Public, handle)
        .about("Moves the test clock on")
        .takes::<AdvanceClock>()
        .gives::<ClockView>(200)
}

async fn handle(
    State(app): State<App>,
    Body(request): Body<AdvanceClock>,
) -> Result<Json<ClockView>, Refusal> {
    if !app.clock().advance(request.advance_ms) {
        return Err(NOT_FOUND.into());
    }
    Ok(Json(ClockView { now: app.now() }))
}
