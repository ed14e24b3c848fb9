//! `GET /teams/{team}/reviews/{review}/export.csv`

use crate::error::Refusal;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::reviews;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

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
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("attachment; filename=\"access-review-{day}.csv\"");
    if let Ok(value) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
