//! `POST /teams/{team}/reviews`

use crate::error::Refusal;
use crate::http::body::Body;
use crate::routes::{Access, Route, reply};
use crate::service::reviews;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{ReviewView, StartReview};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/reviews", Access::Team, handle)
        .about("Begins an access review of whoever was not active for so many days")
        .takes::<StartReview>()
        .gives::<ReviewView>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Body(request): Body<StartReview>,
) -> Result<Response, Refusal> {
    let (view, revision) = reviews::start(&app, &who, &request).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, view))
}
