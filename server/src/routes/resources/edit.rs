//! `PATCH /teams/{team}/resources/{resource}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::resources;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{NewResource, Revised};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/resources/{resource}", Access::Team, handle)
        .about("Changes name or group of a resource")
        .takes::<NewResource>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, resource)): Ids<(String, String)>,
    Body(request): Body<NewResource>,
) -> Result<Response, Refusal> {
    let done = resources::edit(&app, &who, &resource, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
