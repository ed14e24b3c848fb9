//! From the table of endpoints to a running router.

use crate::assets;
use crate::error::{NO_SUCH_METHOD, Refusal, TOO_SLOW};
use crate::http::{cors, headers, origin, request_id};
use crate::routes::{self, Access};
use crate::session::{bearer, require_key, require_member, require_member_or_eyes, require_session};
use crate::state::App;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use std::any::Any;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The whole server as a service.
pub fn app(state: App) -> Router {
    let mut router = Router::new();
    for route in routes::table(state.config()) {
        let guarded = match route.access {
            Access::Public => route.handler,
            Access::SignedIn => {
                route.handler.layer(middleware::from_fn_with_state(state.clone(), require_session))
            }
            Access::Key(scope) => {
                let guard = move |app, source, path, request, next| {
                    require_key(scope, app, source, path, request, next)
                };
                route.handler.layer(middleware::from_fn_with_state(state.clone(), guard))
            }
            Access::Team if route.for_another => {
                route.handler.layer(middleware::from_fn_with_state(state.clone(), require_member_or_eyes))
            }
            Access::Team => {
                route.handler.layer(middleware::from_fn_with_state(state.clone(), require_member))
            }
        };
        router = router.route(route.path, guarded);
    }
    let limit = state.config().body_limit;
    router
        .method_not_allowed_fallback(async || Refusal::from(NO_SUCH_METHOD))
        .layer(middleware::map_response(headers::private))
        .layer(CompressionLayer::new().gzip(true).br(true))
        .fallback(assets::serve)
        .layer(DefaultBodyLimit::max(limit))
        .layer(middleware::from_fn_with_state(state.clone(), origin::check))
        .layer(middleware::from_fn_with_state(state.clone(), bearer::admit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(state.clone(), in_time))
        .layer(middleware::map_response(headers::secure))
        .layer(middleware::from_fn_with_state(state.clone(), cors::answer))
        .layer(middleware::from_fn_with_state(state.clone(), request_id::give))
        .with_state(state)
}

/// A request that takes longer is given up, and a body that trickles in counts (N3).
async fn in_time(State(app): State<App>, request: Request, next: Next) -> Response {
    let config = app.config();
    // A large file over a slow line is no attack: its size is limited.
    let limit = if origin::is_upload(request.uri().path()) { config.upload_timeout } else { config.timeout };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::from(TOO_SLOW).into_response(),
    }
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Refusal::internal(format!("panic: {}", text.unwrap_or("unknown"))).into_response()
}
