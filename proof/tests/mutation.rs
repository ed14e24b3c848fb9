//! The proof, proved: rules with one thing taken out are found out, with a case that says what.

use crate::disagreements::compare;
use crate::exhaustive::difference;
use crate::{policy, profile, wasm};
use proof::{Space, answer};
use shared::policy::Policy;
use shared::profile::Profile;

/// The comparison of a product's documents with rules that were changed: what it says.
fn found(id: &str, change: impl FnOnce(&mut Profile)) -> String {
    let mut changed = profile(id);
    change(&mut changed);
    let rules = Policy::compile(changed).expect("still a profile");
    let dictionary = policy(id);
    compare(&rules, &dictionary, &Space::new(&dictionary)).report()
}

#[track_caller]
fn names(report: &str, sort: &str, case: &str) {
    let told = report.split_once(sort).and_then(|(_, rest)| rest.lines().nth(1));
    assert!(told.is_some_and(|line| line.contains(case)), "{sort} … {case} is not in:\n{report}");
}

#[test]
fn a_missing_guard_of_the_last_owner_is_found() {
    let report = found("jelly", |profile| profile.guards.keep_one.clear());
    for action in ["change-role", "deactivate"] {
        names(
            &report,
            &format!("{action}: rules allow, oracle deny (JY9"),
            r#""active_holders":{"owner":0}"#,
        );
    }
}

#[test]
fn deactivating_oneself_is_found() {
    let report = found("jelly", |profile| profile.guards.not_oneself.clear());
    names(&report, "deactivate: rules allow, oracle deny (JY12", r#""self":true"#);
}

#[test]
fn a_fifth_address_at_once_is_found() {
    let report = found("jelly", |profile| profile.invitation.at_once = 5);
    names(&report, "invite: rules allow, oracle deny (JY3", r#""batch":5"#);
}

#[test]
fn an_admin_who_makes_owners_is_found() {
    let report = found("jelly", |profile| {
        for (id, role) in &mut profile.roles.0 {
            if id == "admin" {
                role.assigns.push("owner".into());
            }
        }
    });
    names(&report, "change-role: rules allow, oracle deny (no policy permits it", r#""roles":["owner"]"#);
    names(&report, "invite: rules allow, oracle deny (A8", r#""to":"owner""#);
}

#[test]
fn a_user_who_sees_reports_is_found() {
    let report = found("jtek", |profile| {
        for (id, role) in &mut profile.roles.0 {
            if id == "user" {
                role.permissions.push("reports.view".into());
            }
        }
    });
    names(&report, "use: rules allow, oracle deny (no policy permits it", r#""action":"use:reports.view""#);
}

#[test]
fn a_page_with_other_rules_is_found() {
    let (ours, mut other) = (policy("jelly"), profile("jelly"));
    other.guards.keep_one.clear();
    let space = Space::new(&ours);
    // The page's rules have no guard, and so fewer counts to vary: its space is another one already.
    let (fewer, _) = wasm::answers(&other, "jelly-without-guard");
    let told = difference(&ours, &space, &answer(&ours, &space), &fewer).expect("a difference");
    assert!(told.contains("in wasm"), "{told}");
    // As many cases, and one rule that differs.
    let mut other = profile("jelly");
    other.guards.not_oneself.clear();
    let (verdicts, _) = wasm::answers(&other, "jelly-without-oneself");
    let told = difference(&ours, &space, &answer(&ours, &space), &verdicts).expect("a difference");
    println!("as it should, with a rule less on the page: {told}");
    assert!(told.contains("natively self-action") && told.contains("in wasm allow"), "{told}");
    assert!(told.contains(r#""action":"deactivate""#) && told.contains(r#""self":true"#), "{told}");
}
