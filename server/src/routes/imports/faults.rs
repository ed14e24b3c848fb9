//! `GET /teams/{team}/imports/{import}/faults`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::import;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::response::Response;

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/imports/{import}/faults", Access::Team, handle)
        .about("What is wrong with the lines of a file, as a CSV file")
        .answers(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, id)): Ids<(String, String)>,
) -> Result<Response, Refusal> {
    Ok(reply::file(reply::CSV, "faults.csv", import::faults(&app, &who, &id).await?))
}
