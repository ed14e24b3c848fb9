//! Answers of a kind.

use crate::policies::Rules;
use crate::service::account::Opened;
use crate::session::cookie;
use crate::state::App;
use axum::Json;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared::api::{POLICY_HASH, TEAM_REVISION};

/// An answer about a team: with the hash of its rules and its revision, so that an old tab notices.
pub fn of_team<T: Serialize>(status: StatusCode, rules: &Rules, revision: i64, body: T) -> Response {
    let mut response = (status, Json(body)).into_response();
    tell_rules(response.headers_mut(), rules, revision);
    response
}

/// By which rules the answer came about, and where the team stands.
pub fn tell_rules(headers: &mut HeaderMap, rules: &Rules, revision: i64) {
    if let Ok(hash) = HeaderValue::from_str(&rules.hash) {
        headers.insert(HeaderName::from_static(POLICY_HASH), hash);
    }
    headers.insert(HeaderName::from_static(TEAM_REVISION), HeaderValue::from(revision));
}

/// A file for keeping, of a media type. `name` is ASCII without quotes; it could not be said otherwise.
pub fn file(media_type: &'static str, name: &str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The media type of tables.
pub const CSV: &str = "text/csv; charset=utf-8";

/// An answer that opens a session.
pub fn opened(app: &App, status: StatusCode, opened: Opened) -> Response {
    let lasts = app.config().session_lasts / 1_000;
    let mut response = (status, Json(opened.view)).into_response();
    if let Some(value) = cookie::set(&opened.token, lasts, app.config().is_https()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// An answer that ends the session in this browser.
pub fn signed_out(app: &App) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie::clear(app.config().is_https()));
    response
}
