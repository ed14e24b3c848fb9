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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    #[test]
    fn s1_it_is_read_alone_and_out_of_reach_of_scripts_and_other_paths() {
        let of = |line: &'static str| {
            let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(line))]);
            read(&headers).map(str::to_owned)
        };
        assert_eq!(of("rolecall_session=a; rolecall_sso=b").as_deref(), Some("b"));
        assert_eq!(of("rolecall_sso=a; rolecall_sso=b"), None);
        assert_eq!(of("rolecall_session=a"), None);
        let path = "Path=/api/v1/sso; HttpOnly; SameSite=Lax";
        assert_eq!(set("x", 600, false).unwrap(), format!("rolecall_sso=x; {path}; Max-Age=600"));
        assert_eq!(set("x", 600, true).unwrap(), format!("rolecall_sso=x; {path}; Max-Age=600; Secure"));
        assert_eq!(clear(true).unwrap(), format!("rolecall_sso=; {path}; Max-Age=0; Secure"));
        assert_eq!(clear(false).unwrap(), format!("rolecall_sso=; {path}; Max-Age=0"));
    }
}
