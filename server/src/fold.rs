//! Names as they are searched and ordered: lower case, without accents, single spaces.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds a name or a search: `Ångström  Ünal` becomes `angstrom unal`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            // Most words: nothing to take apart.
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            continue;
        }
        // Lower case first and again after: some capitals decompose only as capitals.
        out.extend(
            word.to_lowercase()
                .nfkd()
                .filter(|c| !is_combining_mark(*c))
                .flat_map(char::to_lowercase)
                .map(shared::letters::plain),
        );
    }
    out
}

/// The words of a search. At most eight: more narrow nothing that anybody types.
pub fn words(search: &str) -> Vec<String> {
    fold(search).split(' ').filter(|w| !w.is_empty()).take(8).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_spaces_are_folded() {
        assert_eq!(fold("  Ångström\tÜNAL "), "angstrom unal");
        assert_eq!(fold("Işıl Łukasz"), "isil lukasz");
        assert_eq!(fold("İpek"), "ipek");
        assert_eq!(words(" a  B "), ["a", "b"]);
        assert!(words("   ").is_empty());
    }
}
