//! Just enough of the WebAssembly binary format to look at a module and to give its imports and exports other names.

/// Reads forward through bytes; `None` at the end of them.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub fn number(&mut self) -> Option<usize> {
        let mut value = 0u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return usize::try_from(value).ok();
            }
        }
        None
    }

    pub fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        let len = self.number()?;
        std::str::from_utf8(self.take(len)?).ok()
    }
}

/// Each section's id and bytes; none when it is no module.
pub fn walk<'a>(module: &'a [u8], mut each: impl FnMut(u8, &'a [u8]) -> Option<()>) -> Option<()> {
    let mut r = Reader(module.strip_prefix(b"\0asm\x01\0\0\0")?);
    while !r.0.is_empty() {
        let id = r.byte()?;
        let len = r.number()?;
        each(id, r.take(len)?)?;
    }
    Some(())
}

/// A number as the format writes it.
pub fn put_number(out: &mut Vec<u8>, mut n: usize) {
    loop {
        let low = (n & 0x7f) as u8;
        n >>= 7;
        if n == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// A function that the module asks for.
pub struct Import<'a> {
    pub module: &'a str,
    pub name: &'a str,
    /// Which type it has.
    kind: usize,
}

const FUNCTION: u8 = 0;

fn imports(body: &[u8]) -> Option<Vec<Import<'_>>> {
    let mut r = Reader(body);
    let count = r.number()?;
    (0..count)
        .map(|_| {
            let (module, name) = (r.text()?, r.text()?);
            // Modules of wasm-bindgen import functions only, apart from memory in threaded ones, which this is not.
            (r.byte()? == FUNCTION).then_some(())?;
            Some(Import { module, name, kind: r.number()? })
        })
        .collect()
}

/// The module with other names: imports all come from `from`, each under the name that `import` gives it; `export` names what
/// is exported. None when it cannot be read.
pub fn renamed(
    module: &[u8],
    from: &str,
    mut import: impl FnMut(&Import<'_>) -> String,
    mut export: impl FnMut(&str) -> String,
) -> Option<Vec<u8>> {
    let mut out = module.get(..8)?.to_vec();
    walk(module, |id, body| {
        let mut section = Vec::with_capacity(body.len());
        match id {
            2 => {
                let all = imports(body)?;
                put_number(&mut section, all.len());
                for i in &all {
                    put_text(&mut section, from);
                    put_text(&mut section, &import(i));
                    section.push(FUNCTION);
                    put_number(&mut section, i.kind);
                }
            }
            7 => {
                let mut r = Reader(body);
                let count = r.number()?;
                put_number(&mut section, count);
                for _ in 0..count {
                    put_text(&mut section, &export(r.text()?));
                    section.push(r.byte()?);
                    put_number(&mut section, r.number()?);
                }
            }
            _ => section.extend_from_slice(body),
        }
        out.push(id);
        put_number(&mut out, section.len());
        out.append(&mut section);
        Some(())
    })?;
    Some(out)
}

/// A module of nothing but these, each a section that is called by its number.
pub fn sections_of(files: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    for (n, file) in files.iter().enumerate() {
        let name = n.to_string();
        let mut body = Vec::new();
        put_number(&mut body, name.len());
        body.extend_from_slice(name.as_bytes());
        body.extend_from_slice(file);
        out.push(0);
        put_number(&mut out, body.len());
        out.extend_from_slice(&body);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Imports `m.f`, exports it as `g`.
    const SMALL: &[u8] =
        b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01m\x01f\0\0\x07\x05\x01\x01g\0\0";

    #[test]
    fn imports_and_exports_get_other_names() {
        let mut asked = Vec::new();
        let named = renamed(
            SMALL,
            "all",
            |i| {
                asked.push(format!("{}.{}", i.module, i.name));
                "0".repeat(200)
            },
            |e| format!("{e}{e}"),
        );
        let named = named.unwrap();
        assert_eq!(asked, ["m.f"]);
        // What was written is read again, and named back it is what it was.
        let back = renamed(&named, "m", |_| "f".into(), |e| e[..1].to_owned());
        assert_eq!(back.unwrap(), SMALL);
    }

    #[test]
    fn files_lie_in_sections_by_their_numbers() {
        let files = [b"first".to_vec(), vec![7; 300]];
        let mut found = Vec::new();
        walk(&sections_of(&files), |id, body| {
            let mut r = Reader(body);
            found.push((id, r.text()?.to_owned(), r.0.to_vec()));
            Some(())
        })
        .unwrap();
        let [first, second] = files;
        assert_eq!(found, [(0, "0".to_owned(), first), (0, "1".to_owned(), second)]);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(renamed(b"\0asm", "", |_| String::new(), str::to_owned).is_none());
        // A memory is imported.
        let memory = b"\0asm\x01\0\0\0\x02\x08\x01\x01m\x01f\x02\0\x01";
        assert!(renamed(memory, "", |_| String::new(), str::to_owned).is_none());
    }
}
