//! Ids from the path. One that is no text is nobody's: not found, like any other unknown id.

use crate::error::{NOT_FOUND, Refusal};
use crate::state::App;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// The path's ids, in order.
pub struct Ids<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Ids<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Path::<T>::from_request_parts(parts, app)
            .await
            .map(|Path(ids)| Self(ids))
            .map_err(|_| NOT_FOUND.into())
    }
}
