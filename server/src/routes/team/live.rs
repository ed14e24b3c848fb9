//! `GET /teams/{team}/live`

use crate::error::Refusal;
use crate::routes::{Access, Route};
use crate::service::live::{self, Stream};
use crate::session::{Member, SignedIn};
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use shared::api::LiveEvent;
use std::convert::Infallible;
use std::time::Duration;

/// Proxies close what is silent for longer, and a browser that has gone is noticed by it.
const SILENCE: Duration = Duration::from_secs(15);

/// How long a browser waits before it comes again.
const RETRY: Duration = Duration::from_secs(2);

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/live", Access::Team, handle)
        .about("Server-sent events named `changed`: what to ask for again. Nothing is replayed")
        .gives_events::<LiveEvent>()
}

async fn handle(State(app): State<App>, person: SignedIn, who: Member) -> Result<Response, Refusal> {
    let stream = live::listen(&app, &person, &who).await?;
    let events = futures_util::stream::unfold((stream, true), step).fuse();
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(SILENCE)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers the answer would keep every event to itself.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// No event has an id, so a browser that comes again names none, and one that it makes up means nothing (A13).
async fn step((mut stream, first): (Stream, bool)) -> Option<(Result<Event, Infallible>, (Stream, bool))> {
    let event = stream.next().await?;
    let text = serde_json::to_string(&event).ok()?;
    let event = Event::default().event("changed").data(text);
    let event = if first { event.retry(RETRY) } else { event };
    Some((Ok(event), (stream, false)))
}
