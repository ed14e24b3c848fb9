//! `POST /teams/{team}/reviews/{review}/close`

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
use shared::api::{CloseReview, ReviewView};

pub fn route() -> Route {
    Route::post("/api/v1/teams/{team}/reviews/{review}/close", Access::Team, handle)
        .about("Closes an access review: from then on it is a record that nobody changes")
        .takes::<CloseReview>()
        .gives::<ReviewView>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
    Body(request): Body<CloseReview>,
) -> Result<Response, Refusal> {
    let (view, revision) = reviews::close(&app, &who, &id, &request).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, revision, view))
}
