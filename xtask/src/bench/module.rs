//! Just enough of the WebAssembly binary format to say how large the parts are.

use crate::binary::{Reader, walk};
use std::collections::HashMap;

const NAMES: [&str; 14] = [
    "custom",
    "type",
    "import",
    "function",
    "table",
    "memory",
    "global",
    "export",
    "start",
    "element",
    "code",
    "data",
    "data count",
    "tag",
];

/// Each section with its bytes, largest first.
pub fn sections(module: &[u8]) -> Option<Vec<(String, usize)>> {
    let mut found = Vec::new();
    walk(module, |id, body| {
        let name = match id {
            0 => format!("custom {}", Reader(body).text()?),
            _ => (*NAMES.get(usize::from(id)).unwrap_or(&"unknown")).to_owned(),
        };
        found.push((name, body.len()));
        Some(())
    })?;
    found.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Some(found)
}

/// Bytes of code by crate, largest first; functions without a name count as `?`.
pub fn crates(module: &[u8]) -> Option<Vec<(String, usize)>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut names: HashMap<usize, &str> = HashMap::new();
    walk(module, |id, body| match id {
        2 => {
            imported = imported_functions(body)?;
            Some(())
        }
        10 => {
            let mut r = Reader(body);
            for _ in 0..r.number()? {
                let len = r.number()?;
                r.take(len)?;
                bodies.push(len);
            }
            Some(())
        }
        0 => function_names(body, &mut names),
        _ => Some(()),
    })?;
    let mut by_crate: HashMap<String, usize> = HashMap::new();
    for (i, len) in bodies.iter().enumerate() {
        let name = names.get(&(imported + i)).copied().unwrap_or("?");
        *by_crate.entry(crate_of(name)).or_default() += len;
    }
    let mut sorted: Vec<_> = by_crate.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Some(sorted)
}

/// wasm-bindgen's modules import functions only, apart from memory in threaded ones, which this is not.
fn imported_functions(body: &[u8]) -> Option<usize> {
    let mut r = Reader(body);
    let count = r.number()?;
    let mut functions = 0;
    for _ in 0..count {
        r.text()?;
        r.text()?;
        if r.byte()? != 0 {
            return None;
        }
        r.number()?;
        functions += 1;
    }
    Some(functions)
}

fn function_names<'a>(body: &'a [u8], names: &mut HashMap<usize, &'a str>) -> Option<()> {
    let mut r = Reader(body);
    if r.text()? != "name" {
        return Some(());
    }
    while !r.0.is_empty() {
        let id = r.byte()?;
        let len = r.number()?;
        let mut map = Reader(r.take(len)?);
        if id == 1 {
            for _ in 0..map.number()? {
                let index = map.number()?;
                names.insert(index, map.text()?);
            }
        }
    }
    Some(())
}

/// The first path segment: `<alloc::vec::Vec<T> as …>::drop` is alloc's.
fn crate_of(name: &str) -> String {
    let start = name.trim_start_matches(['<', '&', '*', '[', '(', ' ']);
    let start = ["mut ", "const ", "dyn "].iter().fold(start, |s, word| s.strip_prefix(word).unwrap_or(s));
    let ident: String = start.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    if !start[ident.len()..].starts_with("::") && !start[ident.len()..].starts_with('[') {
        return "without a path".into();
    }
    ident
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_crate() {
        assert_eq!(crate_of("<alloc::vec::Vec<T> as core::ops::Drop>::drop::h0"), "alloc");
        assert_eq!(crate_of("<&mut serde_json::de::X as Y>::z"), "serde_json");
        assert_eq!(crate_of("__wbindgen_malloc"), "without a path");
    }

    #[test]
    fn sections_of_a_small_module() {
        let module = b"\0asm\x01\0\0\0\x01\x02ab\x0a\x01c";
        assert_eq!(sections(module).unwrap(), [("type".to_owned(), 2), ("code".to_owned(), 1)]);
        assert!(sections(b"\0asm").is_none());
        assert!(sections(b"\0asm\x01\0\0\0\x01\x09ab").is_none());
    }
}
