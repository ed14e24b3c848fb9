//! `POST /session`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::routes::{Access, Route, reply};
use crate::service::account::{self, Entered};
use crate::session::Maybe;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use shared::api::{ChoosePassword, SessionView, SignIn};

pub fn route() -> Route {
    Route::post("/api/v1/session", Access::Public, handle)
        .about("Signs in; with the temporary password of an invitation it leads to the choice of another (`ChoosePassword`)")
        .takes::<SignIn>()
        .gives::<SessionView>(200)
        .mentions::<ChoosePassword>()
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Maybe(old): Maybe,
    Body(request): Body<SignIn>,
) -> Result<Response, Refusal> {
    Ok(match account::sign_in(&app, &source, old.as_ref(), request).await? {
        Entered::In(opened) => reply::opened(&app, StatusCode::OK, opened),
        Entered::Choose(choose) => Json(choose).into_response(),
    })
}
