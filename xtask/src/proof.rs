//! `cargo xtask proof`: the rules in wasm, natively, and the products' documents, asked about every case. See docs/parity.md.

use crate::setup::Tools;
use crate::{Res, setup, sh, wasm};

pub fn command(args: &[String]) -> Res {
    crate::only_flags(args, &[])?;
    run(&setup::ensure()?)
}

/// Builds the wasm module, then runs the tests that need it. They print their numbers.
pub fn run(tools: &Tools) -> Res {
    let mut c = tools.wasm.command("cargo", tools);
    // As a library for its own tests, as a module for this: without the development dependencies, Cedar among them.
    c.args(["rustc", "--quiet", "--package", "proof", "--lib", "--release", "--crate-type", "cdylib"])
        .args(["--target", wasm::TARGET, "--no-default-features", "--features", "page"]);
    sh::run(&mut c, "Mend what does not compile for wasm above.")?;
    let module = wasm::target_dir().join(wasm::TARGET).join("release/proof.wasm");
    let mut c = sh::cmd("cargo");
    c.args([
        "test",
        "--quiet",
        "--package",
        "proof",
        "--test",
        "proof",
        "--",
        "--nocapture",
        "--test-threads=1",
    ])
    .env("ROLECALL_PROOF_WASM", &module);
    sh::run(&mut c, "Mend the rules, or the policies in proof/cedar with a line in docs/adr/0007-oracle.md.")
}
