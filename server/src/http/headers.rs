//! Headers that every answer carries, pages and API alike (S3, S4).

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

/// The page runs its own wasm and talks to its own server; nothing else, and nobody frames it.
pub const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Adds what is missing.
pub async fn secure(mut response: Response) -> Response {
    let headers = response.headers_mut();
    add(headers, header::CONTENT_SECURITY_POLICY, CSP);
    add(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(headers, header::REFERRER_POLICY, "no-referrer");
    add(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

/// The API's answers are about one person at one moment: nobody keeps them.
pub async fn private(mut response: Response) -> Response {
    add(response.headers_mut(), header::CACHE_CONTROL, "no-store");
    response
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
