//! The environment for work on the WebAssembly side: which toolchain, which tools, which folder.

use crate::Res;
use crate::setup::Tools;
use crate::sh;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";

/// A toolchain that can compile for the browser.
#[derive(Clone, Debug)]
pub struct Toolchain {
    /// `RUSTUP_TOOLCHAIN` for it; `None`: the one that this xtask was started with.
    pub name: Option<String>,
    pub sysroot: PathBuf,
    /// First lines of `rustc -vV`; part of what a build depends on.
    pub version: String,
}

impl Toolchain {
    /// Asks rustc; `None` when there is no such toolchain.
    pub fn probe(name: Option<&str>) -> Option<Self> {
        let rustc = || {
            let mut c = sh::cmd("rustc");
            if let Some(n) = name {
                c.env("RUSTUP_TOOLCHAIN", n);
            }
            c
        };
        let sysroot = PathBuf::from(sh::output(rustc().args(["--print", "sysroot"]))?);
        let version = sh::output(rustc().arg("-vV"))?;
        Some(Self { name: name.map(str::to_owned), sysroot, version })
    }

    /// Where the target's standard library belongs.
    pub fn std_dir(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(TARGET).join("lib")
    }

    pub fn has_std(&self) -> bool {
        sh::files(&self.std_dir()).iter().any(|f| {
            let name = f.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    }

    /// The standard library's source: with it the release build makes its own, smaller one.
    pub fn has_src(&self) -> bool {
        self.sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
    }

    /// A command with this toolchain chosen, the tools on PATH and the wasm target folder.
    pub fn command(&self, program: &str, tools: &Tools) -> Command {
        let mut c = sh::cmd(program);
        for (key, value) in self.env(tools) {
            c.env(key, value);
        }
        c
    }

    /// The same as a list, for processes that are started elsewhere.
    pub fn env(&self, tools: &Tools) -> Vec<(&'static str, OsString)> {
        let mut env: Vec<(&'static str, OsString)> = vec![
            ("CARGO_TARGET_DIR", target_dir().into()),
            ("PATH", tools.path()),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.test_runner().into()),
            ("CHROMEDRIVER", tools.chromedriver.clone().into()),
        ];
        if let Some(name) = &self.name {
            env.push(("RUSTUP_TOOLCHAIN", name.into()));
        }
        env
    }

    /// Flags for the smallest download; empty when the source of the standard library is missing.
    ///
    /// They are unstable options of a stable compiler, hence `RUSTC_BOOTSTRAP`. What each is worth: xtask/README.md.
    pub fn small(&self) -> Vec<(&'static str, String)> {
        if !self.has_src() {
            return Vec::new();
        }
        let flags = "-Zunstable-options -Cpanic=immediate-abort";
        vec![
            ("RUSTC_BOOTSTRAP", "1".into()),
            ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into()),
            ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size".into()),
            ("RUSTFLAGS", flags.into()),
        ]
    }
}

/// Apart from the native folder, so that the two never wait for each other's lock or rebuild each other's crates.
pub fn target_dir() -> PathBuf {
    sh::target_dir().join("wasm")
}

/// The version of wasm-bindgen in Cargo.lock; the tool must be exactly the same.
pub fn bindgen_version(lock: &Path) -> Res<String> {
    let text = sh::read_text(lock)?;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "name = \"wasm-bindgen\"" {
            let version = lines.next().and_then(|v| v.strip_prefix("version = \"")?.strip_suffix('"'));
            return version.map(str::to_owned).ok_or_else(|| "Run `cargo update -p wasm-bindgen`.".into());
        }
    }
    Err("Run `cargo metadata` once: Cargo.lock does not name wasm-bindgen.".into())
}
