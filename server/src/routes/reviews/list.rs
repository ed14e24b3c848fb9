//! `GET /teams/{team}/reviews`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::routes::{Access, Route, reply};
use crate::service::reviews;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{ReviewQuery, Reviews};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/reviews", Access::Team, handle)
        .for_another()
        .about("Access reviews, newest first; and how many people another one would take")
        .query::<ReviewQuery>()
        .gives::<Reviews>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Params(query): Params<ReviewQuery>,
) -> Result<Response, Refusal> {
    let list = reviews::list(&app, &who, &query).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, who.team.revision, list))
}
