//! Small parts that the rules are made of, one by one: sets, statuses, ids and their places, forms, counts, what happened.
//! Servers and pages use them too, so each answers for itself here and not only as a part of a verdict.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation
)]

use shared::policy::{
    Code, Command, Facts, FormField, Notice, Policy, Scope, SeatFact, Set, Skip, StandingId, Status, Subject,
    Successor, Target, Via, accept, decide, found_team, take_in,
};
use shared::profile::builtin;
use shared::roster::{Change, Counts, Event, SeatCount, apply};
use std::collections::BTreeMap;

fn policy(id: &str) -> Policy {
    Policy::compile(builtin(id).unwrap().unwrap()).unwrap()
}

fn ids(all: &[&str]) -> Vec<String> {
    all.iter().map(|id| (*id).to_owned()).collect()
}

fn member(policy: &Policy, role: &str) -> Subject {
    policy.subject(role, &[], &[], &[], Status::Active, None).unwrap()
}

#[test]
fn sets() {
    let set = |bits: &[u8]| bits.iter().copied().collect::<Set>();
    let members = |s: Set| s.iter().collect::<Vec<_>>();
    let a = set(&[1, 5, 63]);
    assert_eq!(members(a), [1, 5, 63]);
    assert_eq!(members(a.with(5)), [1, 5, 63], "twice is once");
    assert_eq!(members(a.with(0)), [0, 1, 5, 63]);
    assert_eq!((a.with(64), Set::of(64), a.has(64)), (a, Set::EMPTY, false), "more than there is room for");
    assert_eq!(members(a.without(5)), [1, 63]);
    assert_eq!(a.without(6), a);
    assert_eq!(members(a.union(set(&[5, 6]))), [1, 5, 6, 63]);
    assert_eq!(members(a.both(set(&[5, 6]))), [5]);
    assert_eq!(members(a.minus(set(&[5, 6]))), [1, 63]);
    assert!(set(&[1, 63]).within(a) && a.within(a) && Set::EMPTY.within(a));
    assert!(!a.within(set(&[1, 5])) && !set(&[2]).within(a));
    assert!(Set::EMPTY.is_empty() && !a.is_empty());
    assert!(a.has(63) && !a.has(2));
}

#[test]
fn statuses() {
    for (status, id, listed, access, former, invited) in [
        (Status::Pending, "pending", Some(Status::Pending), false, false, true),
        (Status::Expired, "expired", None, false, false, true),
        (Status::Active, "active", Some(Status::Active), true, false, false),
        (Status::Deactivated, "deactivated", Some(Status::Deactivated), false, true, false),
    ] {
        assert_eq!((status.id(), Status::from_id(id), Status::listed(id)), (id, Some(status), listed));
        assert_eq!(
            (status.has_access(), status.is_former(), status.is_invited()),
            (access, former, invited),
            "{id}"
        );
        let stored = if status == Status::Expired { Status::Pending } else { status };
        assert_eq!(status.stored(), stored);
        for wanted in [Status::Pending, Status::Active, Status::Deactivated] {
            assert_eq!(status.stands_under(wanted), stored == wanted, "{id} under {}", wanted.id());
        }
        assert_eq!(status.at(None, 9), status, "without an end");
        for (now, then) in
            [(9, status), (10, if status == Status::Pending { Status::Expired } else { status })]
        {
            assert_eq!(status.at(Some(10), now), then, "{id} at {now}");
            let policy = policy("jelly");
            let who = Subject { status, expires_at: Some(10), ..member(&policy, "member") };
            assert_eq!(who.status_at(now), then);
        }
    }
    assert_eq!((Status::from_id("else"), Status::listed("else")), (None, None));
}

#[test]
fn ways_in() {
    assert_eq!(Via::ALL.map(Via::id), ["password", "sso"]);
    assert_eq!(["password", "sso", "else"].map(Via::from_id), [Some(Via::Password), Some(Via::Sso), None]);
    let (jelly, jetlink) = (policy("jelly"), policy("jetlink"));
    assert_eq!(jelly.sso_grant(), None);
    let sso = jetlink.sso_grant().unwrap();
    let id = jetlink.profile().grants.at(usize::from(sso.0)).unwrap().0.to_owned();
    assert_eq!(jetlink.grant(&id), Some(sso));
    let agent = |grants: &[String]| jetlink.subject("agent", &[], grants, &[], Status::Active, None).unwrap();
    assert_eq!(jetlink.way_in(&agent(&[])), Via::Password);
    assert_eq!(jetlink.way_in(&agent(&[id])), Via::Sso);
    let others: Vec<String> =
        jetlink.profile().grants.ids().filter(|g| jetlink.grant(g) != Some(sso)).map(str::to_owned).collect();
    assert_eq!(jetlink.way_in(&agent(&others)), Via::Password, "another switch");

    // What stands in the way of a command about it, for an admin who may do all of it otherwise.
    let admin = member(&jetlink, "admin");
    let asked = |command, subject: Subject, oneself, sso_missing| {
        let seats = jetlink.profile().seats.iter().map(|_| SeatFact::default()).collect();
        let holders = jetlink.profile().guards.keep_one.iter().map(|_| Some(9)).collect();
        let facts = Facts { seats, holders, sso_missing, ..Facts::default() };
        let target = Target { subject, oneself, shared_account: false };
        decide(&jetlink, &admin, command, Some(&target), &facts, 0).err().map(|d| d.code)
    };
    let turn = |grant, on| Command::SetGrant { grant, on };
    assert_eq!(asked(turn(sso, true), agent(&[]), false, false), None);
    assert_eq!(asked(turn(sso, true), agent(&[]), false, true), Some(Code::SsoNotConfigured));
    assert_eq!(asked(turn(sso, false), agent(&[]), false, true), None, "off is always possible");
    assert_eq!(asked(turn(sso, true), admin, true, false), Some(Code::SelfAction));
    assert_eq!(asked(turn(sso, false), admin, true, false), Some(Code::SelfAction));
    for other in jetlink.grants().filter(|g| *g != sso) {
        assert_eq!(
            asked(turn(other, true), agent(&[]), false, true),
            None,
            "{other:?} has nothing to do with it"
        );
        assert_eq!(asked(turn(other, true), admin, true, false), None, "{other:?} is one's own to turn");
    }

    // The doors that no member stands before.
    assert_eq!(found_team(0).map(|p| p.command()).ok(), Some(Command::Join));
    assert!(found_team(1).is_err(), "there is one already");
    assert_eq!(take_in().command(), Command::TakeIn);
    let guest = |status, expires_at| Subject { status, expires_at, ..member(&jelly, "member") };
    assert_eq!(accept(&guest(Status::Pending, Some(10)), 9).map(|p| p.command()).ok(), Some(Command::Join));
    let refused = |who| accept(&who, 10).err().map(|d| d.code);
    assert_eq!(refused(guest(Status::Pending, Some(10))), Some(Code::InviteExpired));
    assert_eq!(refused(guest(Status::Active, None)), Some(Code::WrongStatus));
}

#[test]
fn words_of_the_wire() {
    let notices = [Notice::Assigned, Notice::Activity, Notice::Arrived, Notice::ImportDone].map(Notice::id);
    assert_eq!(notices, ["assigned", "activity", "arrived", "import-done"]);
    let skips = [Skip::Pending, Skip::Deactivated, Skip::Away, Skip::CannotHold].map(Skip::id);
    assert_eq!(skips, ["pending", "deactivated", "away", "cannot-hold-work"]);
    assert!(Scope::default().is_all());
    for narrow in [
        Scope { nothing: true, ..Scope::default() },
        Scope { assigned: true, ..Scope::default() },
        Scope { unit: true, ..Scope::default() },
        Scope { access: true, ..Scope::default() },
    ] {
        assert!(!narrow.is_all(), "{narrow:?}");
    }
}

#[test]
fn ids_and_places() {
    let p = policy("salestrekker");
    assert_eq!(p.profile().id, "salestrekker");
    assert_eq!(
        (p.word("invite"), p.word("cancel-invite")),
        ("Add New", shared::profile::default_word("cancel-invite"))
    );
    let week = 7 * 24 * 3_600_000;
    assert_eq!((p.invitation_lasts(), policy("jelly").deletion_grace()), (week, week));
    assert_eq!(p.password_min(), p.profile().password.min);
    assert_eq!(policy("voice-agents").password_min(), 6);
    assert_eq!(p.role_name(p.default_role()), "broker");
    let names: Vec<&str> = p.roles().map(|r| p.role_name(r)).collect();
    assert_eq!(names, p.profile().roles.ids().collect::<Vec<_>>());
    for (at, id) in names.iter().enumerate() {
        assert_eq!(p.role(id).map(|r| usize::from(r.0)), Some(at));
    }
    assert_eq!((p.role("nobody"), p.addition("nobody"), p.grant("nobody")), (None, None, None));
    assert_eq!((p.field("nobody"), p.permission("nobody")), (None, None));
    assert_eq!(p.role_name(shared::policy::RoleId(99)), "");
    assert_eq!(p.addition("system-admin").map(|a| a.0), Some(1));
    assert_eq!(p.field("last-name").map(|f| f.0), Some(2));
    for (at, id) in p.permission_names().iter().enumerate() {
        assert_eq!(p.permission(id).map(|p| usize::from(p.0)), Some(at), "{id}");
    }
    assert!(p.permission("deals.use").is_some() && p.permission("members.view").is_some());

    let all = ids(&["mentor", "system-admin"]);
    let standing = ids(&["managing-agent", "unknown"]);
    let who = p.subject("broker", &all, &[], &standing, Status::Pending, Some(3)).unwrap();
    assert_eq!((who.status, who.expires_at), (Status::Pending, Some(3)));
    assert_eq!(
        (p.addition_names(who.additions), p.standing_names(who.standing)),
        (all, ids(&["managing-agent"]))
    );
    assert_eq!(p.subject("nobody", &[], &[], &[], Status::Active, None), None);
    let v = policy("voice-agents");
    let grants = ids(&["recordings", "crm"]);
    let chloe = v.subject("member", &[], &grants, &[], Status::Active, None).unwrap();
    let mut named = v.grant_names(chloe.grants);
    named.sort();
    assert_eq!(named, ids(&["crm", "recordings"]));

    let founder = p.founder();
    assert_eq!(
        (p.role_name(founder.role), founder.status),
        (p.profile().founder.role.as_str(), Status::Active)
    );
    assert_eq!(p.standing_names(founder.standing), p.profile().founder.standing);
    assert!(!founder.standing.is_empty());
}

#[test]
fn forms() {
    fn parts(p: &Policy, role: &str) -> Vec<String> {
        let form = p.invite_form(p.role(role).unwrap());
        let name = |part: &FormField<'_>| match part {
            FormField::Role => "role".to_owned(),
            FormField::Field(id, _) => (*id).to_owned(),
        };
        form.iter().map(name).collect()
    }
    let mut profile = builtin("jetlink").unwrap().unwrap();
    profile.invitation.fields = ids(&["email", "role", "first-name"]);
    let at = profile.fields.0.iter().position(|(id, _)| id == "first-name").unwrap();
    profile.fields.0[at].1.for_roles = ids(&["agent", "reporter"]);
    let p = Policy::compile(profile).unwrap();
    assert_eq!(parts(&p, "agent"), ["email", "role", "first-name"]);
    assert_eq!(parts(&p, "reporter"), ["email", "role", "first-name"]);
    assert_eq!(parts(&p, "admin"), ["email", "role"]);
    let def = p.profile().fields.get("first-name").unwrap();
    assert!(p.field_shows(def, p.role("agent").unwrap()) && !p.field_shows(def, p.role("admin").unwrap()));

    let mut profile = builtin("voice-agents").unwrap().unwrap();
    profile.grants.0[0].1.for_roles = ids(&["member"]);
    let v = Policy::compile(profile).unwrap();
    assert_eq!(v.grants().count(), v.profile().grants.len());
    for (grant, (id, def)) in v.grants().zip(v.profile().grants.iter()) {
        for role in v.roles() {
            let shows = def.for_roles.is_empty() || def.for_roles.iter().any(|r| r == v.role_name(role));
            assert_eq!(v.grant_shows(grant, role), shows, "{id} for {}", v.role_name(role));
        }
    }
    assert!(v.roles().any(|r| !v.grant_shows(v.grants().next().unwrap(), r)), "a switch that is not for all");
    assert!(!v.grant_shows(shared::policy::GrantId(99), v.default_role()));
}

#[test]
fn names_of_people() {
    let fields = |all: &[(&str, &str)]| -> BTreeMap<String, String> {
        all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    };
    let (one, two) = (policy("jelly"), policy("jetlink"));
    assert_eq!(one.display_name(&fields(&[("name", " Ada King "), ("first-name", "X")])), "Ada King");
    assert_eq!(
        two.display_name(&fields(&[("name", " "), ("first-name", "Ada"), ("last-name", "King")])),
        "Ada King"
    );
    assert_eq!(two.display_name(&fields(&[("last-name", "King")])), "King");
    assert_eq!(two.display_name(&fields(&[])), "");
    assert_eq!(one.split_name(" Ada Lovelace King "), fields(&[("name", "Ada Lovelace King")]));
    let split = fields(&[("first-name", "Ada Lovelace"), ("last-name", "King")]);
    assert_eq!(two.split_name(" Ada Lovelace King "), split);
    assert_eq!(two.split_name("Ada"), fields(&[("first-name", "Ada"), ("last-name", "")]));
    let mut nameless = builtin("jelly").unwrap().unwrap();
    nameless.fields.0.retain(|(id, _)| id != "name");
    assert_eq!(Policy::compile(nameless).unwrap().split_name("Ada"), fields(&[]));
}

#[test]
fn counts() {
    let p = policy("jetlink");
    let mut counts = Counts::default();
    let invited = |end| Subject { status: Status::Pending, expires_at: Some(end), ..member(&p, "agent") };
    let former = Subject { status: Status::Deactivated, ..member(&p, "agent") };
    for who in [member(&p, "admin"), member(&p, "agent"), invited(10), invited(5), former] {
        counts.count(&p, &who, 5, true);
    }
    assert_eq!((counts.active, counts.pending, counts.deactivated), (2, 2, 1));
    assert_eq!(counts.roles, BTreeMap::from([("admin".into(), 1), ("agent".into(), 3)]));
    assert_eq!(counts.holders.values().sum::<u32>(), 1, "of {:?}", p.profile().guards.keep_one);
    assert_eq!(
        counts.seats,
        BTreeMap::from([("agent".into(), SeatCount { used: 1, pending: 1, limit: None })])
    );
    if let Some(seat) = counts.seats.get_mut("agent") {
        seat.limit = Some(4);
    }
    let facts = counts.facts(&p, true, false);
    assert_eq!(facts.seats, [SeatFact { used: 2, limit: Some(4) }]);
    assert_eq!((facts.holders, facts.enterprise, facts.manages_target_unit), (vec![Some(1)], true, false));
    assert!(counts.facts(&p, false, true).manages_target_unit && !counts.facts(&p, false, true).sso_missing);
    // A second seat that is taken is not one that waits.
    counts.count(&p, &member(&p, "agent"), 5, true);
    assert_eq!((counts.seats["agent"].used, counts.seats["agent"].pending), (2, 1));
    counts.count(&p, &member(&p, "agent"), 5, false);
    // Out again, and never below nothing.
    for who in [member(&p, "admin"), member(&p, "admin"), former] {
        counts.count(&p, &who, 5, false);
    }
    assert_eq!((counts.active, counts.deactivated), (0, 0));
    counts.count(&p, &former, 5, false);
    assert_eq!((counts.deactivated, counts.facts(&p, false, false).holders), (0, vec![Some(0)]));
    let s = policy("salestrekker");
    let mentor = s.subject("broker", &ids(&["mentor"]), &[], &[], Status::Active, None).unwrap();
    let mut counts = Counts::default();
    counts.count(&s, &mentor, 0, true);
    assert_eq!(counts.roles, BTreeMap::from([("broker".into(), 1), ("mentor".into(), 1)]));
}

/// What each command makes of somebody, and what is told of it.
#[test]
fn what_happened() {
    let p = policy("salestrekker");
    let boss =
        p.subject("system-admin", &[], &[], &ids(&["organization-owner"]), Status::Active, None).unwrap();
    let told = |actor: &Subject, command, who: Subject, enterprise| -> Change {
        let holders = p.profile().guards.keep_one.iter().map(|_| Some(9)).collect();
        let seats = p.profile().seats.iter().map(|_| SeatFact::default()).collect();
        let facts = Facts { holders, seats, enterprise, manages_target_unit: true, ..Facts::default() };
        let target = Target { subject: who, oneself: false, shared_account: false };
        let permit = decide(&p, actor, command, Some(&target), &facts, 0);
        apply(&p, &permit.unwrap_or_else(|d| panic!("{command:?}: {d:?}")), &who, 0)
    };
    let of = |command, who| told(&boss, command, who, false);
    let broker = member(&p, "broker");
    let (mentor, processor) = (p.addition("mentor"), p.role("processor").unwrap());
    let invited = Subject { status: Status::Pending, expires_at: Some(9), ..broker };
    let lasts = Some(p.invitation_lasts());
    let change = |after, event| Change { after, event: Some(event) };

    let again = of(Command::ResendInvite, Subject { expires_at: Some(1), ..invited });
    assert_eq!(again, change(Some(Subject { expires_at: lasts, ..invited }), Event::InviteResent));
    assert_eq!(of(Command::CancelInvite, invited), change(None, Event::InviteCancelled));
    let field = p.field("last-name").unwrap();
    assert_eq!(of(Command::EditMember { field }, broker), change(Some(broker), Event::Edited(field)));
    let changed = of(Command::ChangeRole { to: processor }, broker);
    let event = Event::RoleChanged { from: broker.role, to: processor };
    assert_eq!(changed, change(Some(Subject { role: processor, ..broker }), event));
    let same = of(Command::ChangeRole { to: broker.role }, broker);
    assert_eq!(same, Change { after: Some(broker), event: None }, "the same role again");
    let with = Subject { additions: Set::of(mentor.unwrap().0), ..broker };
    let given = of(Command::AddRole { addition: mentor }, broker);
    assert_eq!(given, change(Some(with), Event::AdditionGiven(mentor.unwrap())));
    let taken = of(Command::RemoveRole { addition: mentor }, with);
    assert_eq!(taken, change(Some(broker), Event::AdditionTaken(mentor.unwrap())));
    let admin = member(&p, "system-admin");
    let agent = StandingId(1);
    let standing = Subject { standing: Set::of(agent.0), ..admin };
    let made = told(&boss, Command::SetStanding { standing: agent, on: true }, admin, true);
    assert_eq!(made, change(Some(standing), Event::StandingSet(agent, true)));
    let unmade = told(&boss, Command::SetStanding { standing: agent, on: false }, standing, true);
    assert_eq!(unmade, change(Some(admin), Event::StandingSet(agent, false)));
    assert_eq!(told(&boss, Command::SetUnit, broker, true), change(Some(broker), Event::UnitSet));
    assert_eq!(of(Command::SetAccess, broker), change(Some(broker), Event::AccessSet));
    assert_eq!(of(Command::HandOver, broker), change(Some(broker), Event::HandedOver));
    let former = Subject { status: Status::Deactivated, ..broker };
    assert_eq!(of(Command::Deactivate, broker), change(Some(former), Event::Deactivated));
    assert_eq!(of(Command::Restore, former), change(Some(broker), Event::Restored));
    let successor = Successor::Active;
    assert_eq!(of(Command::Delete { successor }, broker), change(None, Event::Deleted(successor)));
    let joined = apply(&p, &accept(&invited, 0).unwrap(), &invited, 0);
    assert_eq!(joined, change(Some(broker), Event::Joined));

    let v = policy("voice-agents");
    let boss = member(&v, "administrator");
    let on = |grant, on, grants: &[&str]| {
        let who = v.subject("member", &[], &ids(grants), &[], Status::Active, None).unwrap();
        let target = Target { subject: who, oneself: false, shared_account: false };
        let facts = Facts { holders: vec![Some(9)], ..Facts::default() };
        let permit = decide(&v, &boss, Command::SetGrant { grant, on }, Some(&target), &facts, 0).unwrap();
        let Change { after, event } = apply(&v, &permit, &who, 0);
        (v.grant_names(after.unwrap().grants), event)
    };
    let who = member(&v, "member");
    let target = Target { subject: who, oneself: false, shared_account: false };
    let facts = Facts { holders: vec![Some(9)], ..Facts::default() };
    let permit = decide(&v, &boss, Command::SetPassword, Some(&target), &facts, 0).unwrap();
    assert_eq!(apply(&v, &permit, &who, 0), change(Some(who), Event::PasswordSet));
    let crm = v.grant("crm").unwrap();
    assert_eq!(on(crm, true, &[]), (ids(&["crm"]), Some(Event::GrantSet(crm, true))));
    assert_eq!(on(crm, true, &["crm"]), (ids(&["crm"]), None), "on already");
    assert_eq!(on(crm, false, &["crm"]), (ids(&[]), Some(Event::GrantSet(crm, false))));
    assert_eq!(on(crm, false, &[]), (ids(&[]), None), "off already");
}
