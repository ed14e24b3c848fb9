//! `GET /teams/{team}/reviews/{review}`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::reviews;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::ReviewDetail;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/reviews/{review}", Access::Team, handle)
        .for_another()
        .about("An access review with everybody in it")
        .gives::<ReviewDetail>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let detail = reviews::show(&app, &who, &id).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, detail))
}
