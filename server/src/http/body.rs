//! Reading a JSON body or a query: no JSON 400, unknown or wrong fields 422, too much 413.

use crate::error::{INVALID_JSON, Refusal, TOO_LARGE};
use crate::state::App;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

/// A JSON body of a type that refuses unknown fields.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(failed) if failed.status().as_u16() == 413 => {
                Refusal::from(TOO_LARGE)
            }
            _ => Refusal::from(INVALID_JSON),
        })?;
        parse(&bytes).map(Self)
    }
}

/// A JSON body that may be left out; then it is the default.
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequest<App> for OptionalBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, app).await.map_err(|_| Refusal::from(TOO_LARGE))?;
        if bytes.is_empty() { Ok(Self(T::default())) } else { parse(&bytes).map(Self) }
    }
}

/// A query string of a type that refuses unknown keys.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Params<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(misfit(&rejection.body_text())),
        }
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    // Is it JSON at all? Asked first, for reading into a type stops at the first misfit, wherever the text breaks off.
    if serde_json::from_slice::<IgnoredAny>(bytes).is_err() {
        return Err(INVALID_JSON.into());
    }
    // Every request is an object. serde would take a list of its values too.
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Refusal::field("", "invalid"));
    }
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => misfit(&error.to_string()),
        _ => Refusal::from(INVALID_JSON),
    })
}

/// Names the field that serde complains about, where its message does.
fn misfit(message: &str) -> Refusal {
    let named = |start: &str| message.split(start).nth(1).and_then(|rest| rest.split('`').next());
    if let Some(field) = named("unknown field `") {
        Refusal::field(&clip(field), "unknown")
    } else if let Some(field) = named("missing field `") {
        Refusal::field(&clip(field), "required")
    } else {
        Refusal::field("", "invalid")
    }
}

/// What the sender named goes back in the answer, within bounds.
fn clip(name: &str) -> String {
    name.chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[allow(dead_code, reason = "only its presence matters")]
        name: String,
    }

    #[test]
    fn a16_unknown_fields_are_named() {
        let problem = |text: &str| parse::<Sample>(text.as_bytes()).err().unwrap().problem();
        let p = problem(r#"{"name":"x","is_admin":true}"#);
        assert_eq!(
            (p.status, p.fields[0].field.as_str(), p.fields[0].code.as_str()),
            (422, "is_admin", "unknown")
        );
        assert_eq!(problem("{}").fields[0].code, "required");
        assert_eq!(problem(r#"{"name":1}"#).fields[0].code, "invalid");
        assert_eq!(problem(r#"["x"]"#).status, 422);
        assert_eq!(problem(r#"{"name":1"#).status, 400);
        assert_eq!(problem("{").status, 400);
        assert_eq!(problem("").status, 400);
    }
}
