//! `POST /teams/{team}/resources`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::resources;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{NewResource, ResourceView};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/resources", Access::Team, handle)
        .about("Makes a resource")
        .takes::<NewResource>()
        .gives::<ResourceView>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<NewResource>,
) -> Result<Response, Refusal> {
    let (made, revision) = resources::add(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, made))
}
