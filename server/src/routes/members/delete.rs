//! `DELETE /teams/{team}/members/{member}`

use crate::error::Refusal;
use crate::http::body::OptionalBody;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::people;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{DeleteMember, DeleteMembers, Revised};

pub fn route() -> Route {
    Route::delete("/api/v1/teams/{team}/members/{member}", Access::Team, handle)
        .about("Removes a member for good")
        .takes::<DeleteMember>()
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, target)): Ids<(String, String)>,
    OptionalBody(request): OptionalBody<DeleteMember>,
) -> Result<Response, Refusal> {
    let request = DeleteMembers { members: vec![target], successor: request.successor };
    let done = people::delete(&app, &who, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
