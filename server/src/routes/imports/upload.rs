//! `POST /teams/{team}/work/{kind}/imports`

use crate::config::Config;
use crate::error::{Refusal, TOO_LARGE};
use crate::http::body::Params;
use crate::http::path::Ids;
use crate::routes::{Access, Route, reply};
use crate::service::import;
use crate::session::Member;
use crate::state::App;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::{ImportQuery, ImportView};

pub fn route(config: &Config) -> Route {
    Route::post("/api/v1/teams/{team}/work/{kind}/imports", Access::Team, handle)
        .about("Takes a CSV file in and says what it seems to hold; nothing is imported yet")
        .takes_file("text/csv", config.upload_limit)
        .query::<ImportQuery>()
        .gives::<ImportView>(201)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, kind)): Ids<(String, String)>,
    Params(query): Params<ImportQuery>,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let bytes = bytes.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(failed) if failed.status().as_u16() == 413 => {
            Refusal::from(TOO_LARGE)
        }
        _ => Refusal::field("file", "broken"),
    })?;
    let (shown, revision) = import::upload(&app, &who, &kind, query.file.as_deref(), bytes).await?;
    Ok(reply::of_team(StatusCode::CREATED, &who.rules, revision, shown))
}
