//! `POST /teams/{team}/keys`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::flow::key;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{MadeKey, NewKey};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/keys", Access::Team, handle)
        .about("Makes an API key; it is shown in this answer alone")
        .takes::<NewKey>()
        .gives::<MadeKey>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<NewKey>,
) -> Result<Response, Refusal> {
    let (made, revision) = key::add(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, made))
}
