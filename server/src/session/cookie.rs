//! The session cookie: 256 random bits, out of reach of scripts.

use axum::http::{HeaderMap, HeaderValue, header};

/// Its name.
pub const NAME: &str = "rolecall_session";

/// The cookie's value. A request with two of that name is refused both: one of them was planted.
pub fn read(headers: &HeaderMap) -> Option<&str> {
    one(headers, NAME)
}

/// The value of the one cookie of this name.
pub(super) fn one<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == wanted)
        .map(|(_, value)| value);
    let value = found.next()?;
    found.next().is_none().then_some(value).filter(|v| !v.is_empty())
}

/// Sets it, for as long as the session may last.
pub fn set(token: &str, lasts_seconds: i64, https: bool) -> Option<HeaderValue> {
    let secure = if https { "; Secure" } else { "" };
    HeaderValue::from_str(&format!(
        "{NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts_seconds}{secure}"
    ))
    .ok()
}

/// Removes it.
pub fn clear(https: bool) -> HeaderValue {
    HeaderValue::from_static(if https {
        "rolecall_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"
    } else {
        "rolecall_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cookie_counts_and_two_don_t() {
        let read_line = |line: &'static str| {
            let mut h = HeaderMap::new();
            h.append(header::COOKIE, HeaderValue::from_static(line));
            read(&h).map(str::to_owned)
        };
        assert_eq!(read_line("a=1; rolecall_session=xyz").as_deref(), Some("xyz"));
        assert_eq!(read_line("rolecall_session=x; rolecall_session=y"), None);
        assert_eq!(read_line("rolecall_session="), None);
        assert_eq!(read_line("not_rolecall_session=x"), None);
    }

    #[test]
    fn s1_the_cookie_is_out_of_reach() {
        let cookie = set("t", 60, true).unwrap();
        assert_eq!(cookie, "rolecall_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
    }
}
