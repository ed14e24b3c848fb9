//! A toolchain with the WebAssembly target: rustup's where its server answers, Debian's otherwise.

use super::{Teller, debian, log};
use crate::wasm::{TARGET, Toolchain};
use crate::{Res, sh};
use std::time::Duration;

/// `ROLECALL_WASM_TOOLCHAIN` (a rustup toolchain's name) picks one and skips the search.
pub fn ensure(tell: &Teller) -> Res<Toolchain> {
    let step = "wasm target";
    if let Ok(name) = std::env::var("ROLECALL_WASM_TOOLCHAIN") {
        if name == debian::NAME {
            return debian::ensure(tell);
        }
        let found = Toolchain::probe(Some(&name)).filter(Toolchain::has_std);
        return found.ok_or_else(|| format!("Run `rustup target add {TARGET} --toolchain {name}`."));
    }
    let default =
        Toolchain::probe(None).ok_or("Install rustup with a stable toolchain and run this again.")?;
    if default.has_std() {
        tell.done(step, "in the default toolchain");
        return Ok(default);
    }
    if let Some(ready) = debian::ready() {
        tell.done(step, "in Debian's toolchain");
        return Ok(ready);
    }
    println!("setup {step}: rustup target add (seconds; fails at once where its server is out of reach) …");
    match add_by_rustup() {
        Ok(()) => Ok(default),
        Err(why) if debian::possible() => {
            println!("setup {step}: rustup cannot fetch it here, so Debian's way");
            debian::ensure(tell).map_err(|debian| format!("{debian} Or else: {why}."))
        }
        Err(why) => Err(why),
    }
}

fn add_by_rustup() -> Res {
    let sentence = format!(
        "Run `rustup target add {TARGET}` where the network allows it: rustup could not fetch it here"
    );
    let limit = Duration::from_secs(300);
    sh::logged(sh::cmd("rustup").args(["target", "add", TARGET]), &log("rustup-target")?, limit, &sentence)?;
    // Only makes the download smaller, so a failure is no reason to stop.
    let src = sh::cmd("rustup").args(["component", "add", "rust-src"]).output();
    if !src.is_ok_and(|o| o.status.success()) {
        println!("setup wasm target: no rust-src component; the page will be about 12 KB larger");
    }
    Ok(())
}
