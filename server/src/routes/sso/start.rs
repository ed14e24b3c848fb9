//! `POST /sso/start`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::routes::{Access, Route};
use crate::service::sso;
use crate::session::sso_cookie;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use shared::api::{SsoStarted, StartSso};

pub fn route() -> Route {
    Route::post("/api/v1/sso/start", Access::Public, handle)
        .about("Begins to sign in through the identity provider: says where to go")
        .takes::<StartSso>()
        .gives::<SsoStarted>(200)
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Body(request): Body<StartSso>,
) -> Result<Response, Refusal> {
    let started = sso::start(&app, &source, &request).await?;
    let mut response = Json(SsoStarted { url: started.url }).into_response();
    let lasts = sso::LASTS / 1_000;
    if let Some(cookie) = sso_cookie::set(&started.browser, lasts, app.config().is_https()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
