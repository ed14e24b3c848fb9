//! The verdict tables in `tests/verdicts/`, written from the products' documents by somebody who had not seen the
//! rules. Rows that the documents do not settle (`"sure":false`) are readings: they are printed, not judged.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use serde_json::Value;
use shared::case::Cases;
use std::path::Path;

fn table(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/verdicts").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn no_files(path: &str) -> Result<String, String> {
    Err(format!("{path}: no such profile"))
}

fn judge(name: &str) {
    let mut cases = Cases::new(no_files);
    let mut wrong = Vec::new();
    let rows = table(name);
    assert!(rows.len() >= 25, "{name} has only {} rows", rows.len());
    for row in rows {
        let line =
            row.get("raw").map_or_else(|| row["case"].to_string(), |raw| raw.as_str().unwrap().to_owned());
        let (answer, _) = cases.answer_or_error(&line);
        let got: Value = serde_json::from_str(&answer).unwrap();
        let want = &row["want"];
        let agrees = if want.get("error").is_some() {
            got.get("error").is_some()
        } else {
            got["verdict"] == want["verdict"] && (want.get("code").is_none() || got["code"] == want["code"])
        };
        if !agrees {
            let line = format!("{} {}\n  case {line}\n  want {want}\n  got  {got}", row["id"], row["why"]);
            if row["sure"] == Value::Bool(false) {
                println!("another reading: {line}")
            } else {
                wrong.push(line)
            }
        }
    }
    assert!(wrong.is_empty(), "{} disagreements\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn jtek_document() {
    judge("jtek.jsonl");
}

#[test]
fn jetlink_document() {
    judge("jetlink.jsonl");
}

#[test]
fn salestrekker_document() {
    judge("salestrekker.jsonl");
}

#[test]
fn voice_agents_document() {
    judge("voice-agents.jsonl");
}

#[test]
fn jelly_document() {
    judge("jelly.jsonl");
}

#[test]
fn malformed_lines_are_answered_with_an_error() {
    judge("malformed.jsonl");
}
