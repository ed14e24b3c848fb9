//! `PATCH /teams/{team}/keys/{key}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::flow::key;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{EditKey, Revised};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/keys/{key}", Access::Team, handle)
        .about("Changes an API key's name, what it may do, and where its widgets may stand")
        .takes::<EditKey>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
    Body(request): Body<EditKey>,
) -> Result<Response, Refusal> {
    let done = key::edit(&app, &who, &id, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
