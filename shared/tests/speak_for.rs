//! Whom a key may speak for in a widget (A7): nobody who has something that the key's maker neither has nor could give.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use shared::policy::{ACTIONS, Action, Authority, Code, Lift, Policy, Set, Status, Subject, speak_for};
use shared::profile::builtin;

fn policy(id: &str) -> Policy {
    Policy::compile(builtin(id).unwrap().unwrap()).unwrap()
}

fn who(policy: &Policy, role: &str, status: Status) -> Subject {
    policy.subject(role, &[], &[], &[], status, Some(1_000)).unwrap()
}

fn roles(policy: &Policy) -> Vec<String> {
    policy.profile().roles.ids().map(str::to_owned).collect()
}

#[test]
fn a7_in_every_product_the_highest_role_speaks_for_all_and_the_lowest_for_its_like() {
    for (id, first, last) in [
        ("jtek", "admin", "user"),
        ("jetlink", "admin", "reporter"),
        ("salestrekker", "system-admin", "processor"),
        ("voice-agents", "administrator", "member"),
        ("jelly", "owner", "member"),
    ] {
        let policy = policy(id);
        let all = roles(&policy);
        let say = |maker: &str, other: &str| {
            let (maker, other) = (who(&policy, maker, Status::Active), who(&policy, other, Status::Active));
            speak_for(&policy, &maker, &other, false, 0)
        };
        for other in &all {
            assert!(say(first, other).is_ok(), "{id}: {first} for {other}");
            assert!(say(other, other).is_ok(), "{id}: {other} for their like");
        }
        let denied = say(last, first).unwrap_err();
        assert_eq!(
            (denied.code, denied.subject.as_deref()),
            (Code::RankTooLow, Some(first)),
            "{id}: {last} for {first}"
        );
    }
}

#[test]
fn a7_jellys_admin_speaks_for_no_owner() {
    let policy = policy("jelly");
    let admin = who(&policy, "admin", Status::Active);
    let may = |role: &str| speak_for(&policy, &admin, &who(&policy, role, Status::Active), false, 0).is_ok();
    assert_eq!((may("owner"), may("admin"), may("member")), (false, true, true));
}

#[test]
fn a12_nobody_speaks_for_whoever_has_no_access() {
    let policy = policy("jelly");
    let owner = who(&policy, "owner", Status::Active);
    let of = |status, now| {
        let denied = speak_for(&policy, &owner, &who(&policy, "member", status), false, now).unwrap_err();
        (denied.code, denied.lift)
    };
    assert_eq!(of(Status::Pending, 999), (Code::WrongStatus, Some(Lift::AwaitAcceptance)));
    assert_eq!(of(Status::Pending, 1_000), (Code::WrongStatus, Some(Lift::AwaitAcceptance)));
    assert_eq!(of(Status::Deactivated, 0), (Code::WrongStatus, Some(Lift::RestoreFirst)));
}

#[test]
fn a7_what_others_could_be_given_counts_and_each_sort_of_right_does() {
    let one = Set::of(3);
    let none = Authority::default();
    let sorts: [fn(&mut Authority) -> &mut Set; 6] = [
        |a| &mut a.permissions,
        |a| &mut a.unit_permissions,
        |a| &mut a.assigns,
        |a| &mut a.adds,
        |a| &mut a.manages,
        |a| &mut a.invites,
    ];
    for (at, sort) in sorts.iter().enumerate() {
        let mut more = none;
        *sort(&mut more) = one;
        assert!(!none.covers(&more), "sort {at} is looked at");
        // A right over the people of some units covers nothing, not even its like: theirs may be other units.
        assert_eq!(more.covers(&more), at != 1, "sort {at}");
        assert!(more.covers(&none));
    }
    let over_all = Authority { permissions: one, ..none };
    assert!(over_all.covers(&Authority { unit_permissions: one, ..none }));
}

#[test]
fn s6_a_widget_has_all_but_secrets_the_teams_end_and_another_ones_eyes() {
    let mut out: Vec<&str> =
        ACTIONS.iter().map(|row| row.0).filter(|a| !a.in_widget()).map(Action::id).collect();
    out.sort_unstable();
    assert_eq!(out, ["delete-team", "manage-integrations", "set-password", "view-as"]);
}
