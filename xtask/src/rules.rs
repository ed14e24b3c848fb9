//! `packages/rules`: the rules as a wasm module for JavaScript, and the tests that ask it. See packages/rules/README.md.

use crate::setup::Tools;
use crate::{Res, app, run, setup, sh, wasm};
use std::path::PathBuf;
use std::time::Instant;

const NAME: &str = "rules";
/// What the package's built files are made of.
const INPUTS: &[&str] = &[
    "rules",
    "shared",
    "packages/rules/src",
    "packages/rules/index.d.ts",
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src/rules.rs",
    "xtask/src/app/mod.rs",
    "xtask/src/wasm.rs",
];

pub fn command(args: &[String]) -> Res {
    crate::only_flags(args, &[])?;
    build(&setup::ensure()?)
}

fn package() -> PathBuf {
    sh::root().join("packages/rules")
}

/// Builds packages/rules/dist/, unless it was made from the very same inputs.
pub fn build(tools: &Tools) -> Res {
    let (dist, stamp) = (package().join("dist"), sh::root().join("target/rules.stamp"));
    let _turn = app::turn(&sh::root().join("target/rules.lock"))?;
    let key = app::key(tools, INPUTS)?;
    let fresh = std::fs::read_to_string(&stamp).is_ok_and(|s| s == key);
    if fresh && dist.join("rules.wasm").is_file() {
        return Ok(());
    }
    let start = Instant::now();
    println!("rules: compiling for JavaScript (1 to 4 min the first time) …");
    let module = compile(tools)?;
    let next = sh::root().join("target/rules");
    let _ = std::fs::remove_dir_all(&next);
    sh::mkdir(&next)?;
    app::shrink(tools, &module, &next.join("rules.wasm"))?;
    for (from, to) in [("src/core.js", "core.cjs"), ("index.d.ts", "index.d.cts")] {
        let text = sh::read_text(&package().join(from))?;
        sh::write(&next.join(to), common_js(from, &text)?.as_bytes())?;
    }
    for (id, text) in shared::profile::BUILTIN {
        sh::write(&next.join(format!("profiles/{id}.toml")), text.as_bytes())?;
    }
    let bytes = sh::read(&next.join("rules.wasm"))?;
    let packed = app::pack::brotli(&bytes)?.len();
    let _ = std::fs::remove_dir_all(&dist);
    std::fs::rename(&next, &dist).map_err(|e| format!("Make {} writable: {e}.", dist.display()))?;
    sh::write(&stamp, key.as_bytes())?;
    println!(
        "rules: rules.wasm has {} bytes, {packed} brotli; ready after {} s",
        bytes.len(),
        start.elapsed().as_secs()
    );
    Ok(())
}

fn compile(tools: &Tools) -> Res<PathBuf> {
    let mut c = tools.wasm.command("cargo", tools);
    // A library for its own tests and the workspace, a module for this.
    c.args(["rustc", "--quiet", "--package", NAME, "--lib", "--crate-type", "cdylib", "--profile", "wasm"])
        .args(["--target", wasm::TARGET])
        .envs(tools.wasm.small());
    sh::run(&mut c, "Mend what does not compile for wasm above.")?;
    Ok(wasm::target_dir().join(wasm::TARGET).join("wasm").join(format!("{NAME}.wasm")))
}

/// The same file for `require`: its one `export { … };`, at the end, is what the module exports. Types say the same in both.
fn common_js(name: &str, text: &str) -> Res<String> {
    if name.ends_with(".d.ts") {
        return Ok(text.to_owned());
    }
    let fault = || format!("Let {name} import nothing and end with its only `export {{ … }};`.");
    let (body, exports) = text.rsplit_once("\nexport {").ok_or_else(fault)?;
    if body.lines().any(|l| l.starts_with("export ") || l.starts_with("import ")) {
        return Err(fault());
    }
    Ok(format!("\"use strict\";\n{body}\nmodule.exports = {{{exports}"))
}

/// Builds the package, and runs its tests and those of the example host.
pub fn test(tools: &Tools) -> Res {
    sh::run(
        sh::cmd("cargo").args(["test", "--quiet", "--package", NAME]),
        "Mend the test that failed above.",
    )?;
    build(tools)?;
    let bin = run::server(false)?;
    crate::test::node_tests(tools, "tests/rules", Some(&bin))
}
