//! `GET /sso/callback`

use crate::http::source::Source;
use crate::routes::{Access, Route};
use crate::service::sso::{self, Answer, Stop};
use crate::session::{Maybe, cookie, sso_cookie};
use crate::state::App;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

pub fn route() -> Route {
    Route::get("/api/v1/sso/callback", Access::Public, handle)
        .about("Where the identity provider sends people back to; leads on to the page")
        .answers(303)
}

/// Always leads to a page of our own, named here and nowhere else: nothing of the query goes into where it leads.
async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Maybe(old): Maybe,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    // A query that cannot be read, or names something twice, is no answer to anything we asked.
    let answer = Query::<Answer>::try_from_uri(&uri).map(|q| q.0).unwrap_or_default();
    let https = app.config().is_https();
    let outcome = sso::finish(&app, &source, old.as_ref(), sso_cookie::read(&headers), answer).await;
    let (to, session) = match outcome {
        Ok(opened) => {
            let lasts = app.config().session_lasts / 1_000;
            (HeaderValue::from_static("/"), cookie::set(&opened.token, lasts, https))
        }
        Err(stop) => {
            let code = stop.code();
            if let Stop::Refused(refusal) = stop {
                // Logs what the person is not told.
                let _ = refusal.into_response();
            }
            let to = HeaderValue::from_str(&format!("/sign-in#{code}"));
            (to.unwrap_or(HeaderValue::from_static("/sign-in")), None)
        }
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    for line in [session, sso_cookie::clear(https)].into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    response
}
