//! index.html as released, from the one that trunk reads.

use crate::Res;

/// File names below assets/.
pub struct Names {
    pub js: String,
    pub css: String,
    pub wasm: String,
    /// Lines of the head that announce languages.
    pub languages: String,
}

/// The style sheets that the page lists for trunk, in their order.
pub fn style_sheets(source: &str) -> Res<Vec<String>> {
    let found: Vec<String> =
        source.lines().filter(|l| is(l, "css")).filter_map(|l| attribute(l, "href")).collect();
    if found.is_empty() {
        return Err(
            "List the style sheets in index.html: <link data-trunk rel=\"css\" href=\"style/…\">.".into()
        );
    }
    Ok(found)
}

/// The page without trunk's lines, and with ours at the place of the `rel="rust"` one.
pub fn html(source: &str, names: &Names) -> Res<String> {
    if source.contains("<script") || source.contains("<style") || source.contains(" style=") {
        return Err(
            "Take inline scripts and styles out of index.html: the content security policy forbids them."
                .into(),
        );
    }
    let mut out = String::new();
    let mut placed = false;
    for line in without_comments(source).lines().filter(|l| !l.trim().is_empty()) {
        if is(line, "rust") {
            placed = true;
            out.push_str(&links(names));
        } else if !line.contains("data-trunk") {
            out.push_str(line);
            out.push('\n');
        }
    }
    if placed {
        Ok(out)
    } else {
        Err("Keep the line <link data-trunk rel=\"rust\" …> in index.html.".into())
    }
}

fn without_comments(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out + rest
}

/// `crossorigin` on the preload: wasm is fetched with the mode `cors`, and another mode would load it twice.
fn links(names: &Names) -> String {
    let Names { js, css, wasm, languages } = names;
    format!(
        "  <link rel=\"stylesheet\" href=\"/assets/{css}\">\n\
         \x20 <link rel=\"modulepreload\" href=\"/assets/{js}\">\n\
         \x20 <link rel=\"preload\" href=\"/assets/{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
         {languages}\
         \x20 <script type=\"module\" src=\"/assets/{js}\"></script>\n"
    )
}

/// What `glue` has made, started by itself.
pub fn script(glue: &str, wasm: &str) -> String {
    format!(
        "const gone = 0;\n\
         const fetched = (name) => WebAssembly.compileStreaming(fetch(new URL(\"./\" + name + \".wasm\", import.meta.url)));\n\
         {glue}\n\
         fetched({:?}).then(begin).then(() => document.getElementById(\"boot\")?.remove(), (error) => {{\n\
         console.error(error);\n\
         document.getElementById(\"boot\")?.setAttribute(\"data-failed\", \"\");\n}});\n",
        wasm.trim_end_matches(".wasm")
    )
}

fn is(line: &str, rel: &str) -> bool {
    line.contains("data-trunk") && attribute(line, "rel").as_deref() == Some(rel)
}

fn attribute(line: &str, name: &str) -> Option<String> {
    let rest = line.split_once(&format!("{name}=\""))?.1;
    Some(rest.split_once('"')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "<head>\n<!-- why\n -->\n<link data-trunk rel=\"css\" href=\"style/a.css\">\n\
        <link data-trunk rel=\"rust\" href=\"app/Cargo.toml\">\n</head>\n";

    fn names() -> Names {
        Names { js: "a.js".into(), css: "a.css".into(), wasm: "a.wasm".into(), languages: String::new() }
    }

    #[test]
    fn trunk_lines_become_links() {
        let page = html(SOURCE, &names()).unwrap();
        assert_eq!(style_sheets(SOURCE).unwrap(), ["style/a.css"]);
        assert!(!page.contains("data-trunk") && !page.contains("why"));
        assert!(page.contains("src=\"/assets/a.js\""));
    }

    #[test]
    fn inline_script_is_refused() {
        assert!(html("<script>alert(1)</script>", &names()).is_err());
    }

    #[test]
    fn script_starts_itself() {
        assert!(
            script("async function begin() {}", "app-12.wasm").contains("fetched(\"app-12\").then(begin)")
        );
    }
}
