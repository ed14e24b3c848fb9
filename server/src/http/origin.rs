//! Requests that change something must come from the site's own pages and carry JSON (S2).
//!
//! The session cookie is `SameSite=Lax`, and that is not relied on: a browser says where an unsafe request comes from, and
//! an answer other than this site, or none, is refused. A form cannot send `application/json`.

use crate::error::{BAD_ORIGIN, NOT_JSON, Refusal};
use crate::session::bearer;
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Refuses unsafe requests from elsewhere.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let config = app.config();
    let path = request.uri().path();
    // A program has no origin, and no page can make a browser send its key along.
    // Nor has a page that shows a token: its cookies don't count.
    let shown = is_for_programs(path) || bearer::is_admitted(request.extensions());
    if !shown && !is_own(request.headers(), &config.public_url, &config.dev_origins, config.public_url_given)
    {
        return Refusal::from(BAD_ORIGIN).into_response();
    }
    let file = is_upload(path) && is_type(request.headers(), &FILES);
    if !file && !is_json(request.headers()) {
        return Refusal::from(NOT_JSON).into_response();
    }
    next.run(request).await
}

/// What a file is sent as. No form can send any of these; what a picture really is, its content says.
const FILES: [&str; 5] = ["text/csv", "application/octet-stream", "image/png", "image/jpeg", "image/webp"];

/// Where programs come in: with a key and nothing else.
pub fn is_for_programs(path: &str) -> bool {
    let intake =
        path.strip_prefix("/api/v1/intake").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut parts = path.strip_prefix("/api/v1/teams/").unwrap_or_default().split('/').skip(1);
    let by_reference = (parts.next(), parts.next()) == (Some("members"), Some("by-reference"));
    intake || by_reference || path == "/api/v1/widget-tokens" || path.starts_with("/api/v1/lists/")
}

/// Where files come in.
pub fn is_upload(path: &str) -> bool {
    path.starts_with("/api/v1/teams/") && (path.ends_with("/imports") || path.ends_with("/me/avatar"))
}

/// True when the one `Origin` header is this site.
fn is_own(headers: &HeaderMap, public_url: &str, others: &[String], only_public: bool) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let (Some(origin), None) = (origins.next(), origins.next()) else { return false };
    let Ok(origin) = origin.to_str() else { return false };
    if origin == origin_of(public_url) || others.iter().any(|o| o == origin) {
        return true;
    }
    if only_public {
        return false;
    }
    // Without --public-url the server is reached under whatever name the person typed.
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    host.is_some_and(|host| !host.is_empty() && origin.strip_prefix("http://") == Some(host))
}

/// `https://example.org` of `https://example.org/team/`.
pub fn origin_of(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(start..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| start + at);
    url.get(..end).unwrap_or(url)
}

/// True when the body is declared as JSON, or there is neither a body nor a type.
fn is_json(headers: &HeaderMap) -> bool {
    match headers.get(header::CONTENT_TYPE) {
        Some(_) => is_type(headers, &["application/json"]),
        None => {
            let empty = headers.get(header::CONTENT_LENGTH).is_none_or(|n| n.as_bytes() == b"0");
            empty && !headers.contains_key(header::TRANSFER_ENCODING)
        }
    }
}

/// True when the body is declared as one of these.
fn is_type(headers: &HeaderMap, types: &[&str]) -> bool {
    let kind =
        headers.get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok()).and_then(|k| k.split(';').next());
    kind.is_some_and(|kind| types.iter().any(|t| kind.trim().eq_ignore_ascii_case(t)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn s2_only_the_own_origin_passes() {
        let public = "https://team.example/app";
        let own = |pairs: &[_]| is_own(&headers(pairs), public, &[], true);
        assert!(own(&[("origin", "https://team.example")]));
        for origin in
            ["null", "", "https://team.example.evil", "http://team.example", "https://team.example:8443"]
        {
            assert!(!own(&[("origin", origin)]), "{origin}");
        }
        assert!(!own(&[]));
        assert!(!own(&[("origin", "https://team.example"), ("origin", "https://evil.example")]));
        assert!(!own(&[("origin", "http://evil"), ("host", "evil")]), "a public address was given");
    }

    #[test]
    fn s2_without_a_public_address_the_host_counts() {
        let own = |pairs: &[_]| is_own(&headers(pairs), "http://127.0.0.1:8080", &[], false);
        assert!(own(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
        assert!(!own(&[("origin", "http://evil:8080"), ("host", "localhost:8080")]));
        assert!(!own(&[("origin", "http://"), ("host", "")]));
    }

    #[test]
    fn s2_only_what_takes_keys_is_for_programs_and_only_imports_and_pictures_are_files() {
        assert!(is_for_programs("/api/v1/intake") && is_for_programs("/api/v1/intake/x/activity"));
        assert!(
            is_for_programs("/api/v1/widget-tokens")
                && is_for_programs("/api/v1/teams/t/members/by-reference/x")
        );
        assert!(
            !is_for_programs("/api/v1/teams/members/by-reference/x")
                && !is_for_programs("/api/v1/widget-tokens/x")
        );
        assert!(!is_for_programs("/api/v1/intakes") && !is_for_programs("/api/v1/teams/t/intake"));
        assert!(is_upload("/api/v1/teams/t/work/contact/imports") && !is_upload("/api/v1/me/imports"));
        assert!(is_upload("/api/v1/teams/t/me/avatar") && !is_upload("/api/v1/teams/t/members/m/avatar"));
        assert!(is_type(&headers(&[("content-type", "Text/CSV; charset=utf-8")]), &FILES));
        assert!(!is_type(&headers(&[("content-type", "text/plain")]), &FILES));
    }

    #[test]
    fn s2_a_page_that_is_worked_on_comes_from_where_it_was_said_and_from_nowhere_else() {
        let others = ["http://localhost:8081".to_owned(), "http://localhost:8082".to_owned()];
        let own = |origin| is_own(&headers(&[("origin", origin)]), "https://team.example", &others, true);
        assert!(own("http://localhost:8081") && own("http://localhost:8082"));
        assert!(!own("http://localhost:8083"));
    }

    #[test]
    fn an_origin_ends_where_the_path_begins() {
        for url in ["https://a.b", "https://a.b/", "https://a.b/c/d", "https://a.b/c?u=https://x/y"] {
            assert_eq!(origin_of(url), "https://a.b", "{url}");
        }
        assert_eq!(origin_of("http://[::1]:8080/x"), "http://[::1]:8080");
        assert_eq!(origin_of("a.b/c"), "a.b");
    }

    #[test]
    fn s2_only_json_passes() {
        assert!(is_json(&headers(&[("content-type", "application/json; charset=utf-8")])));
        assert!(is_json(&headers(&[])));
        assert!(is_json(&headers(&[("content-length", "0")])));
        assert!(!is_json(&headers(&[("content-type", "text/plain")])));
        assert!(!is_json(&headers(&[("content-length", "2")])));
        assert!(!is_json(&headers(&[("transfer-encoding", "chunked")])));
    }
}
