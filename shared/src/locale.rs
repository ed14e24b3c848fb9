//! A language: one file in `shared/locales`, named like its tag (`tr.toml`). English needs none: it stands in the code and in
//! the profiles.
//!
//! The build makes a file of it that the page fetches when the language is used; the server reads the mails' part.

use crate::profile::{self, Profile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What may stand for a text that depends on a number: the categories of Unicode's plural rules, and `alone`, which is the
/// same word where no number stands before it.
const FORMS: [&str; 7] = ["alone", "zero", "one", "two", "few", "many", "other"];

/// A translated text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// The same for every number.
    Plain(String),
    /// By plural category. `other` is always there.
    Forms(BTreeMap<String, String>),
}

impl Text {
    /// As it stands without a number.
    pub fn alone(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Forms(forms) => {
                forms.get("alone").or_else(|| forms.get("other")).map_or("", String::as_str)
            }
        }
    }

    /// All that people may get to read of it.
    pub fn every(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Forms(forms) => forms.values().map(String::as_str).collect(),
        }
    }
}

/// English text → translation.
pub type Table = BTreeMap<String, Text>;

/// A language's file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locale {
    /// BCP 47 tag: `tr`.
    pub language: String,
    /// The language's name in itself: `Türkçe`.
    pub name: String,
    /// It is written from right to left.
    #[serde(default)]
    pub right_to_left: bool,
    /// The page's own words, by the names that they have in `app/src/words/en.rs`.
    pub page: Table,
    /// What the built-in profiles say, by the English text.
    pub profile: Table,
    /// The same for one product alone, where its word means something else there: `[products.jetlink]`.
    #[serde(default)]
    pub products: BTreeMap<String, Table>,
    /// What the audit log names by an id: actions, codes of denials, `on` and `off`.
    #[serde(default)]
    pub log: BTreeMap<String, String>,
    /// What mails say, by the names that they have in `server/src/mail/words.rs`.
    pub mail: BTreeMap<String, String>,
}

impl Locale {
    /// Reads a file. `file`: its name, for the sentence that says what is wrong.
    ///
    /// # Errors
    /// What is wrong, in a sentence that says where.
    pub fn read(file: &str, text: &str) -> Result<Self, String> {
        let locale: Self = toml::from_str(text).map_err(|e| format!("{file}: {e}"))?;
        if locale.language.is_empty() || file != [&locale.language, ".toml"].concat() {
            return Err(format!("{file}: the file is named by its `language`: {}.toml", locale.language));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !locale.language.chars().all(plain) {
            return Err(format!("{file}: `language` is a tag like `tr` or `pt-BR`"));
        }
        let tables = locale.products.values().chain([&locale.page, &locale.profile]);
        for (key, text) in tables.flatten() {
            if let Text::Forms(forms) = text {
                if let Some(odd) = forms.keys().find(|k| !FORMS.contains(&k.as_str())) {
                    return Err(format!(
                        "{file}: {key:?} has a form {odd:?}; there are {}",
                        FORMS.join(", ")
                    ));
                }
                if !forms.contains_key("other") {
                    return Err(format!("{file}: {key:?} needs the form \"other\""));
                }
            }
        }
        Ok(locale)
    }

    /// A profile's text in this language; itself where there is no translation.
    pub fn say<'a>(&'a self, product: &str, text: &'a str) -> &'a str {
        let own = self.products.get(product).and_then(|table| table.get(text));
        own.or_else(|| self.profile.get(text)).map_or(text, Text::alone)
    }

    /// What the page fetches. `keys`: the names of its words in their order; what is missing is the empty text, for which the
    /// page shows English.
    pub fn for_page(&self, keys: &[&str]) -> Option<String> {
        /// `words`: by position. `texts`: by the English text, `product/text` before it. `counted`: forms after a number, by
        /// the translated text. `log`: by the id.
        #[derive(Serialize)]
        struct Page<'a> {
            words: Vec<&'a Text>,
            texts: BTreeMap<String, &'a str>,
            counted: BTreeMap<&'a str, &'a BTreeMap<String, String>>,
            log: &'a BTreeMap<String, String>,
        }
        let none = Text::Plain(String::new());
        let words = keys.iter().map(|k| self.page.get(*k).unwrap_or(&none)).collect();
        let mut texts = BTreeMap::new();
        let mut counted = BTreeMap::new();
        let shared = self.profile.iter().map(|(key, text)| (key.clone(), text));
        let own = self.products.iter();
        let own =
            own.flat_map(|(id, table)| table.iter().map(move |(key, text)| ([id, "/", key].concat(), text)));
        for (key, text) in shared.chain(own) {
            texts.insert(key, text.alone());
            if let Text::Forms(forms) = text {
                counted.insert(text.alone(), forms);
            }
        }
        serde_json::to_string(&Page { words, texts, counted, log: &self.log }).ok()
    }
}

/// Every English text of a profile that needs a translation, each once.
pub fn texts_of(profile: &Profile) -> Vec<String> {
    let mut all = Vec::new();
    profile::each_value(profile, &mut |value| all.push(value.to_owned()));
    profile::each_text(&mut profile.clone(), &mut |text| all.push(text.clone()));
    all.retain(|text| !text.is_empty());
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(more: &str) -> String {
        format!(
            "language = \"xx\"\nname = \"X\"\n[page]\nA = \"a\"\nN = {{ few = \"{{n}} f\", other = \"{{n}} o\" }}\n{more}\n[profile]\n\
             Calls = {{ alone = \"Anrufe\", other = \"Anrufen\" }}\n[products.p]\nCalls = \"Rufe\"\n[mail]\n"
        )
    }

    #[test]
    fn jl10_a_language_is_one_file() {
        let xx = Locale::read("xx.toml", &file("")).unwrap();
        assert_eq!(
            (xx.say("q", "Calls"), xx.say("p", "Calls"), xx.say("p", "Else")),
            ("Anrufe", "Rufe", "Else")
        );
        let page = xx.for_page(&["N", "Gone", "A"]).unwrap();
        assert!(page.starts_with(r#"{"words":[{"few":"{n} f","other":"{n} o"},"","a"],"#), "{page}");
        assert!(page.contains(r#""p/Calls":"Rufe""#) && page.contains(r#""counted":{"Anrufe":{"#), "{page}");
    }

    #[test]
    fn jl10_a_faulty_file_says_where() {
        let says = |name: &str, text: &str| Locale::read(name, text).unwrap_err();
        assert!(says("yy.toml", &file("")).contains("xx.toml"));
        assert!(says("xx.toml", &file("P = { one = \"1\" }")).contains("\"P\" needs the form \"other\""));
        assert!(says("xx.toml", &file("P = { lots = \"1\", other = \"2\" }")).contains("\"lots\""));
        assert!(says("xx.toml", "language = \"xx\"").contains("xx.toml"));
    }
}
