//! The custom element's folder, dist/widget: one script with a name that stays, and what it fetches, named by content.

use super::{Made, css, locales, minify, page};
use crate::setup::Tools;
use crate::{Res, sh};
use std::fmt::Write;
use std::path::Path;

/// Its binary.
pub const NAME: &str = "widget";
/// Its own style, after the page's.
pub const OWN: &str = "style/components/widget.css";
/// What only the page has, and what comes with the first later part.
const PAGE_ONLY: [&str; 2] = ["/boot.css", "/full.css"];
const LATER: [&str; 5] = ["/form.css", "/dialog.css", "/matrix.css", "/work.css", "/admin.css"];
const SOURCE: &str = "app/src/widget/team-settings.js";

pub fn assemble(tools: &Tools, made: &Made, next: &Path) -> Res {
    let root = sh::root();
    let out = next.join(NAME);
    let (wasm_name, glue) = made.put(&out)?;
    let sheets = page::style_sheets(&sh::read_text(&root.join("index.html"))?)?;
    let mut languages = String::from("[");
    for l in &locales::all(&root)? {
        let file = locales::file(l, &out)?;
        let dir = if l.right_to_left { "rtl" } else { "" };
        let _ = write!(languages, "[{:?},{:?},{dir:?},{file:?}],", l.language, l.name);
    }
    languages.push(']');
    let (first, later): (Vec<String>, Vec<String>) = sheets
        .into_iter()
        .filter(|s| !PAGE_ONLY.iter().any(|p| s.ends_with(p)))
        .partition(|s| !LATER.iter().any(|l| s.ends_with(l)));
    let style = css::some(tools, &[first, vec![OWN.to_owned()]].concat())?;
    let more = css::some(tools, &later)?;
    let more_name = format!("more-{}.css", sh::hash([more.as_bytes()]));
    sh::write(&out.join(&more_name), more.as_bytes())?;
    let js = sh::read_text(&root.join(SOURCE))?;
    let js = fill(&js, "\"@WASM@\"", &format!("{wasm_name:?}"))?;
    let js = fill(&js, "/* @LANGUAGES@ */ []", &languages)?;
    let js = fill(&js, "\"@STYLE@\"", &quoted(&style))?;
    let js = fill(&js, "\"@MORE@\"", &format!("{more_name:?}"))?;
    let js = fill(&js, "/* @GLUE@ */", &inside(&glue))?;
    sh::write(&out.join("team-settings.js"), minify::js(tools, &js)?.as_bytes())
}

/// Copies it into packages/widget, for hosts that take the element from npm and serve it themselves.
pub fn package(dist: &Path) -> Res {
    let to = sh::root().join("packages/widget/dist");
    let _ = std::fs::remove_dir_all(&to);
    let from = dist.join(NAME);
    for file in sh::files(&from) {
        let below = file.strip_prefix(&from).map_err(|e| e.to_string())?;
        // Whoever serves them compresses them.
        if !matches!(below.extension().and_then(|e| e.to_str()), Some("br" | "gz")) {
            sh::write(&to.join(below), &sh::read(&file)?)?;
        }
    }
    Ok(())
}

fn fill(js: &str, mark: &str, with: &str) -> Res<String> {
    match js.split_once(mark) {
        Some((before, after)) => Ok([before, with, after].concat()),
        None => Err(format!("Keep the mark {mark} in {SOURCE}.")),
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${"))
}

/// What `glue` has made as the body of a function: nothing is exported.
fn inside(glue: &str) -> String {
    let lines = glue.lines().map(|l| l.strip_prefix("export ").unwrap_or(l));
    let body = lines.collect::<Vec<_>>().join("\n");
    // Methods that a host's libraries are known to replace: our own stand above the glue.
    body.replace("arg0.closest(", "closest(arg0, ").replace("arg0.matches(", "matches(arg0, ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_becomes_a_function_s_body() {
        let glue = "let wasm;\nexport function start(a) {}\nconst is = (arg0) => arg0.matches(\"a\");\n";
        let body = inside(glue);
        assert!(body.contains("\nfunction start(a) {}") && !body.contains("export"), "{body}");
        assert!(body.contains("=> matches(arg0, \"a\")"), "{body}");
    }

    #[test]
    fn a_style_sheet_stays_what_it_is_between_quotes() {
        assert_eq!(
            quoted("a::before{content:\"\\201c\"}`${x}"),
            "`a::before{content:\"\\\\201c\"}\\`\\${x}`"
        );
    }
}
