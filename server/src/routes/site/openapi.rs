//! `GET /api/openapi.json`

use crate::openapi;
use crate::routes::{Access, Route};
use crate::state::App;
use axum::Json;
use axum::extract::State;

pub fn route() -> Route {
    Route::get("/api/openapi.json", Access::Public, handle).about("This document").answers(200)
}

async fn handle(State(app): State<App>) -> Json<utoipa::openapi::OpenApi> {
    Json(openapi::document(app.config()))
}
