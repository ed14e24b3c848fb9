//! `GET /teams/{team}/export`

use crate::error::Refusal;
use crate::routes::{Access, Route};
use crate::service::export;
use crate::session::{Member, SignedIn};
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/export", Access::Team, handle)
        .about("The whole team as a JSON file, for whoever may delete it")
        .answers(200)
}

async fn handle(State(app): State<App>, who: Member, person: SignedIn) -> Result<Response, Refusal> {
    let export = export::team(&app, &person, &who).await?;
    let mut response = export.body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let name = format!("attachment; filename=\"{}\"", export.name);
    if let Ok(value) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
