//! `PUT /teams/{team}/reviews/{review}/lines/{member}`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::reviews;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{DecideLine, ReviewView};

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/reviews/{review}/lines/{member}", Access::Team, handle)
        .about("Says what became of somebody's access; it must be true by then")
        .takes::<DecideLine>()
        .gives::<ReviewView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id, member)): Ids<(String, String, String)>,
    Body(request): Body<DecideLine>,
) -> Result<Response, Refusal> {
    let (view, revision) = reviews::decide(&app, &who, &id, &member, &request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, view))
}
