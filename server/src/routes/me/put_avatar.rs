//! `PUT /teams/{team}/me/avatar`

use crate::error::{PICTURE_TOO_LARGE, Refusal};
use crate::picture::MOST_BYTES;
use crate::routes::{Access, Route, reply};
use crate::service::avatar;
use crate::session::Member;
use crate::state::App;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use shared::api::Revised;

pub fn route() -> Route {
    Route::put("/api/v1/teams/{team}/me/avatar", Access::Team, handle)
        .about("Sets the own picture: a PNG, JPEG or WebP file, which is drawn anew")
        .takes_file("application/octet-stream", MOST_BYTES)
        .gives::<Revised>(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let bytes = bytes.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(failed) if failed.status().as_u16() == 413 => {
            Refusal::from(PICTURE_TOO_LARGE)
        }
        _ => Refusal::field("picture", "not-a-picture"),
    })?;
    let done = avatar::set(&app, &who, bytes).await?;
    Ok(reply::of_team(StatusCode::OK, &who.rules, done.revision, done))
}
