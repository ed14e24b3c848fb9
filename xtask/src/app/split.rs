//! Code splitting: what the page may fetch later leaves the main module.
//!
//! The app marks such functions (`app/macros/src/part.rs`). `wasm_split_cli_support` reads the linker's relocations
//! and moves whatever only they reach into modules of their own, before wasm-bindgen sees the main one. An app that
//! marks nothing comes out as one module.

use crate::{Res, sh};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the main module imports its loaders from; `glue` gives it its own instead.
const LINK: &str = "./parts.js";

/// How a loader is called there, before the name of its group.
const LOADER: &str = "__wasm_split_load_";

/// What is left of the module, and what is fetched later.
pub struct Parts {
    pub main: PathBuf,
    /// Name and file of each, names without a hash.
    pub later: Vec<Part>,
    /// What the files of the later parts take from the main module.
    pub shared: Vec<String>,
    /// Which files (plain names) each group needs.
    groups: BTreeMap<String, Vec<String>>,
}

pub struct Part {
    /// The group that `part` names, or `shared-N` for what several groups need.
    pub name: String,
    pub file: PathBuf,
}

impl Part {
    /// What the splitter calls its file.
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
    // A file that came out empty is named nowhere.
    let there: Vec<String> = later.iter().map(Part::plain).collect();
    let groups: BTreeMap<String, Vec<String>> = done
        .prefetch_map
        .into_iter()
        .map(|(group, stems)| {
            let files = stems.into_iter().map(|s| s + ".wasm").filter(|f| there.contains(f));
            (group, files.collect())
        })
        .collect();
    let loaders = sh::read_text(&out.join(LINK))?;
    let shared = shared(&loaders).ok_or_else(|| again(&"it shares differently"))?;
    Ok(Parts { main, later, shared, groups })
}

/// What the splitter's own loaders take from the main module for the others.
fn shared(loaders: &str) -> Option<Vec<String>> {
    let (before, _) = loaders.split_once("} = initSync(")?;
    let (_, names) = before.rsplit_once("const {")?;
    Some(names.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect())
}

impl Parts {
    /// The files that a loader loads; none for what is no loader.
    pub fn files_of(&self, module: &str, name: &str) -> Option<&[String]> {
        let group = name.strip_prefix(LOADER).filter(|_| module == LINK)?;
        self.groups.get(group).map(Vec::as_slice)
    }

    #[cfg(test)]
    pub fn of(groups: &[(&str, &[&str])], shared: &[&str]) -> Self {
        let all = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        let groups = groups.iter().map(|(g, files)| ((*g).to_owned(), all(files))).collect();
        Self { main: PathBuf::new(), later: Vec::new(), shared: all(shared), groups }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loader_is_known_by_its_group() {
        let parts = Parts::of(&[("a", &["split_a.wasm", "chunk_3.wasm"])], &[]);
        assert_eq!(parts.files_of(LINK, "__wasm_split_load_a").unwrap(), ["split_a.wasm", "chunk_3.wasm"]);
        assert!(parts.files_of(LINK, "__wasm_split_load_b").is_none());
        assert!(parts.files_of("./app_bg.js", "__wasm_split_load_a").is_none());
    }

    #[test]
    fn what_is_shared_is_read_from_the_loaders() {
        let loaders = "import { initSync } from \"./app.js\";\n const { memory, __sp,  } = initSync(undefined, undefined);\n";
        assert_eq!(shared(loaders).unwrap(), ["memory", "__sp"]);
        assert!(shared("").is_none());
    }
}
