//! Each request gets an id that its answer, its problem and its line in the log share.

use crate::state::App;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

tokio::task_local! {
    static CURRENT: String;
}

/// Header that carries the id.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of the request that this task answers; empty outside of one.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Gives the request its id and writes its line in the log. Paths hold no secrets: tokens travel in bodies only, and
/// the query is left out because a search may name a person.
pub async fn give(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = crate::random::id(app.random()).unwrap_or_default();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let started = std::time::Instant::now();
    let mut response = CURRENT.scope(id.clone(), next.run(request)).await;
    let ms = started.elapsed().as_millis();
    let status = response.status().as_u16();
    tracing::info!(request_id = id, %method, path, status, ms, "request");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
