//! Every word that the page says by itself, keyed by id; the product's own words come from its profile.
//!
//! One table per language in the order of [`W`], so a missing translation does not compile.

mod en;

pub use en::W;

use js_sys::JsString;

/// BCP 47 tag of the language that is shown.
pub fn lang() -> &'static str {
    "en"
}

/// The text of an id.
pub fn t(id: W) -> &'static str {
    en::TEXT.get(id as usize).copied().unwrap_or_default()
}

/// The text of an id with `{name}` and the like filled in.
pub fn fill(id: W, values: &[(&str, &str)]) -> String {
    fill_in(t(id), values)
}

/// Fills `{key}` places of any template, in one pass: what is filled in is never read as a template again.
pub fn fill_in(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((key, tail)) => {
                match values.iter().find(|(k, _)| *k == key) {
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

/// In small letters, by the browser's own tables: Rust's would be downloaded.
pub fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// In capitals, by the browser's own tables.
pub fn upper(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}

/// As the server's search compares: in small letters, without accents. By the browser's own tables.
pub fn fold(text: &str) -> String {
    let parts: String = JsString::from(lower(text)).normalize("NFKD").into();
    parts.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(plain).collect()
}

/// Letters that have no decomposition but that people type without their strokes and dots.
fn plain(c: char) -> char {
    match c {
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        c => c,
    }
}

/// One or several, with `{n}` filled in. English rules; a language with more forms picks from its own table.
pub fn count(n: u32, one: W, many: W) -> String {
    fill(if n == 1 { one } else { many }, &[("n", &number(n))])
}

/// A number with its thousands grouped as the language does.
pub fn number(n: u32) -> String {
    js_sys::Number::from(n).to_locale_string(lang()).into()
}
