//! Code splitting: what the page may fetch later leaves the main module.
//!
//! The app marks such functions (`lazy!` in app/src/ui/lazy.rs). `wasm_split_cli_support` reads the linker's relocations
//! and moves whatever only they reach into modules of their own, before wasm-bindgen sees the main one. An app that
//! marks nothing comes out as one module.

use crate::{Res, sh};
use std::path::{Path, PathBuf};

/// Where the main module imports its loaders from; wasm-bindgen turns it into an import of app.js.
const LINK: &str = "./parts.js";

/// What is left of the module, and what is fetched later.
pub struct Parts {
    pub main: PathBuf,
    /// Name and file of each, names without a hash.
    pub later: Vec<Part>,
    /// The loaders: an ES module, or nothing when nothing is fetched later.
    loaders: String,
}

pub struct Part {
    /// The group that `lazy!` names, or `shared-N` for what several groups need.
    pub name: String,
    pub file: PathBuf,
}

impl Part {
    /// How the loaders call it.
    pub fn plain(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Splits `module` into files below `out`.
pub fn split(module: &Path, out: &Path, js: &str) -> Res<Parts> {
    let again = |e: &dyn std::fmt::Display| {
        format!("Look at xtask/src/app/split.rs: the page cannot be split ({e}).")
    };
    sh::mkdir(out)?;
    let bytes = sh::read(module)?;
    let main = out.join("main.wasm");
    let main_module = format!("./{js}");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = out;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = &main_module;
    let done = wasm_split_cli_support::transform(options).map_err(|e| again(&e))?;
    let mut later: Vec<Part> = Vec::new();
    for file in done.split_modules {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = match stem.strip_prefix("split_") {
            Some(group) => group.to_owned(),
            None => stem.replace("chunk_", "shared-"),
        };
        later.push(Part { name, file });
    }
    later.sort_by(|a, b| a.name.cmp(&b.name));
    let loaders = if later.is_empty() { String::new() } else { sh::read_text(&out.join(LINK))? };
    Ok(Parts { main, later, loaders })
}

impl Parts {
    /// wasm-bindgen's module with the loaders in it: one file less to fetch, and no names in a circle.
    /// `hashed` maps each part's plain file name to the released one.
    pub fn inline(&self, js: &str, hashed: &[(String, String)]) -> Res<String> {
        let (kept, names) = without_import(js);
        if self.later.is_empty() {
            return Ok(js.to_owned());
        }
        let mut code = String::new();
        let mut exported = Vec::new();
        for line in self.loaders.lines().filter(|l| !l.starts_with("import ")) {
            match line.strip_prefix("export const ") {
                Some(rest) => {
                    exported.push(rest.split(' ').next().unwrap_or_default());
                    code.push_str("const ");
                    code.push_str(rest);
                }
                None => code.push_str(line),
            }
            code.push('\n');
        }
        for (plain, released) in hashed {
            let quoted = format!("\"./{plain}\"");
            if !code.contains(&quoted) {
                return Err(format!("Look at xtask/src/app/split.rs: the loaders do not name {plain}."));
            }
            code = code.replace(&quoted, &format!("\"./{released}\""));
        }
        if names.is_empty() || exported.is_empty() {
            return Err(
                "Look at xtask/src/app/split.rs: this wasm-bindgen imports the loaders differently.".into()
            );
        }
        let list = exported.join(", ");
        let all: String = names.iter().map(|n| format!("const {n} = parts;\n")).collect();
        Ok(format!("{kept}\nconst parts = (() => {{\n{code}return {{ {list} }};\n}})();\n{all}"))
    }
}

/// Without `import * as X from "./parts.js"`, and each X.
fn without_import(js: &str) -> (String, Vec<&str>) {
    let mut names = Vec::new();
    let mut kept = String::with_capacity(js.len());
    for line in js.lines() {
        let from = line.strip_prefix("import * as ").filter(|l| l.contains(LINK));
        match from.and_then(|l| l.split(' ').next()) {
            Some(name) => names.push(name),
            None => {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    (kept, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        let loaders = "import { initSync } from \"./app.js\";\n\nexport const __wasm_split_load_a = wrap(() => fetch(\"./split_a.wasm\"));\n";
        let later = vec![Part { name: "a".into(), file: "split_a.wasm".into() }];
        Parts { main: PathBuf::new(), later, loaders: loaders.into() }
    }

    const JS: &str = "import * as import1 from \"./parts.js\"\nfunction get() { return import1; }\n";

    #[test]
    fn loaders_come_into_the_module() {
        let hashed = [("split_a.wasm".to_owned(), "a-12.wasm".to_owned())];
        let js = parts().inline(JS, &hashed).unwrap();
        assert!(!js.contains("import ") && !js.contains("export "), "{js}");
        assert!(js.contains("\"./a-12.wasm\"") && js.contains("const import1 = parts;"), "{js}");
    }

    #[test]
    fn a_part_that_no_loader_names_is_an_error() {
        assert!(parts().inline(JS, &[("split_b.wasm".into(), "b.wasm".into())]).is_err());
    }

    #[test]
    fn without_parts_nothing_changes() {
        let whole = Parts { later: Vec::new(), ..parts() };
        assert_eq!(whole.inline("function f() {}", &[]).unwrap(), "function f() {}");
    }
}
