//! Pages of other sites: those whose origin an API key names, letter by letter, and only what their widget asks for with a
//! token. Cookies never count there, so they are never allowed either (S3, S7).

use super::origin::is_for_programs;
use crate::session::bearer;
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use shared::validate::check_origin;

/// What a widget sends.
const TAKEN: &str = "authorization, content-type, accept-language, idempotency-key, last-event-id";
/// What a widget reads.
const TOLD: &str = "x-policy-hash, x-team-revision, x-request-id, retry-after, content-disposition, etag";
const METHODS: &str = "GET, POST, PUT, PATCH, DELETE";
/// Seconds that a browser keeps the answer to its question: a revoked key's pages are turned away at the token anyway.
const KEPT: &str = "600";

/// Answers a browser's question whether another site's page may ask, and marks what such a page may read.
pub async fn answer(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !path.starts_with("/api/") {
        return next.run(request).await;
    }
    let headers = request.headers();
    let asks = request.method() == Method::OPTIONS
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
        // A key belongs on a server: no page is helped to send one.
        && !is_for_programs(path);
    let origin = match (asks || bearer::shown(headers).is_some()).then(|| of(headers)).flatten() {
        Some(origin) if is_named(&app, &origin).await => HeaderValue::from_str(&origin).ok(),
        _ => None,
    };
    let mut response = match &origin {
        Some(_) if asks => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let mut tell = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
        if asks {
            tell(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            tell(header::ACCESS_CONTROL_ALLOW_HEADERS, TAKEN);
            tell(header::ACCESS_CONTROL_MAX_AGE, KEPT);
        } else {
            tell(header::ACCESS_CONTROL_EXPOSE_HEADERS, TOLD);
        }
    }
    response
}

/// The one origin of the request, where a key could name it.
fn of(headers: &HeaderMap) -> Option<String> {
    let mut all = headers.get_all(header::ORIGIN).iter();
    let (Some(one), None) = (all.next(), all.next()) else { return None };
    one.to_str().ok().filter(|origin| check_origin(origin).is_ok()).map(str::to_owned)
}

async fn is_named(app: &App, origin: &str) -> bool {
    let found = async { app.read().await?.origin_is_named(origin).await };
    found.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "an origin cannot be looked up");
        false
    })
}
