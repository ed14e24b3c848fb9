//! `POST /password/reset`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::routes::{Access, Route};
use crate::service::account;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use shared::api::ResetPassword;

pub fn route() -> Route {
    Route::post("/api/v1/password/reset", Access::Public, handle)
        .about("Sets a new password by a mailed link, and ends every session")
        .takes::<ResetPassword>()
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Body(request): Body<ResetPassword>,
) -> Result<StatusCode, Refusal> {
    account::reset(&app, &source, request).await?;
    Ok(StatusCode::NO_CONTENT)
}
