//! The languages besides English: files of `shared/locales`, embedded in release builds and read from there in debug builds.

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

/// True for a language that the program speaks.
pub fn is_known(tag: &str) -> bool {
    tag == "en" || of(tag).is_some()
}
