//! Pinned tools: wasm-bindgen (as Cargo.lock says), trunk, and what npm brings.

use super::{Teller, log};
use crate::{Res, sh, wasm};
use std::path::PathBuf;
use std::time::Duration;

/// 0.22 asks for a newer rustc than `rust-version` of this workspace.
const TRUNK: &str = "0.21.14";
const MUTANTS: &str = "27.1.0";
const HALF_AN_HOUR: Duration = Duration::from_secs(1800);

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner` of the version in Cargo.lock.
pub fn bindgen(tell: &Teller) -> Res<PathBuf> {
    let version = wasm::bindgen_version(&sh::root().join("Cargo.lock"))?;
    // One folder a version, so that two clones do not take turns at reinstalling.
    let home = sh::cache()?.join("tools").join(format!("wasm-bindgen-{version}"));
    let bin = home.join("bin");
    if bin.join("wasm-bindgen").is_file() && bin.join("wasm-bindgen-test-runner").is_file() {
        tell.done("wasm-bindgen", &version);
        return Ok(bin);
    }
    tell.step("wasm-bindgen", &format!("cargo install wasm-bindgen-cli {version} (3 to 4 min)"), || {
        // Not --locked: its own lock file has named yanked crates before.
        let mut c = sh::cmd("cargo");
        c.args(["install", &format!("wasm-bindgen-cli@{version}"), "--root"]).arg(&home);
        install(&mut c, "wasm-bindgen")
    })?;
    Ok(bin)
}

/// The program of cargo-mutants.
pub fn mutants(tell: &Teller) -> Res<PathBuf> {
    let home = sh::cache()?.join("tools").join(format!("cargo-mutants-{MUTANTS}"));
    let program = home.join("bin/cargo-mutants");
    if program.is_file() {
        tell.done("cargo-mutants", MUTANTS);
        return Ok(program);
    }
    tell.step("cargo-mutants", &format!("cargo install cargo-mutants {MUTANTS} (2 to 6 min)"), || {
        let mut c = sh::cmd("cargo");
        c.args(["install", "--locked", &format!("cargo-mutants@{MUTANTS}"), "--root"]).arg(&home);
        install(&mut c, "cargo-mutants")
    })?;
    Ok(program)
}

/// The trunk program.
pub fn trunk(tell: &Teller) -> Res<PathBuf> {
    let home = sh::cache()?.join("tools");
    let trunk = home.join("bin/trunk");
    let found = sh::output(sh::cmd(&trunk).arg("--version")).unwrap_or_default();
    if found == format!("trunk {TRUNK}") {
        tell.done("trunk", TRUNK);
        return Ok(trunk);
    }
    tell.step("trunk", &format!("cargo install trunk {TRUNK} (6 to 13 min)"), || {
        let mut c = sh::cmd("cargo");
        c.args(["install", "--locked", "--force", &format!("trunk@{TRUNK}"), "--root"]).arg(&home);
        install(&mut c, "trunk")
    })?;
    Ok(trunk)
}

fn install(c: &mut std::process::Command, name: &str) -> Res {
    // Its own target folder: a caller's CARGO_TARGET_DIR would fill up with crates nobody uses again.
    let build = sh::cache()?.join("build").join(name);
    c.current_dir(sh::cache()?).env("CARGO_TARGET_DIR", &build);
    let sentence = "Check that the crates registry answers and run this again";
    sh::mkdir(&build)?;
    sh::logged(c, &log(name)?, HALF_AN_HOUR, sentence)?;
    let _ = std::fs::remove_dir_all(&build);
    Ok(())
}

/// What npm brings, by folder of its lock file.
const NPM: [(&str, &str); 6] = [
    ("tests/e2e", "wasm-opt, esbuild, playwright-core, axe-core"),
    ("tests/sso", "an identity provider for the tests"),
    ("tests/rules", "TypeScript, to check the types of packages/rules"),
    ("tests/wrappers", "React, Vue and a bundler, for the widget's wrappers"),
    ("tests/hosts", "React, Vue, Svelte and a bundler, for pages that embed the widget"),
    ("examples/express", "Express, for the example host"),
];

/// `npm ci` of the tests' folders; the folder of the browser tests' programs.
pub fn npm(tell: &Teller) -> Res<PathBuf> {
    for (folder, what) in NPM {
        install_npm(tell, folder, what)?;
    }
    Ok(sh::root().join("tests/e2e/node_modules/.bin"))
}

fn install_npm(tell: &Teller, folder: &str, what: &str) -> Res {
    let dir = sh::root().join(folder);
    let stamp = dir.join("node_modules/.rolecall-lock");
    let lock = sh::hash([sh::read(&dir.join("package-lock.json"))?.as_slice()]);
    if std::fs::read_to_string(&stamp).is_ok_and(|s| s == lock) {
        tell.done("npm packages", what);
        return Ok(());
    }
    let node = sh::output(sh::cmd("node").arg("--version")).unwrap_or_default();
    let major = node.trim_start_matches('v').split('.').next().and_then(|m| m.parse::<u32>().ok());
    if major.is_none_or(|m| m < 20) {
        return Err("Install node 20 or newer with npm and run this again.".into());
    }
    tell.step("npm packages", &format!("npm ci in {folder}: {what} (under 1 min)"), || {
        let mut c = sh::cmd("npm");
        c.current_dir(&dir).args(["ci", "--no-audit", "--no-fund"]);
        let sentence = "Check that the npm registry answers and run this again";
        sh::logged(&mut c, &log("npm")?, HALF_AN_HOUR, sentence)?;
        sh::write(&stamp, lock.as_bytes())
    })
}
