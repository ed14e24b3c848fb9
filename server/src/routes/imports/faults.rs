//! `GET /teams/{team}/imports/{import}/faults`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::import;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

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
    let mut response = import::faults(&app, &who, &id).await?.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"faults.csv\""));
    Ok(response)
}
