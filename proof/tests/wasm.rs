//! Answers from the wasm module, by node.

use proof::Verdict;
use shared::profile::Profile;
use std::path::PathBuf;
use std::process::Command;

/// Where `cargo xtask test --only proof` puts the module.
fn module() -> PathBuf {
    std::env::var_os("ROLECALL_PROOF_WASM").map(PathBuf::from).expect("run `cargo xtask test --only proof`")
}

/// Every verdict of a profile, in the order of its space, and what node needed, in milliseconds.
///
/// The profile goes over as the server sends it to the page: JSON, which the module reads as the page does.
pub fn answers(profile: &Profile, label: &str) -> (Vec<Verdict>, u64) {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (from, to) = (dir.join(format!("{label}.json")), dir.join(format!("{label}.verdicts")));
    std::fs::write(&from, shared::json::write(profile)).expect("a writable target folder");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/run.mjs");
    let done = Command::new("node").arg(script).arg(module()).arg(&from).arg(&to).output().expect("node");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let bytes = std::fs::read(&to).expect("node has written its verdicts");
    std::fs::remove_file(&to).expect("a writable target folder");
    let (verdicts, rest) = bytes.as_chunks::<2>();
    assert!(rest.is_empty());
    (verdicts.to_vec(), String::from_utf8_lossy(&done.stdout).trim().parse().expect("milliseconds"))
}
