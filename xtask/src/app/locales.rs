//! Languages: a file each for the page, named by its content and announced in the page's head.

use crate::{Res, sh};
use shared::locale::Locale;
use std::path::Path;

/// The page's English, for the order of its words.
#[path = "../../../app/src/words/en.rs"]
#[allow(dead_code, clippy::all)]
mod en;

/// The files of shared/locales in the order of their names.
pub fn all(root: &Path) -> Res<Vec<Locale>> {
    let mut found = Vec::new();
    for file in sh::files(&root.join("shared/locales")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            let locale = Locale::read(&name, &sh::read_text(&file)?);
            found.push(locale.map_err(|e| format!("Mend shared/locales: {e}."))?);
        }
    }
    found.sort_by(|a, b| a.language.cmp(&b.language));
    Ok(found)
}

/// Writes each below `assets`, and returns the lines that announce them.
pub fn write(locales: &[Locale], assets: &Path) -> Res<String> {
    let mut lines = String::new();
    for l in locales {
        lines.push_str(&line(l, &file(l, assets)?));
    }
    Ok(lines)
}

/// Writes one below `assets`, and returns its name.
pub fn file(l: &Locale, assets: &Path) -> Res<String> {
    let json = l.for_page(en::NAMES).ok_or("Look at shared/src/locale.rs: a language cannot be written.")?;
    let name = format!("{}-{}.json", l.language, sh::hash([json.as_bytes()]));
    sh::write(&assets.join(&name), json.as_bytes())?;
    Ok(name)
}

/// app/src/language.rs reads it.
fn line(l: &Locale, file: &str) -> String {
    let title = l.name.replace('&', "&amp;").replace('"', "&quot;");
    let dir = if l.right_to_left { " dir=\"rtl\"" } else { "" };
    let tag = &l.language;
    format!(
        "  <link rel=\"alternate\" type=\"application/json\" hreflang=\"{tag}\"{dir} title=\"{title}\" href=\"/assets/{file}\">\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "language = \"ar-XB\"\nname = \"\\\"Pseudo\\\" & co\"\nright_to_left = true\n[page]\nClose = \"esolC\"\n[profile]\n[mail]\n";

    #[test]
    fn jl10_a_third_language_is_one_file_more() {
        let root = std::env::temp_dir().join(format!("rolecall-locales-{}", std::process::id()));
        let file = root.join("shared/locales/ar-XB.toml");
        sh::write(&file, SMALL.as_bytes()).unwrap();
        let found = all(&root).unwrap();
        let lines = write(&found, &root.join("assets")).unwrap();
        let name = lines.split("/assets/").nth(1).and_then(|l| l.split('"').next()).unwrap();
        let json = sh::read_text(&root.join("assets").join(name)).unwrap();
        std::fs::remove_dir_all(&root).unwrap();
        assert!(
            lines.contains("hreflang=\"ar-XB\" dir=\"rtl\" title=\"&quot;Pseudo&quot; &amp; co\""),
            "{lines}"
        );
        // Its words stand where the page looks for them; what it does not say is left to English.
        let at = en::NAMES.iter().position(|n| *n == "Close").unwrap();
        let words = json.split("\"words\":[").nth(1).and_then(|w| w.split(']').next()).unwrap();
        let words: Vec<&str> = words.split(',').collect();
        assert_eq!((words.len(), words[at]), (en::NAMES.len(), "\"esolC\""));
        assert!(words.iter().enumerate().all(|(i, w)| i == at || *w == "\"\""));
    }

    #[test]
    fn jl10_every_language_of_this_tree_can_be_read() {
        let found = all(&sh::root()).unwrap();
        assert!(found.iter().any(|l| l.language == "tr"));
    }
}
