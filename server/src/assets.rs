//! The page, embedded in the binary in release builds and read from `dist/` in debug builds.

use crate::error::{NO_SUCH_METHOD, NOT_FOUND, Refusal};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../dist"]
struct Dist;

const INDEX: &str = "index.html";
/// The files of the widget.
const WIDGET: &str = "widget/";
const MISSING: &str = "app not built: cargo xtask run\n";

/// Everything that is no endpoint: the page's files, and the page itself for its own paths.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") || path.starts_with("dev/") {
        return Refusal::from(NOT_FOUND).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return Refusal::from(NO_SUCH_METHOD).into_response();
    }
    // A file that is missing is missing; a path of the page is the page.
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let hidden = path.ends_with(".br") || path.ends_with(".gz");
    match (is_file, find(path, &headers)) {
        (true, Some(found)) if !hidden => file(path, found),
        (true, _) => Refusal::from(NOT_FOUND).into_response(),
        (false, _) => match find(INDEX, &headers) {
            Some(found) => file(INDEX, found),
            None => (StatusCode::SERVICE_UNAVAILABLE, MISSING).into_response(),
        },
    }
}

/// The file in the smallest form that the browser takes.
fn find(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    for (coding, tail) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(headers, coding)
            && let Some(file) = Dist::get(&format!("{path}{tail}"))
        {
            return Some((file, Some(coding)));
        }
    }
    Dist::get(path).map(|file| (file, None))
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
            named && !pieces.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

fn file(path: &str, (file, coding): (EmbeddedFile, Option<&'static str>)) -> Response {
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    mark(path, headers);
    response
}

/// Who may load it, and how long it is kept.
fn mark(path: &str, headers: &mut HeaderMap) {
    // A host's page loads the widget from here, and its module's parts with CORS: they are the same for everybody.
    if path.starts_with(WIDGET) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        let anywhere = HeaderValue::from_static("cross-origin");
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
    }
    let keep = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
}

/// The build puts a hash into the names of files whose content never changes under that name: `app-0f3a9c21d4e5b687.js`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    stem.split(['-', '_']).any(|p| {
        p.len() >= 8 && p.bytes().all(|b| b.is_ascii_hexdigit()) && p.bytes().any(|b| b.is_ascii_digit())
    })
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_files_are_kept_for_ever_and_the_page_is_not() {
        assert!(is_hashed("app-0f3a9c21d4e5b687.js"));
        assert!(is_hashed("app-0f3a9c21d4e5b687_bg.wasm"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("feedface.txt"));
    }

    #[test]
    fn s3_the_widgets_files_are_for_every_page_and_no_others() {
        let answer = |path: &str| {
            let mut headers = HeaderMap::new();
            mark(path, &mut headers);
            headers
        };
        let widget = answer("widget/team-settings-0f3a9c21.js");
        assert_eq!(widget["access-control-allow-origin"], "*");
        assert_eq!(widget["cross-origin-resource-policy"], "cross-origin");
        assert_eq!(widget["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(answer("widget/team-settings.js")["cache-control"], "no-cache");
        for own in ["index.html", "app-0f3a9c21.js", "widgets/x.js"] {
            assert!(!answer(own).contains_key("access-control-allow-origin"), "{own}");
        }
    }

    #[test]
    fn refused_codings_are_not_used() {
        let mut h = HeaderMap::new();
        h.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br;q=0"));
        assert!(accepts(&h, "gzip") && !accepts(&h, "br"));
    }
}
