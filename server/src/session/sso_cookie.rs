//! What a browser keeps while somebody is at the identity provider: 256 random bits, for the callback alone.

use axum::http::{HeaderMap, HeaderValue};

/// Its name.
pub const NAME: &str = "rolecall_sso";

/// The cookie's value; two of that name are none, for one of them was planted.
pub fn read(headers: &HeaderMap) -> Option<&str> {
    super::cookie::one(headers, NAME)
}

/// Sets it. `Lax`: the provider's redirect is a plain navigation, and brings it along.
pub fn set(secret: &str, lasts_seconds: i64, https: bool) -> Option<HeaderValue> {
    let secure = if https { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{NAME}={secret}; Path=/api/v1/sso; HttpOnly; SameSite=Lax; Max-Age={lasts_seconds}{secure}"
    ))
    .ok()
}

/// Removes it.
pub fn clear(https: bool) -> Option<HeaderValue> {
    set("", 0, https)
}
