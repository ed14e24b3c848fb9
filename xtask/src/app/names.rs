//! Short names between the module and its script. wasm-bindgen's are long and end in a hash, which nothing compresses, and each
//! stands in both files.

use crate::Res;
use std::collections::HashMap;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};

/// Both files with each such name made short in them.
pub fn shorten(wasm: &[u8], js: &str) -> Res<(Vec<u8>, String)> {
    let broken = |e: &dyn std::fmt::Display| {
        format!("Look at xtask/src/app/names.rs: it cannot read the module ({e}).")
    };
    let mut short = Short::default();
    for section in wasmparser::Parser::new(0).parse_all(wasm) {
        match section.map_err(|e| broken(&e))? {
            wasmparser::Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    short.take(import.map_err(|e| broken(&e))?.name);
                }
            }
            wasmparser::Payload::ExportSection(exports) => {
                for export in exports {
                    short.take(export.map_err(|e| broken(&e))?.name);
                }
            }
            _ => {}
        }
    }
    let mut module = Module::new();
    short.parse_core_module(&mut module, wasmparser::Parser::new(0), wasm).map_err(|e| broken(&e))?;
    Ok((module.finish(), short.script(js)))
}

/// What is long, and what stands for it.
#[derive(Default)]
struct Short(HashMap<String, String>);

impl Short {
    /// The names that only wasm-bindgen's two files know; those of the splitter's loaders stay.
    fn take(&mut self, name: &str) {
        if name.starts_with("__wbg_") || name.starts_with("wasm_bindgen_") {
            let next = format!("${}", self.0.len());
            self.0.entry(name.to_owned()).or_insert(next);
        }
    }

    fn of<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    fn script(&self, js: &str) -> String {
        let mut out = String::with_capacity(js.len());
        let mut rest = js;
        while let Some(start) = rest.find(is_word) {
            let (before, word) = rest.split_at(start);
            let (word, after) = word.split_at(word.find(|c| !is_word(c)).unwrap_or(word.len()));
            out.push_str(before);
            out.push_str(self.of(word));
            rest = after;
        }
        out + rest
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

impl Reencode for Short {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        to: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let ty = self.entity_type(import.ty)?;
            to.import(import.module, self.of(import.name), ty);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        to: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let kind = self.export_kind(export.kind)?;
        let index = self.external_index(export.kind, export.index)?;
        to.export(self.of(export.name), kind, index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, TypeSection};

    #[test]
    fn both_files_get_the_same_short_names() {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("./a_bg.js", "__wbg_now_463ac581d2fc7ea3", EntityType::Function(0));
        imports.import("./parts.js", "__wasm_split_load_work", EntityType::Function(0));
        let mut exports = ExportSection::new();
        exports.export("wasm_bindgen_33__invoke", wasm_encoder::ExportKind::Func, 0);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&exports);
        let js = "{ __wbg_now_463ac581d2fc7ea3: now, __wbg_now_463ac581d2fc7ea31: no, __wasm_split_load_work }; wasm.wasm_bindgen_33__invoke()";
        let (wasm, js) = shorten(&module.finish(), js).unwrap();
        assert_eq!(js, "{ $0: now, __wbg_now_463ac581d2fc7ea31: no, __wasm_split_load_work }; wasm.$1()");
        let names = String::from_utf8_lossy(&wasm);
        assert!(names.contains("$0") && names.contains("$1") && !names.contains("__wbg_"), "{names:?}");
        assert!(names.contains("__wasm_split_load_work"));
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(shorten(b"\0asm", "").is_err());
    }
}
