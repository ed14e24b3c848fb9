//! `POST /setup`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::source::Source;
use crate::routes::{Access, Route, reply};
use crate::service::founding;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{NewTeam, SessionView};

pub fn route() -> Route {
    Route::post("/api/v1/setup", Access::Public, handle)
        .about("Makes the first team and its founder; only while there is no team")
        .takes::<NewTeam>()
        .gives::<SessionView>(201)
}

async fn handle(
    State(app): State<App>,
    Source(source): Source,
    Body(request): Body<NewTeam>,
) -> Result<Response, Refusal> {
    let opened = founding::set_up(&app, &source, request).await?;
    Ok(reply::opened(&app, StatusCode::CREATED, opened))
}
