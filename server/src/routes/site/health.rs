//! `GET /healthz`

use crate::error::Refusal;
use crate::routes::{Access, Route};
use crate::state::App;
use axum::extract::State;

pub fn route() -> Route {
    Route::get("/healthz", Access::Public, handle)
        .about("The server answers and reaches its database")
        .answers(200)
}

async fn handle(State(app): State<App>) -> Result<&'static str, Refusal> {
    app.read().await?.is_empty().await?;
    Ok("ok\n")
}
