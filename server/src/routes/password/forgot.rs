//! `POST /password/forgot`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::locale;
use crate::routes::{Access, Route};
use crate::service::account;
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use shared::api::ForgotPassword;

pub fn route() -> Route {
    Route::post("/api/v1/password/forgot", Access::Public, handle)
        .about("Mails a link to a new password, where somebody has that address")
        .takes::<ForgotPassword>()
        .answers(202)
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    headers: HeaderMap,
    Body(request): Body<ForgotPassword>,
) -> Result<StatusCode, Refusal> {
    account::forgot(&app, &source, &request.email, locale::accepted(&headers).as_deref()).await?;
    Ok(StatusCode::ACCEPTED)
}
