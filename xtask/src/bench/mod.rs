//! `cargo xtask bench`: what the browser downloads, against its budget, and what it is made of.

mod module;

use crate::{Res, app, setup, sh};
use std::path::Path;

/// Bytes of a first load, brotli, all in all (issue 2: 180 KB).
const BUDGET: usize = 180_000;

pub fn command(args: &[String]) -> Res {
    crate::only_flags(args, &[])?;
    let tools = setup::ensure()?;
    app::build(&tools)?;
    let within = sizes();
    composition()?;
    within
}

/// Prints each asset; fails beyond the budget.
pub fn sizes() -> Res {
    let dist = app::dist();
    println!("{:<44} {:>9} {:>9} {:>9}", "first load", "raw", "gzip", "brotli");
    let mut total = 0;
    for file in sh::files(&dist) {
        let name = file.strip_prefix(&dist).unwrap_or(&file).to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let size = |suffix: &str| -> Res<usize> {
            Ok(sh::read(Path::new(&format!("{}{suffix}", file.to_string_lossy())))?.len())
        };
        let brotli = size(".br")?;
        total += brotli;
        println!("{name:<44} {:>9} {:>9} {brotli:>9}", size("")?, size(".gz")?);
    }
    if total == 0 {
        return Err("Run `cargo xtask app`: dist/ is empty.".into());
    }
    println!("{:<44} {:>9} {:>9} {total:>9}", "in all", "", "");
    println!("budget {BUDGET}: {:.0} % used", 100.0 * total as f64 / BUDGET as f64);
    if total > BUDGET {
        return Err(format!(
            "Take {} bytes out of the page: `cargo xtask bench` shows its parts.",
            total - BUDGET
        ));
    }
    Ok(())
}

/// The sections of the shipped module, and the crates in it by the names that it had before wasm-opt.
fn composition() -> Res {
    let shipped = sh::files(&app::dist().join("assets"))
        .into_iter()
        .find(|f| f.extension().is_some_and(|e| e == "wasm"));
    let Some(shipped) = shipped else { return Err("Run `cargo xtask app`: dist/ holds no wasm.".into()) };
    let broken = || "Run `cargo xtask app` again: the wasm file cannot be read.".to_owned();
    println!("\nsections of the wasm file, raw");
    for (name, bytes) in module::sections(&sh::read(&shipped)?).ok_or_else(broken)? {
        println!("  {name:<20} {bytes:>9}");
    }
    let named = sh::root().join("target/page/named.wasm");
    if !named.is_file() {
        return Ok(());
    }
    let crates = module::crates(&sh::read(&named)?).ok_or_else(broken)?;
    let all: usize = crates.iter().map(|(_, bytes)| bytes).sum();
    println!("\ncode by crate, raw, before wasm-opt ({all} bytes)");
    for (name, bytes) in crates.iter().take(20) {
        println!("  {name:<28} {bytes:>9} {:>5.1} %", 100.0 * *bytes as f64 / all.max(1) as f64);
    }
    Ok(())
}
