//! Every word that the page says by itself, keyed by id; the product's own words come from its profile.
//!
//! English is in the code. Another language's words are fetched when the language is used ([`locale`]) and stand in the order
//! of [`W`]; what is missing there is said in English. A test names every key that has no translation.

mod en;
mod locale;

pub use en::W;
pub use locale::{load, log, noun, say, translate};

use js_sys::JsString;

/// BCP 47 tag of the language that is shown.
pub fn lang() -> &'static str {
    locale::shown().map_or("en", |l| l.tag)
}

/// The text of an id.
pub fn t(id: W) -> &'static str {
    let here = locale::shown().and_then(|l| l.words.get(id.at() as usize)).filter(|text| !text.is_empty());
    here.copied().unwrap_or(id.text())
}

/// The text of an id with `{name}` and the like filled in.
pub fn fill(id: W, values: &[(&str, &str)]) -> String {
    fill_in(t(id), values)
}

/// Fills `{key}` places of any template, in one pass: what is filled in is never read as a template again. `{Key}` begins with
/// a capital, for languages whose sentence begins with it.
pub fn fill_in(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((key, tail)) => {
                match values.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)) {
                    Some((_, v)) if key.starts_with(|c: char| c.is_ascii_uppercase()) => {
                        out.push_str(&capital(v))
                    }
                    Some((_, v)) => out.push_str(v),
                    None => {
                        out.push('{');
                        out.push_str(key);
                        out.push('}');
                    }
                }
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(|c| upper(c.encode_utf8(&mut [0; 4]))).unwrap_or_default();
    [first.as_str(), rest.as_str()].concat()
}

/// In small letters, as the shown language writes them: Turkish has an I of its own. By the browser's own tables: Rust's
/// would be downloaded.
pub fn lower(text: &str) -> String {
    JsString::from(text).to_locale_lower_case(Some(lang())).into()
}

/// In capitals, as the shown language writes them.
pub fn upper(text: &str) -> String {
    JsString::from(text).to_locale_upper_case(Some(lang())).into()
}

/// As names are searched, like the server's `fold`: small, without accents, and with one kind of i. By the browser's own
/// tables. Never for addresses.
pub fn fold(text: &str) -> String {
    let parts: String = JsString::from(text).to_lower_case().normalize("NFKD").into();
    parts.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(shared::letters::plain).collect()
}

/// One or several, with `{n}` filled in. A language with more forms than two says them in its file, under the key of `many`.
pub fn count(n: u32, one: W, many: W) -> String {
    let values = [("n", &*number(n))];
    match locale::form(many, n) {
        Some(text) => fill_in(&text, &values),
        None => fill(if n == 1 { one } else { many }, &values),
    }
}

/// A number with its thousands grouped as the language does.
pub fn number(n: u32) -> String {
    js_sys::Number::from(n).to_locale_string(lang()).into()
}

/// A whole number as machines write it: for texts that fill it in, paths and styles. `to_string` would bring the standard
/// library's formatting, which nothing else in the first part needs.
pub fn digits<T: shared::json::Write>(n: T) -> String {
    shared::json::write(&n)
}

/// Several, joined as the language does: "A, B".
pub fn list(all: &[String]) -> String {
    all.join(t(W::Comma))
}
