//! What the rest needs, installed once: each step is skipped when done and says what it does and for how long.

mod browser;
mod debian;
mod target;
mod tools;

use crate::wasm::Toolchain;
use crate::{Res, sh};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// Everything set-up found or installed.
#[derive(Debug)]
pub struct Tools {
    pub wasm: Toolchain,
    pub bindgen_dir: PathBuf,
    /// `node_modules/.bin` of the browser tests: wasm-opt is there.
    pub npm_bin: PathBuf,
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
}

impl Tools {
    /// PATH with the pinned tools first.
    pub fn path(&self) -> OsString {
        let mut dirs = vec![self.bindgen_dir.clone(), self.npm_bin.clone()];
        if let Ok(cache) = sh::cache() {
            dirs.push(cache.join("tools/bin"));
        }
        let old = std::env::var_os("PATH").unwrap_or_default();
        dirs.extend(std::env::split_paths(&old));
        std::env::join_paths(dirs).unwrap_or(old)
    }

    pub fn test_runner(&self) -> PathBuf {
        self.bindgen_dir.join("wasm-bindgen-test-runner")
    }
}

/// Tells what happens; quiet about what is done already unless asked.
pub struct Teller {
    verbose: bool,
}

impl Teller {
    pub fn done(&self, step: &str, found: impl std::fmt::Display) {
        if self.verbose {
            println!("  ok  {step}: {found}");
        }
    }

    /// Announces a step, runs it, and says how long it took.
    pub fn step<T>(&self, step: &str, about: &str, work: impl FnOnce() -> Res<T>) -> Res<T> {
        println!("setup {step}: {about} …");
        let start = Instant::now();
        let value = work()?;
        println!("setup {step}: done in {} s", start.elapsed().as_secs());
        Ok(value)
    }
}

pub fn command(args: &[String]) -> Res {
    crate::only_flags(args, &["--dev"])?;
    let tell = Teller { verbose: true };
    ensure_with(&tell)?;
    if args.iter().any(|a| a == "--dev") {
        tools::trunk(&tell)?;
    }
    println!("Set-up is complete.");
    Ok(())
}

/// Set-up before another command: under a second when all is there.
pub fn ensure() -> Res<Tools> {
    ensure_with(&Teller { verbose: false })
}

/// Trunk is wanted by `run --dev` only: six minutes that nobody else needs to wait.
pub fn ensure_trunk() -> Res<PathBuf> {
    tools::trunk(&Teller { verbose: false })
}

/// cargo-mutants is wanted by `mutants` only, which needs nothing else.
pub fn mutants() -> Res<PathBuf> {
    tools::mutants(&Teller { verbose: false })
}

fn ensure_with(tell: &Teller) -> Res<Tools> {
    // Two at once would install into each other's folders.
    let _turn = crate::app::turn(&sh::cache()?.join("setup.lock"))?;
    let npm_bin = tools::npm(tell)?;
    let (chromium, chromedriver) = browser::ensure(tell)?;
    let wasm = target::ensure(tell)?;
    let bindgen_dir = tools::bindgen(tell)?;
    Ok(Tools { wasm, bindgen_dir, npm_bin, chromium, chromedriver })
}

/// `program` as root: directly, or by sudo without a question; `None` when neither is possible.
fn as_root(program: &str) -> Option<Command> {
    let uid = sh::output(sh::cmd("id").arg("-u"))?;
    if uid == "0" {
        return Some(sh::cmd(program));
    }
    sh::output(sh::cmd("sudo").args(["-n", "true"]))?;
    let mut c = sh::cmd("sudo");
    c.args(["-n", "DEBIAN_FRONTEND=noninteractive", program]);
    Some(c)
}

fn log(name: &str) -> Res<PathBuf> {
    Ok(sh::cache()?.join("log").join(format!("{name}.log")))
}
