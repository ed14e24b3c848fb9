//! `PATCH /teams/{team}/members/{member}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::edit;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{EditMember, Revised};

pub fn route() -> Route {
    Route::patch("/api/v1/teams/{team}/members/{member}", Access::Team, handle)
        .about("Changes details, switches and resources: all or nothing")
        .takes::<EditMember>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
    Body(request): Body<EditMember>,
) -> Result<Response, Refusal> {
    let done = edit::member(&app, &who, &target, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
