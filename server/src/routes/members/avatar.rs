//! `GET /teams/{team}/members/{member}/avatar`

use crate::error::Refusal;
use crate::http::body::Params;
use crate::http::path::Ids;
use crate::picture::MEDIA;
use crate::routes::{Access, Route};
use crate::service::avatar;
use crate::session::Member;
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use shared::api::AvatarQuery;

/// The picture under a version never changes, and is for the person at this browser alone.
const FOR_GOOD: &str = "private, max-age=31536000, immutable";
/// A picture is a picture: whoever opens its address gets nothing that could run.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

pub fn route() -> Route {
    Route::get("/api/v1/teams/{team}/members/{member}/avatar", Access::Team, handle)
        .about("A member's picture, a JPEG file of 128 pixels a side")
        .query::<AvatarQuery>()
        .answers(200)
}

async fn handle(
    State(app): State<App>,
    who: Member,
    Ids((_, member)): Ids<(String, String)>,
    Params(query): Params<AvatarQuery>,
) -> Result<Response, Refusal> {
    let picture = avatar::show(&app, &who, &member).await?;
    let mut response = picture.image.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(INERT));
    // Asked for by an older version, it is the present one, and not to be kept under that name.
    if query.v.as_deref() == Some(picture.version.as_str()) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_GOOD));
    }
    Ok(response)
}
