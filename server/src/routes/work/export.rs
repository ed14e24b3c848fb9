//! `GET /teams/{team}/work/{kind}/export`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::http::path::Ids;
use crate::routes::{Access, Route};
use crate::service::work;
use crate::session::{Member, SignedIn};
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use shared::api::{WorkQuery, WorkSort};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/work/{kind}/export", Access::Team, handle)
        .about("The list as a CSV file")
        .query::<WorkQuery>()
        .mentions::<WorkSort>()
        .answers(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    person: SignedIn,
    Ids((_, kind)): Ids<(String, String)>,
    Params(query): Params<WorkQuery>,
) -> Result<Response, Refusal> {
    let body = work::export(&app, &person, &who, &kind, &query).await?;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    // The kind is one of the profile's ids by now: letters, digits and hyphens.
    let name = format!("attachment; filename=\"{kind}.csv\"");
    if let Ok(value) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
