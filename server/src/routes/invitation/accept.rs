//! `POST /invitations/accept`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::routes::{Access, Route, reply};
use crate::service::join;
use crate::session::Maybe;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{AcceptInvitation, SessionView};

pub fn route() -> Route {
    Route::post("/api/v1/invitations/accept", Access::Public, handle)
        .about("Takes an invitation up and signs in")
        .takes::<AcceptInvitation>()
        .gives::<SessionView>(200)
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Maybe(person): Maybe,
    Body(request): Body<AcceptInvitation>,
) -> Result<Response, Refusal> {
    let opened = join::accept(&app, &source, person.as_ref(), request).await?;
    Ok(reply::opened(&app, StatusCode::OK, opened))
}
