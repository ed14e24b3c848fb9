//! wasm-bindgen's script and the module that it belongs to, tied together by short names.
//!
//! wasm-bindgen calls each function of the browser by a name with a hash, in the module and in its script. The names compress
//! badly, and there are two hundred. Here the script's functions become a list, and the module imports them by their
//! places in it; two that do the same (`altKey` of a mouse and of a key) have one place. The script's own ways to start (from an
//! address, an answer, bytes) give way to the one that is used (glue.js).

use super::split::Parts;
use crate::Res;
use crate::binary::{Import, renamed};
use std::collections::HashMap;
use std::fmt::Write;

const END: &str = include_str!("glue.js");

/// Module and script as they are released.
pub struct Glued {
    pub wasm: Vec<u8>,
    pub js: String,
}

/// Where a later part's file is found.
pub enum At {
    /// Under a name of its own.
    File(String),
    /// With the other small ones in one file: which of them.
    Small(usize),
}

/// What is fetched later.
pub struct Released {
    /// Each file by its plain name.
    pub files: Vec<(String, At)>,
    /// The name of the one that holds the small ones.
    pub small: String,
}

/// `plain`: wasm-bindgen's own script.
pub fn glue(module: &[u8], plain: &str, parts: &Parts, released: &Released) -> Res<Glued> {
    let script = Script::read(plain).ok_or_else(|| again("writes its script differently"))?;
    let mut list = List { script: &script, parts, released, code: Vec::new(), unknown: None };
    let mut exports = HashMap::new();
    let short = |name: &str| {
        let next = letters(exports.len());
        exports.entry(name.to_owned()).or_insert(next).clone()
    };
    let wasm = renamed(module, "a", |i| list.place(i).to_string(), short);
    let wasm = wasm.ok_or_else(|| again("imports more than functions"))?;
    if let Some(name) = list.unknown {
        return Err(again(&format!("does not say what {name} is")));
    }
    let mut files = String::new();
    for (_, at) in &released.files {
        let _ = match at {
            At::File(name) => write!(files, "{:?},", name.trim_end_matches(".wasm")),
            At::Small(n) => write!(files, "{n},"),
        };
    }
    let mut shared = String::new();
    for name in &parts.shared {
        let _ = write!(shared, "{name}: wasm.{name},");
    }
    let end = fill(END, "\"@FILES@\"", &files)?;
    let end = fill(&end, "\"@SMALL@\"", &format!("{:?}", released.small.trim_end_matches(".wasm")))?;
    let end = fill(&end, "\"@SHARED@\": 0", &shared)?;
    let end = fill(&end, "\"@IMPORTS@\"", &list.code.join(",\n"))?;
    let js = with_exports(&[script.functions.as_str(), &end].concat(), &exports);
    Ok(Glued { wasm, js })
}

fn again(what: &str) -> String {
    format!("Look at xtask/src/app/glue.rs: this wasm-bindgen {what}.")
}

fn fill(js: &str, mark: &str, with: &str) -> Res<String> {
    match js.split_once(mark) {
        Some((before, after)) => Ok([before, with, after].concat()),
        None => Err(format!("Keep the mark {mark} in xtask/src/app/glue.js.")),
    }
}

/// a to z, then aa to zz.
fn letters(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    if n < 26 { letter(n).into() } else { [letter(n / 26 - 1), letter(n)].iter().collect() }
}

/// wasm-bindgen's script, taken apart.
struct Script {
    /// What the module may ask for, by name, as arrow functions.
    imports: HashMap<String, String>,
    /// What it offers and what it needs itself.
    functions: String,
}

impl Script {
    fn read(js: &str) -> Option<Self> {
        let (before, rest) = js.split_once("function __wbg_get_imports() {\n")?;
        let (table, rest) = rest.split_once("\n}\n")?;
        // `glue.js` stands for what comes then.
        let (after, _) = rest.split_once("let wasmModule, wasmInstance, wasm;\n")?;
        let after = without(after, "function handleError(f, args) {\n")?;
        // For browsers older than those that the page is for.
        let after = without(&after, "if (!('encodeInto' in cachedTextEncoder)) {\n").unwrap_or(after);
        let after = after.replace(NO_REGISTRY, "= new FinalizationRegistry");
        let kept = |l: &&str| !l.starts_with("import * as ");
        let functions: Vec<&str> = before.lines().filter(kept).chain(after.lines()).collect();
        let functions = functions.join("\n") + "\n";
        let whole = !functions.lines().any(|l| l.starts_with("import "));
        whole.then_some(Self { imports: imports(table)?, functions })
    }
}

/// Without the function that begins so.
fn without(js: &str, head: &str) -> Option<String> {
    let (before, rest) = js.split_once(head)?;
    let (_, after) = rest.split_once("\n}\n")?;
    Some([before, after].concat())
}

/// The functions of wasm-bindgen's table, each as an arrow function.
fn imports(table: &str) -> Option<HashMap<String, String>> {
    const IN: &str = "        ";
    let (_, entries) = table.split_once("__proto__: null,\n")?;
    let (entries, _) = entries.split_once("\n    };")?;
    let mut found = HashMap::new();
    let mut lines = entries.lines();
    while let Some(head) = lines.next() {
        let (name, head) = head.strip_prefix(IN)?.split_once(": function(")?;
        let (args, last, guarded) = match head.strip_prefix(") { return handleError(function (") {
            Some(inner) => (inner.strip_suffix(") {")?, "}, arguments); },", true),
            None => (head.strip_suffix(") {")?, "},", false),
        };
        let mut code = format!("({args}) => {{\n");
        loop {
            let line = lines.next()?;
            if line.strip_prefix(IN) == Some(last) {
                break;
            }
            // Types, for whoever reads it: two functions are one if they do the same.
            if !line.trim_start().starts_with("//") {
                code.push_str(line);
                code.push('\n');
            }
        }
        code.push('}');
        let code = shorter(&code);
        found.insert(name.to_owned(), if guarded { format!("guarded({code})") } else { code });
    }
    Some(found)
}

const NO_REGISTRY: &str = "= (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry";

/// How a text gets to Rust, written out each time; `give` of glue.js says it once.
const GIVE: &str = "passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            KIND len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
";
/// A question that fails only where the browser does not know the class.
const IS: [&str; 2] = [
    "let result;
            try {
                result = ",
    ";
            } catch (_) {
                result = false;
            }
            const ret = result;
            return ret;
",
];

/// The same in fewer words, where it is one of the usual shapes.
fn shorter(code: &str) -> String {
    let text = code
        .replace(&["const ptr1 = ", &GIVE.replace("KIND", "const")].concat(), "give(arg0, ret);\n")
        .replace(
            &["var ptr1 = isLikeNone(ret) ? 0 : ", &GIVE.replace("KIND", "var")].concat(),
            "give(arg0, ret);\n",
        );
    let [before, after] = IS;
    match text.split_once(before).and_then(|(a, b)| Some((a, b.split_once(after)?))) {
        Some((head, (question, tail))) => [head, "return ", question, ";\n", tail].concat(),
        None => text,
    }
}

/// The list that the module imports from.
struct List<'a> {
    script: &'a Script,
    parts: &'a Parts,
    released: &'a Released,
    code: Vec<String>,
    /// What the module asks for and nobody has.
    unknown: Option<String>,
}

impl List<'_> {
    /// The place of what it asks for.
    fn place(&mut self, import: &Import<'_>) -> usize {
        let code = match self.parts.files_of(import.module, import.name) {
            Some(files) => self.loader(files),
            None => self.script.imports.get(import.name).cloned(),
        };
        let Some(code) = code else {
            self.unknown = Some(import.name.to_owned());
            return 0;
        };
        self.code.iter().position(|c| *c == code).unwrap_or_else(|| {
            self.code.push(code);
            self.code.len() - 1
        })
    }

    /// What loads a part that consists of these files.
    fn loader(&self, files: &[String]) -> Option<String> {
        let place = |f: &String| self.released.files.iter().position(|(plain, _)| plain == f);
        let places: Option<Vec<String>> = files.iter().map(|f| Some(place(f)?.to_string())).collect();
        Some(format!("part({})", places?.join(", ")))
    }
}

/// `wasm.name` by its new name.
fn with_exports(js: &str, exports: &HashMap<String, String>) -> String {
    const OF: &str = "wasm.";
    let part_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let mut out = String::with_capacity(js.len());
    let mut rest = js;
    while let Some(at) = rest.find(OF) {
        let (before, from) = rest.split_at(at);
        let after = from.strip_prefix(OF).unwrap_or(from);
        let end = after.find(|c| !part_of_name(c)).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        let own = !before.ends_with(part_of_name);
        out.push_str(before);
        out.push_str(OF);
        out.push_str(exports.get(name).filter(|_| own).map_or(name, String::as_str));
        rest = tail;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const JS: &str = "import * as import1 from \"./parts.js\"\n\nexport function show() {\n    wasm.show();\n}\n\
        function __wbg_get_imports() {\n    const import0 = {\n        __proto__: null,\n\
        \x20       __wbg_altKey_12: function(arg0) {\n            const ret = arg0.altKey;\n            return ret;\n        },\n\
        \x20       __wbg_altKey_34: function(arg0) {\n            // Of a key.\n            const ret = arg0.altKey;\n            return ret;\n        },\n\
        \x20       __wbg_focus_56: function() { return handleError(function (arg0) {\n            arg0.focus();\n        }, arguments); },\n\
        \x20   };\n    return {\n        \"./app_bg.js\": import0,\n        \"./parts.js\": import1,\n    };\n}\n\
        function handleError(f, args) {\n    try {\n    }\n}\n\nfunction used() { return wasm.__wbindgen_malloc(wasm.show_more); }\n\
        let wasmModule, wasmInstance, wasm;\nfunction initSync() {}\n";

    fn parts() -> Parts {
        Parts::of(&[("forms", &["split_forms.wasm", "chunk_7.wasm"])], &["memory"])
    }

    fn module(imports: &[(&str, &str)]) -> Vec<u8> {
        let text = |t: &str| [&[t.len() as u8], t.as_bytes()].concat();
        let mut body = vec![imports.len() as u8];
        for (m, n) in imports {
            body.extend([text(m), text(n), vec![0, 0]].concat());
        }
        let exports = [vec![2], text("show"), vec![0, 0], text("__wbindgen_malloc"), vec![0, 0]].concat();
        let section = |id: u8, body: Vec<u8>| [vec![id, body.len() as u8], body].concat();
        [b"\0asm\x01\0\0\0".to_vec(), section(2, body), section(7, exports)].concat()
    }

    fn released(chunk: &str) -> Released {
        let forms = ("split_forms.wasm".to_owned(), At::File("forms-cd.wasm".to_owned()));
        Released { files: vec![(chunk.to_owned(), At::Small(0)), forms], small: "small-ab.wasm".into() }
    }

    #[test]
    fn the_module_imports_by_place_and_what_does_the_same_has_one() {
        let bg = "./app_bg.js";
        let asked = [
            (bg, "__wbg_altKey_12"),
            (bg, "__wbg_focus_56"),
            (bg, "__wbg_altKey_34"),
            ("./parts.js", "__wasm_split_load_forms"),
        ];
        let made = glue(&module(&asked), JS, &parts(), &released("chunk_7.wasm")).unwrap();
        let names: Vec<u8> = made.wasm.windows(4).filter(|w| w[..3] == *b"\x01a\x01").map(|w| w[3]).collect();
        assert_eq!(names, b"0102");
        let js = made.js.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            js.contains("(arg0) => { const ret = arg0.altKey; return ret; }, guarded((arg0) => {"),
            "{js}"
        );
        assert!(js.contains("part(1, 0)") && js.contains("[0,\"forms-cd\",]"), "{js}");
        assert!(js.contains("fetched(\"small-ab\")"), "{js}");
        assert!(js.contains("__wasm_split: { memory: wasm.memory, }"), "{js}");
        // Exports by their new names; what only begins alike is something else.
        assert!(
            js.contains("function show() { wasm.a(); }") && js.contains("wasm.b(wasm.show_more)"),
            "{js}"
        );
        assert!(!js.contains("import ") && !js.contains("handleError") && !js.contains("initSync"), "{js}");
    }

    #[test]
    fn what_nobody_has_is_an_error() {
        let error =
            |m: &[u8], js: &str| glue(m, js, &parts(), &released("chunk_7.wasm")).err().unwrap_or_default();
        assert!(error(&module(&[("./app_bg.js", "__wbg_blur_9")]), JS).contains("__wbg_blur_9"));
        assert!(error(&module(&[]), "import { a } from \"./snippets/b.js\";").contains("differently"));
        assert!(error(b"", JS).contains("functions"));
        let forms = module(&[("./parts.js", "__wasm_split_load_forms")]);
        assert!(glue(&forms, JS, &parts(), &released("chunk_8.wasm")).is_err());
    }

    #[test]
    fn usual_shapes_get_shorter_and_others_stay() {
        let give = |kind: &str, value: &str| {
            format!(
                "const ret = arg1.value;\n            {kind} ptr1 = {value}{}}}",
                GIVE.replace("KIND", kind)
            )
        };
        let short = "const ret = arg1.value;\n            give(arg0, ret);\n}";
        assert_eq!(shorter(&give("const", "")), short);
        assert_eq!(shorter(&give("var", "isLikeNone(ret) ? 0 : ")), short);
        let other = give("let", "");
        assert_eq!(shorter(&other), other);
        let [before, after] = IS;
        assert_eq!(
            shorter(&["{", before, "arg0 instanceof Blob", after, "}"].concat()),
            "{return arg0 instanceof Blob;\n}"
        );
    }

    #[test]
    fn names_go_on_after_z() {
        assert_eq!([0, 25, 26, 27, 52].map(letters), ["a", "z", "aa", "ab", "ba"]);
    }
}
