//! The page: app/ compiled for the browser, its styles, and index.html, made small and put into dist/.
//!
//! Not by `trunk build`: its page starts the app with an inline script, which the content security policy forbids,
//! and it copies style sheets one by one. `trunk serve` uses the same index.html for front-end work.

mod css;
mod glue;
mod locales;
mod minify;
pub mod pack;
mod page;
mod split;
mod widget;

use crate::setup::Tools;
use crate::{Res, binary, setup, sh, wasm};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Name of the package, and of the page's binary and its files.
const NAME: &str = "app";
/// What the page is made of; any other file can change without a new build.
const INPUTS: &[&str] = &[
    "app",
    "shared",
    "style",
    "index.html",
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src/app",
    "xtask/src/binary.rs",
    "xtask/src/wasm.rs",
    // The programs that make it small.
    "tests/e2e/package-lock.json",
];
/// Bytes below which a later part's file goes with others into one: the splitter makes a file for each set of groups that share
/// something, sixty and more, and a browser asks for six at a time.
const SMALL: usize = 3000;
/// Features that every browser with `:has()` knows; wasm-opt may use these and no other.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub fn command(args: &[String]) -> Res {
    crate::only_flags(args, &[])?;
    build(&setup::ensure()?)
}

/// What the server serves.
pub fn dist() -> PathBuf {
    sh::root().join("dist")
}

/// Builds into dist/, unless it was made from the very same inputs.
pub fn build(tools: &Tools) -> Res {
    let stamp = sh::root().join("target/page.stamp");
    // Held until the end: two at once would take each other's files away.
    let _turn = turn(&sh::root().join("target/page.lock"))?;
    let key = key(tools, INPUTS)?;
    let fresh = std::fs::read_to_string(&stamp).is_ok_and(|s| s == key);
    if fresh && dist().join("index.html").is_file() {
        return widget::package(&dist());
    }
    let start = Instant::now();
    println!("page: compiling app/ for the browser (2 to 5 min the first time, then under 1) …");
    let work = sh::root().join("target/page");
    let _ = std::fs::remove_dir_all(&work);
    let next = work.join("dist");
    assemble(tools, &made(tools, NAME, &work)?, &next)?;
    widget::assemble(tools, &made(tools, widget::NAME, &work)?, &next)?;
    pack::siblings(&next)?;
    // One rename, so that a running server never sees half of it.
    let _ = std::fs::remove_dir_all(dist());
    std::fs::rename(&next, dist()).map_err(|e| format!("Make dist/ writable: {e}."))?;
    sh::write(&stamp, key.as_bytes())?;
    widget::package(&dist())?;
    println!("page: dist/ is ready after {} s", start.elapsed().as_secs());
    Ok(())
}

/// The widget alone, below target/widget: for whoever works on its size. The folder that it was put into.
pub fn widget_alone(tools: &Tools) -> Res<PathBuf> {
    let work = sh::root().join("target/widget");
    let _ = std::fs::remove_dir_all(&work);
    let next = work.join("dist");
    widget::assemble(tools, &made(tools, widget::NAME, &work)?, &next)?;
    Ok(work)
}

/// Waits for whoever else builds the same; the second one then finds it built.
pub fn turn(path: &Path) -> Res<File> {
    let fail = |e: std::io::Error| format!("Make {} writable: {e}.", path.display());
    path.parent().map_or(Ok(()), sh::mkdir)?;
    let file = File::create(path).map_err(fail)?;
    if file.try_lock().is_err() {
        println!("somebody else is at {}; waiting …", path.file_stem().unwrap_or_default().display());
        file.lock().map_err(fail)?;
    }
    Ok(file)
}

/// What a build of these files for the browser depends on, in short.
pub fn key(tools: &Tools, inputs: &[&str]) -> Res<String> {
    let mut parts =
        vec![tools.wasm.version.clone().into_bytes(), format!("{:?}", tools.wasm.small()).into_bytes()];
    for path in inputs.iter().flat_map(|i| sh::files(&sh::root().join(i))) {
        parts.push(path.to_string_lossy().into_owned().into_bytes());
        parts.push(sh::read(&path)?);
    }
    Ok(sh::hash(parts.iter().map(Vec::as_slice)))
}

/// A binary of app/ as the browser gets it.
struct Made {
    name: &'static str,
    /// Where its files lie.
    work: PathBuf,
    parts: split::Parts,
}

impl Made {
    fn module(&self) -> PathBuf {
        self.work.join(format!("{}_bg.wasm", self.name))
    }

    /// Puts the later parts and the module into `assets`: the module's name there, and the script that loads it.
    fn put(&self, assets: &Path) -> Res<(String, String)> {
        // The script names them all: half of a hash tells them apart.
        let named = |name: &str, bytes: &[u8]| {
            let hash = sh::hash([bytes]);
            format!("{name}-{}.wasm", hash.get(..10).unwrap_or(&hash))
        };
        let mut small: Vec<Vec<u8>> = Vec::new();
        let mut files = Vec::new();
        for part in &self.parts.later {
            let bytes = sh::read(&part.file)?;
            let at = if bytes.len() < SMALL {
                small.push(bytes);
                glue::At::Small(small.len() - 1)
            } else {
                let name = named(&part.name, &bytes);
                sh::write(&assets.join(&name), &bytes)?;
                glue::At::File(name)
            };
            files.push((part.plain(), at));
        }
        let together = binary::sections_of(&small);
        let released = glue::Released { files, small: named("small", &together) };
        if !small.is_empty() {
            sh::write(&assets.join(&released.small), &together)?;
        }
        let plain = sh::read_text(&self.work.join(format!("{}.js", self.name)))?;
        let glued = glue::glue(&sh::read(&self.module())?, &plain, &self.parts, &released)?;
        let name = format!("{}-{}.wasm", self.name, sh::hash([glued.wasm.as_slice()]));
        sh::write(&assets.join(&name), &glued.wasm)?;
        Ok((name, glued.js))
    }
}

/// Compiles, splits, binds and shrinks one binary below `target/page/`.
fn made(tools: &Tools, name: &'static str, work: &Path) -> Res<Made> {
    let module = compile(tools, name)?;
    let work = work.join(name);
    sh::mkdir(&work)?;
    let parts = split::split(&module, &work.join("parts"), &format!("{name}.js"))?;
    let made = Made { name, work, parts };
    bind(tools, &made)?;
    optimize(tools, &made)?;
    Ok(made)
}

fn compile(tools: &Tools, name: &str) -> Res<PathBuf> {
    let mut c = tools.wasm.command("cargo", tools);
    c.args(["rustc", "--package", NAME, "--bin", name, "--profile", "wasm", "--target", wasm::TARGET]);
    let small = tools.wasm.small();
    if small.is_empty() {
        println!(
            "page: no source of the standard library here, so it goes in as delivered (about 12 KB more)"
        );
    }
    // Relocations tell `split` who calls whom; the parts themselves are marked under the feature.
    if name != NAME {
        c.arg("--no-default-features");
    }
    c.args(["--features", "split"]).envs(small).args(["--", "-Clink-arg=--emit-relocs"]);
    sh::run(&mut c, "Mend what the compiler says about app/.")?;
    Ok(wasm::target_dir().join(wasm::TARGET).join("wasm").join(format!("{name}.wasm")))
}

fn bind(tools: &Tools, made: &Made) -> Res {
    let mut c = tools.wasm.command("wasm-bindgen", tools);
    c.arg(&made.parts.main).args(["--target", "web", "--no-typescript", "--out-name", made.name]);
    // Memory, table and stack pointer: the parts import them from the main module.
    c.arg("--keep-lld-exports");
    c.arg("--out-dir").arg(&made.work);
    sh::run(&mut c, "Run `cargo xtask setup`: wasm-bindgen and Cargo.lock must be of one version.")
}

/// Shrinks each module where it lies; the main one is kept with its names for `cargo xtask bench`.
fn optimize(tools: &Tools, made: &Made) -> Res {
    let module = made.module();
    let named = made.work.join("named.wasm");
    std::fs::rename(&module, &named).map_err(|e| format!("Make {} writable: {e}.", named.display()))?;
    shrink(tools, &named, &module)?;
    made.parts.later.iter().try_for_each(|p| shrink(tools, &p.file, &p.file))
}

/// Makes a module small by wasm-opt.
pub fn shrink(tools: &Tools, from: &Path, to: &Path) -> Res {
    let mut c = tools.wasm.command("wasm-opt", tools);
    // The lowest kilobyte is the far end of the stack: no object lies there, which lets offsets be folded into loads.
    c.arg(from).arg("-o").arg(to).args(["-Oz", "--low-memory-unused", "--strip-debug", "--strip-producers"]);
    c.arg("--strip-target-features");
    c.args(FEATURES);
    // It warns of a kind of name that it is told to drop anyway: shown only when it fails.
    let out = c.output().map_err(|e| format!("Run `npm ci` in tests/e2e: wasm-opt did not start ({e})."))?;
    if out.status.success() {
        return Ok(());
    }
    eprintln!("{}", String::from_utf8_lossy(&out.stderr));
    Err("Run `npm ci` in tests/e2e: wasm-opt could not shrink the module.".into())
}

/// Names each file by its content and points the page at them.
fn assemble(tools: &Tools, made: &Made, next: &Path) -> Res {
    let root = sh::root();
    let source = sh::read_text(&root.join("index.html"))?;
    let assets = next.join("assets");

    let (wasm, js) = made.put(&assets)?;
    let js = minify::js(tools, &page::script(&js, &wasm))?;
    let css = css::bundle(tools, &page::style_sheets(&source)?)?;
    let names = page::Names {
        js: format!("{NAME}-{}.js", sh::hash([js.as_bytes()])),
        css: format!("{NAME}-{}.css", sh::hash([css.as_bytes()])),
        wasm,
        languages: locales::write(&locales::all(&root)?, &assets)?,
    };
    sh::write(&assets.join(&names.js), js.as_bytes())?;
    sh::write(&assets.join(&names.css), css.as_bytes())?;
    sh::write(&next.join("index.html"), page::html(&source, &names)?.as_bytes())
}
