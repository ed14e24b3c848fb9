//! `POST /teams/{team}/keys/{key}/rotate`

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
use shared::api::{MadeKey, RotateKey};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/keys/{key}/rotate", Access::Team, handle)
        .about("Gives an API key another secret, shown in this answer alone; the one until now goes on for a while, or ends")
        .takes::<RotateKey>()
        .gives::<MadeKey>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
    Body(request): Body<RotateKey>,
) -> Result<Response, Refusal> {
    let (made, revision) = key::rotate(&app, &who, &id, request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, made))
}
