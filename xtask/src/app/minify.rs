//! Scripts and style sheets made small by esbuild, which `npm ci` in tests/e2e brings.

use crate::Res;
use crate::setup::Tools;
use std::io::Write;
use std::process::Stdio;

/// A script, as small as it gets. What every browser with `:has()` knows is kept as it is written.
pub fn js(tools: &Tools, code: &str) -> Res<String> {
    run(tools, code, &["--loader=js", "--format=esm", "--target=es2022", "--legal-comments=none"])
}

/// A style sheet; its newest features stay what they are.
pub fn css(tools: &Tools, code: &str) -> Res<String> {
    Ok(run(tools, code, &["--loader=css"])?.trim_end().to_owned())
}

fn run(tools: &Tools, code: &str, args: &[&str]) -> Res<String> {
    let mut c = tools.wasm.command("esbuild", tools);
    c.args(["--minify", "--charset=utf8", "--log-level=warning"]).args(args);
    let failed = |why: &dyn std::fmt::Display| format!("Run `npm ci` in tests/e2e: esbuild {why}.");
    let mut child = c
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| failed(&format!("did not start ({e})")))?;
    // It reads all before it writes anything, so one after the other does not block.
    let mut input = child.stdin.take().ok_or_else(|| failed(&"takes no input"))?;
    input.write_all(code.as_bytes()).map_err(|e| failed(&format!("stopped reading ({e})")))?;
    drop(input);
    let out = child.wait_with_output().map_err(|e| failed(&format!("did not end ({e})")))?;
    match String::from_utf8(out.stdout) {
        Ok(text) if out.status.success() => Ok(text),
        _ => Err(failed(&"could not read what it was given")),
    }
}
