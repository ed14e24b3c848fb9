//! The languages besides English: files of `shared/locales`, embedded in release builds and read from there in debug builds.

use axum::http::{HeaderMap, header};
use rust_embed::RustEmbed;
use shared::locale::Locale;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../shared/locales"]
struct Files;

static ALL: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let read = |name: &str| {
        let text = Files::get(name)?.data;
        match Locale::read(name, &String::from_utf8_lossy(&text)) {
            Ok(locale) => Some(locale),
            Err(reason) => {
                tracing::error!(reason, "a language cannot be read and is left out");
                None
            }
        }
    };
    Files::iter().filter(|name| name.ends_with(".toml")).filter_map(|name| read(&name)).collect()
});

/// The language of a tag; none for English and for one that is not here.
pub fn of(tag: &str) -> Option<&'static Locale> {
    ALL.iter().find(|l| l.language == tag)
}

/// The first language of a request that the program speaks: its browser's, or what the page shows.
pub fn accepted(headers: &HeaderMap) -> Option<String> {
    let wishes = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    // Browsers list them in order; the weights only repeat it.
    let tags = wishes.split(',').map(|wish| wish.split(';').next().unwrap_or_default().trim());
    let short = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    tags.take(9).flat_map(|tag| [tag.to_owned(), short(tag)]).find(|tag| is_known(tag))
}

/// True for a language that the program speaks.
pub fn is_known(tag: &str) -> bool {
    tag == "en" || of(tag).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn jl10_a_request_is_answered_in_its_first_language_that_there_is() {
        let of = |wishes: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(wishes));
            accepted(&headers)
        };
        assert_eq!(of("tr-TR,tr;q=0.9,en-US;q=0.8").as_deref(), Some("tr"));
        assert_eq!(of("tlh, EN-gb;q=0.5").as_deref(), Some("en"));
        assert_eq!(of("tlh"), None);
        assert_eq!(accepted(&HeaderMap::new()), None);
    }
}
