//! The wasm target from package registries alone: Debian's rustc, its source of the standard library, and one build of that.

use super::{Teller, as_root, log};
use crate::wasm::{TARGET, Toolchain};
use crate::{Res, sh};
use std::path::Path;
use std::time::Duration;

/// The name under which rustup knows Debian's toolchain.
pub const NAME: &str = "debian";
const RUSTC: &str = "/usr/bin/rustc";
/// Which rustc the installed standard library was made by: a Debian update makes it stale.
const STAMP: &str = "rolecall-std-version";

pub fn possible() -> bool {
    Path::new("/usr/bin/apt-get").is_file()
}

/// The toolchain, when all of it is in place and of one version.
pub fn ready() -> Option<Toolchain> {
    let chain = Toolchain::probe(Some(NAME))?;
    let stamp = std::fs::read_to_string(chain.std_dir().join(STAMP)).ok()?;
    (chain.has_std() && stamp == chain.version).then_some(chain)
}

pub fn ensure(tell: &Teller) -> Res<Toolchain> {
    if let Some(chain) = ready() {
        tell.done("wasm target", "in Debian's toolchain");
        return Ok(chain);
    }
    tell.step("Debian's rustc", "apt-get install rustc-web and its friends (1 to 2 min)", packages)?;
    link()?;
    let chain = Toolchain::probe(Some(NAME))
        .ok_or("Run `rustup toolchain link debian /usr` and check `rustc +debian -vV`.")?;
    tell.step("wasm standard library", "built once from Debian's source (1 to 2 min)", || build_std(&chain))?;
    ready().ok_or_else(|| "Remove the rustup toolchain `debian` and run this again.".into())
}

fn packages() -> Res {
    apt(&["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy"])?;
    // The linker comes in the version of LLVM that this rustc was built with.
    let version = sh::output(sh::cmd(RUSTC).arg("-vV")).unwrap_or_default();
    let llvm = version.lines().find_map(|l| l.strip_prefix("LLVM version: ")).unwrap_or_default();
    let major = llvm.split('.').next().unwrap_or_default();
    apt(&[&format!("lld-{major}")])
}

/// Installs what is missing of `packages`.
pub fn apt(packages: &[&str]) -> Res {
    let installed = |p: &&&str| {
        let mut c = sh::cmd("dpkg-query");
        c.args(["-W", "-f=${Status}", p]);
        sh::output(&mut c).as_deref() == Some("install ok installed")
    };
    let missing: Vec<&str> = packages.iter().filter(|p| !installed(p)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let sentence = format!("As root, run `apt-get update && apt-get install {}`", missing.join(" "));
    let get = || {
        let mut c = as_root("apt-get")?;
        c.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-y"]);
        Some(c)
    };
    let (Some(mut update), Some(mut install)) = (get(), get()) else { return Err(format!("{sentence}.")) };
    let limit = Duration::from_secs(1200);
    // A stale or partly unreachable list may still know the packages: only the install decides.
    let _ = sh::logged(update.arg("update"), &log("apt-update")?, limit, &sentence);
    install.args(["install", "--no-install-recommends"]).args(&missing);
    sh::logged(&mut install, &log("apt-install")?, limit, &sentence)
}

fn link() -> Res {
    let sentence = "Run `rustup toolchain link debian /usr`";
    let sysroot = sh::output(sh::cmd(RUSTC).args(["--print", "sysroot"])).unwrap_or_else(|| "/usr".into());
    let limit = Duration::from_secs(60);
    sh::logged(
        sh::cmd("rustup").args(["toolchain", "link", NAME]).arg(sysroot),
        &log("rustup-link")?,
        limit,
        sentence,
    )
}

/// `test` is for wasm-bindgen-test, the bitcode for LTO.
fn build_std(chain: &Toolchain) -> Res {
    let dir = sh::cache()?.join("build/std");
    sh::write(&dir.join("Cargo.toml"), b"[package]\nname = \"empty\"\nversion = \"0.0.0\"\n[workspace]\n")?;
    sh::write(&dir.join("src/lib.rs"), b"")?;
    let target = dir.join("target");
    let _ = std::fs::remove_dir_all(&target);
    let mut build = sh::cmd("cargo");
    build
        .current_dir(&dir)
        .args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort,test"])
        .env("RUSTUP_TOOLCHAIN", NAME)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", &target);
    let sentence = "Check that the crates registry answers and run this again";
    sh::logged(&mut build, &log("std")?, Duration::from_secs(1800), sentence)?;

    let stamp = dir.join(STAMP);
    sh::write(&stamp, chain.version.as_bytes())?;
    let to = chain.std_dir();
    let mut wanted: Vec<_> = sh::files(&target.join(TARGET).join("release/deps"))
        .into_iter()
        .filter(|f| f.extension().is_some_and(|e| e == "rlib"))
        .filter(|f| !f.file_name().unwrap_or_default().to_string_lossy().starts_with("libempty-"))
        .collect();
    wanted.push(stamp);
    let sentence = format!("As root, copy the .rlib files below {} to {}", target.display(), to.display());
    let root = |program: &str| as_root(program).ok_or_else(|| format!("{sentence}."));
    sh::run(root("rm")?.arg("-rf").arg(&to), &sentence)?;
    sh::run(root("mkdir")?.arg("-p").arg(&to), &sentence)?;
    sh::run(root("cp")?.args(&wanted).arg(&to), &sentence)?;
    let _ = std::fs::remove_dir_all(&target);
    Ok(())
}
