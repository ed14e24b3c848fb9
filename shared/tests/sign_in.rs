//! How somebody signs in (JL8): which sessions open a team, and what a switch for it denies.

#![allow(clippy::unwrap_used)]

use shared::policy::{Code, Command, Facts, Lift, Policy, Status, Subject, Target, Via, decide};
use shared::profile::{builtin, load};

/// The voice platform, where administrators set passwords (VA8), with a switch for signing in elsewhere.
fn voice(extra: &str) -> Result<Policy, Vec<String>> {
    let text = include_str!("../profiles/voice-agents.toml");
    let text = format!("{text}\n[grants.elsewhere]\nlabel = \"Signs in elsewhere\"\nsso = true\n{extra}");
    let profile =
        load("voice.toml", &text).map_err(|f| f.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok(Policy::compile(profile).unwrap())
}

fn person(policy: &Policy, role: &str, grants: &[&str]) -> Subject {
    let grants: Vec<String> = grants.iter().map(|g| (*g).to_owned()).collect();
    policy.subject(role, &[], &grants, &[], Status::Active, None).unwrap()
}

fn on(subject: Subject) -> Target {
    Target { subject, oneself: false, shared_account: false }
}

#[test]
fn jl8_each_person_has_one_way_in() {
    let jetlink = Policy::compile(builtin("jetlink").unwrap().unwrap()).unwrap();
    assert_eq!(jetlink.way_in(&person(&jetlink, "agent", &["external-sso"])), Via::Sso);
    assert_eq!(jetlink.way_in(&person(&jetlink, "agent", &["assigned-only"])), Via::Password);
    assert_eq!(jetlink.profile().grants.get("external-sso").unwrap().source, ["JL4", "JL8"]);
    for id in ["jtek", "salestrekker", "voice-agents", "jelly"] {
        let policy = Policy::compile(builtin(id).unwrap().unwrap()).unwrap();
        assert_eq!(policy.sso_grant(), None, "{id}");
    }
    for via in Via::ALL {
        assert_eq!(Via::from_id(via.id()), Some(via));
    }
}

#[test]
fn jl8_nobody_sets_the_password_of_somebody_who_has_none() {
    let policy = voice("").unwrap();
    let admin = person(&policy, "administrator", &[]);
    let ask = |grants: &[&str], shared_account| {
        let target = Target { shared_account, ..on(person(&policy, "member", grants)) };
        decide(&policy, &admin, Command::SetPassword, Some(&target), &Facts::default(), 0).map(drop)
    };
    assert!(ask(&[], false).is_ok());
    let denial = ask(&["elsewhere"], false).unwrap_err();
    assert_eq!((denial.code, denial.lift), (Code::SignsInElsewhere, Some(Lift::TurnSwitchOff)));
    assert_eq!(denial.subject.as_deref(), Some("elsewhere"));
    assert_eq!(ask(&[], true).unwrap_err().code, Code::AccountShared);
}

#[test]
fn jl8_the_switch_is_for_others_and_needs_a_provider() {
    let policy = voice("").unwrap();
    let admin = person(&policy, "administrator", &[]);
    let grant = policy.sso_grant().unwrap();
    let ask = |on_: bool, oneself: bool, sso_missing: bool| {
        let target = Target { oneself, ..on(person(&policy, "member", &[])) };
        let facts = Facts { sso_missing, ..Facts::default() };
        decide(&policy, &admin, Command::SetGrant { grant, on: on_ }, Some(&target), &facts, 0)
            .map(drop)
            .map_err(|d| d.code)
    };
    assert_eq!(ask(true, false, false), Ok(()));
    assert_eq!(ask(true, false, true), Err(Code::SsoNotConfigured));
    assert_eq!(ask(false, false, true), Ok(()), "off is the way out of a provider that is gone");
    assert_eq!(ask(true, true, false), Err(Code::SelfAction));
    assert_eq!(ask(false, true, false), Err(Code::SelfAction));
    // Other switches are as they were.
    let crm = policy.grant("crm").unwrap();
    let target = on(person(&policy, "member", &[]));
    let facts = Facts { sso_missing: true, ..Facts::default() };
    assert!(
        decide(&policy, &admin, Command::SetGrant { grant: crm, on: true }, Some(&target), &facts, 0).is_ok()
    );
}

#[test]
fn jl8_one_switch_is_enough_and_it_is_for_all_roles() {
    let two = voice("\n[grants.again]\nlabel = \"Again\"\nsso = true\n").unwrap_err();
    assert!(two.iter().any(|f| f.contains("grants.again.sso")), "{two:?}");
    let some = voice("for_roles = [\"member\"]\n").unwrap_err();
    assert!(some.iter().any(|f| f.contains("grants.elsewhere.for_roles")), "{some:?}");
}
