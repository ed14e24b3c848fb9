//! `POST /session`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::routes::{Access, Route, reply};
use crate::service::account;
use crate::session::Maybe;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{SessionView, SignIn};

pub fn route() -> Route {
    Route::post("/api/v1/session", Access::Public, handle)
        .about("Signs in")
        .takes::<SignIn>()
        .gives::<SessionView>(200)
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Maybe(old): Maybe,
    Body(request): Body<SignIn>,
) -> Result<Response, Refusal> {
    let opened = account::sign_in(&app, &source, old.as_ref(), request).await?;
    Ok(reply::opened(&app, StatusCode::OK, opened))
}
