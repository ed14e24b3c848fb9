//! The types that hosts compile against list what the rules know, and nothing else.

#![allow(clippy::unwrap_used)]

use shared::policy::{ACTIONS, Code, Status};
use std::collections::BTreeSet;
use std::path::Path;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// The texts of `export type NAME = "…" | "…";`.
fn union(name: &str) -> BTreeSet<String> {
    let types = text("packages/rules/index.d.ts");
    let begin = format!("export type {name} =");
    let (_, rest) = types.split_once(&begin).unwrap();
    let (body, _) = rest.split_once(';').unwrap();
    body.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    ids.into_iter().map(str::to_owned).collect()
}

#[test]
fn actions_statuses_and_codes_are_all_there() {
    assert_eq!(union("Action"), ids(ACTIONS.iter().map(|(_, id, ..)| *id)));
    assert_eq!(union("Status"), ids(Status::ALL.into_iter().map(Status::id)));
    assert_eq!(union("DenialCode"), ids(Code::ALL.iter().map(|code| code.id())));
}

#[test]
fn whatever_lifts_a_denial_is_there() {
    let source = text("shared/src/policy/denial.rs");
    let (_, body) = source.split_once("pub enum Lift {").unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let lifts: Vec<&str> =
        body.split("rename = \"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(lifts.len() >= 20, "{lifts:?}");
    assert_eq!(union("Lift"), ids(lifts));
}

#[test]
fn the_faults_of_profiles_and_cases_have_the_codes_that_are_told() {
    use shared::profile::FaultKind::{Inconsistent, Unreadable, Unsafe};
    let types = text("packages/rules/index.d.ts");
    let sorts = [Unreadable, Inconsistent, Unsafe].map(|kind| format!("\"{}\"", kind.id())).join(" | ");
    assert!(types.contains(&format!("  code: {sorts};")), "{sorts}");
    use shared::case::Malformed as M;
    let none = String::new;
    for fault in [
        M::NotACase(none()),
        M::OtherProfile(none()),
        M::Unknown("role", none()),
        M::Missing(none()),
        M::NotAMainRole(none()),
        M::NotATime(none()),
    ] {
        assert!(types.contains(&format!("    | \"{}\"", fault.code())), "{fault:?}");
    }
}
