//! The texts that go over to JavaScript.

#![allow(clippy::unwrap_used)]

use rules::Rules;
use serde_json::{Value, json};

const JELLY: &str = include_str!("../../shared/profiles/jelly.toml");

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_handle_answers_until_it_is_freed_and_is_given_again() {
    let mut rules = Rules::default();
    let (first, second) = (value(&rules.load("a.toml", JELLY)), value(&rules.load("b.toml", JELLY)));
    assert_eq!((&first["handle"], &second["handle"]), (&json!(0), &json!(1)));
    assert_eq!((&first["id"], &first["name"]), (&json!("jelly"), &json!("Jelly")));
    assert_eq!(first["hash"], second["hash"]);
    let case = r#"{"actor":{"roles":["owner"]},"action":"view-billing"}"#;
    assert_eq!(rules.decide(0, case), r#"{"verdict":"allow"}"#);
    rules.free(0);
    rules.free(0);
    rules.free(99);
    for dead in [0, 2, usize::MAX] {
        assert_eq!(value(&rules.decide(dead, case))["error"]["code"], "invalid-profile");
        assert_eq!(value(&rules.facts(dead, r#"{"members":[]}"#))["error"]["code"], "invalid-profile");
    }
    assert_eq!(rules.decide(1, case), r#"{"verdict":"allow"}"#);
    assert_eq!(value(&rules.load("c.toml", JELLY))["handle"], 0);
}

#[test]
fn a_fault_has_its_sort_its_place_and_the_printed_line() {
    let bad = JELLY.replace("keep_one = [\"owner\"]", "keep_one = [\"boss\"]");
    let mut rules = Rules::default();
    let problem = json!({"code": "inconsistent", "file": "bad.toml", "key": "guards.keep_one",
        "reason": "unknown role or standing `boss`", "text": "bad.toml: guards.keep_one: unknown role or standing `boss`"});
    assert_eq!(value(&rules.check("bad.toml", &bad)), json!({ "problems": [problem] }));
    assert_eq!(rules.load("bad.toml", &bad), rules.check("bad.toml", &bad));
    assert_eq!(value(&rules.check("good.toml", JELLY)), json!({"problems": []}));
}

#[test]
fn json_says_what_toml_says() {
    let mut rules = Rules::default();
    let wire = shared::json::write(&shared::profile::load("jelly.toml", JELLY).unwrap());
    assert_eq!(
        value(&rules.load("x", &format!(" \n{wire}")))["hash"],
        value(&rules.load("x", JELLY))["hash"]
    );
    let bad = wire.replace("\"schema\":1", "\n\"schema\":\"one\"");
    let told = value(&rules.check("x.json", &bad));
    let text = told["problems"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("x.json: line 2: invalid type: string \"one\", expected u32"), "{text}");
    assert!(!text.contains("column"), "{text}");
}
