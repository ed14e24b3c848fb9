//! `GET /teams/{team}/reviews/{review}/export.csv`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::reviews;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::response::Response;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/reviews/{review}/export.csv", Access::Team, handle)
        .about("An access review as a CSV file")
        .answers(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    let (day, body) = reviews::export(&app, &who, &id).await?;
    Ok(reply::file(reply::CSV, &format!("access-review-{day}.csv"), body))
}
