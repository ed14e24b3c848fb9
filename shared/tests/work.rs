//! The rules of work, exhaustively: who sees what, who can hold it, where new work goes, who may succeed. The model is
//! written from the documents (JT6, JL4, VA4, …) and shares no code with the rules.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap
)]

use proptest::prelude::*;
use shared::api::FieldValues;
use shared::policy::{
    Candidate, Code, Command, Facts, Heir, Notice, Place, Policy, SeatFact, Set, Skip, Status, Subject,
    Successor, Target, Viewer, decide,
};

const PRODUCTS: [&str; 5] = ["jtek", "jetlink", "salestrekker", "voice-agents", "jelly"];

fn policy(id: &str) -> Policy {
    Policy::compile(shared::profile::builtin(id).unwrap().unwrap()).unwrap()
}

/// A person by the documents' words.
#[derive(Clone, Debug)]
struct Who {
    role: String,
    additions: Vec<String>,
    grants: Vec<String>,
    standing: Vec<String>,
    status: Status,
}

impl Who {
    fn is(&self, role: &str) -> bool {
        self.role == role
    }

    fn has(&self, grant: &str) -> bool {
        self.grants.iter().any(|g| g == grant)
    }

    fn subject(&self, policy: &Policy) -> Subject {
        policy.subject(&self.role, &self.additions, &self.grants, &self.standing, self.status, None).unwrap()
    }
}

fn subsets(ids: &[String]) -> Vec<Vec<String>> {
    (0..1_usize << ids.len())
        .map(|mask| {
            ids.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, id)| id.clone()).collect()
        })
        .collect()
}

fn owned(ids: impl Iterator<Item = impl AsRef<str>>) -> Vec<String> {
    ids.map(|id| id.as_ref().to_owned()).collect()
}

/// Everybody whom a profile can tell apart. An addition stands on its main role: without it nobody has one.
fn everybody(policy: &Policy) -> Vec<Who> {
    let profile = policy.profile();
    let mut all = Vec::new();
    for (role, _) in profile.roles.iter() {
        let fitting = profile.additions.iter().filter(|(_, a)| a.needs == role).map(|(id, _)| id);
        for additions in subsets(&owned(fitting)) {
            for standing in subsets(&owned(profile.standing.ids())) {
                for grants in subsets(&owned(profile.grants.ids())) {
                    for status in Status::ALL {
                        all.push(Who {
                            role: role.to_owned(),
                            additions: additions.clone(),
                            grants: grants.clone(),
                            standing: standing.clone(),
                            status,
                        });
                    }
                }
            }
        }
    }
    all
}

/// Opens the kind of work at all, by the documents.
fn opens(product: &str, kind: &str, who: &Who) -> bool {
    match (product, kind) {
        // "View & message contacts", "Create & manage opportunities": both roles.
        ("jtek", "contact" | "opportunity" | "conversation") => true,
        // "Engage with customers through the conversation screen": admins (everything) and agents.
        ("jetlink", "conversation") => who.is("admin") || who.is("agent"),
        ("salestrekker", "deal" | "contact" | "task" | "note") => true,
        ("voice-agents", "call") => true,
        ("jelly", "conversation") => true,
        other => panic!("the documents know no {other:?}"),
    }
}

/// Where something stands, from the viewer's side: theirs, somebody else's (or another), nobody's (or none).
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rel {
    Mine,
    Other,
    None,
}

const RELS: [Rel; 3] = [Rel::Mine, Rel::Other, Rel::None];

/// What the documents show of an item. `(assignee, unit, resource)` from the viewer's side.
fn sees(product: &str, kind: &str, who: &Who, settings: &[String], at: (Rel, Rel, Rel)) -> bool {
    let (assignee, unit, resource) = at;
    let assigned_only_setting = !settings.is_empty();
    if who.status != Status::Active || !opens(product, kind, who) {
        return false;
    }
    match product {
        // "If you want Users to only see contacts assigned to them", "their assigned opportunities" (JT6).
        "jtek" => who.is("admin") || !assigned_only_setting || assignee == Rel::Mine,
        "jetlink" => {
            let only_assigned = who.is("agent") && who.has("assigned-only");
            let other_companies = who.is("admin") || who.has("group-companies.view");
            (!only_assigned || assignee == Rel::Mine) && (other_companies || unit != Rel::Other)
        }
        // "Members will only see calls and data from assigned agents" (VA4).
        "voice-agents" => who.is("administrator") || resource == Rel::Mine,
        _ => true,
    }
}

#[test]
fn jt6_jl4_va4_everybody_sees_what_the_documents_show_them_and_nothing_else() {
    let mut judged = 0_usize;
    for product in PRODUCTS {
        let policy = policy(product);
        let settings = subsets(&owned(policy.profile().settings.ids()));
        assert_eq!(
            settings.len(),
            if product == "jtek" { 2 } else { 1 },
            "{product}: settings that no test knows"
        );
        for who in everybody(&policy) {
            let subject = who.subject(&policy);
            for kind in policy.kinds() {
                let name = policy.kind_name(kind).to_owned();
                for on in &settings {
                    for enterprise in [false, true] {
                        let scope = policy.scope(&subject, kind, policy.settings_set(on), enterprise);
                        for assignee in RELS {
                            for unit in RELS {
                                for resource in RELS {
                                    let place = Place {
                                        assignee: [Some("me"), Some("you"), None][assignee as usize],
                                        unit: [Some("here"), Some("there"), None][unit as usize],
                                        resource: [Some("given"), Some("withheld"), None][resource as usize],
                                    };
                                    let given = ["given".to_owned()];
                                    let viewer = Viewer { id: "me", unit: Some("here"), access: &given };
                                    let want = sees(product, &name, &who, on, (assignee, unit, resource));
                                    assert_eq!(
                                        scope.admits(&viewer, &place),
                                        want,
                                        "{product} {name} {who:?} with {on:?} looks at {place:?}: {scope:?}"
                                    );
                                    judged += 1;
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(judged > 40_000, "only {judged} looks");
}

#[test]
fn a14_somebody_without_unit_or_access_is_not_everybody() {
    // Nothing is equal to nothing: a viewer without a unit belongs to no company, and one without agents has none.
    let jetlink = policy("jetlink");
    let agent = Who {
        role: "agent".into(),
        additions: vec![],
        grants: vec![],
        standing: vec![],
        status: Status::Active,
    };
    let kind = jetlink.kind("conversation").unwrap();
    let scope = jetlink.scope(&agent.subject(&jetlink), kind, Set::EMPTY, true);
    let nowhere = Viewer { id: "me", unit: None, access: &[] };
    assert!(!scope.admits(&nowhere, &Place { unit: Some("there"), ..Place::default() }));
    assert!(scope.admits(&nowhere, &Place::default()), "what belongs to no company is everybody's");

    let voice = policy("voice-agents");
    let member = Who { role: "member".into(), ..agent };
    let kind = voice.kind("call").unwrap();
    let scope = voice.scope(&member.subject(&voice), kind, Set::EMPTY, false);
    for resource in [None, Some("reception"), Some("")] {
        assert!(!scope.admits(&nowhere, &Place { resource, ..Place::default() }), "{resource:?}");
        assert!(!scope.admits(&nowhere, &Place { assignee: Some("me"), resource, ..Place::default() }));
    }
}

#[test]
fn va3_the_recording_is_for_those_with_the_switch() {
    let policy = policy("voice-agents");
    let kind = policy.kind("call").unwrap();
    let (_, def) = policy.kind_def(kind).unwrap();
    assert!(def.fields.get("recording").is_some(), "a call with its recording");
    for who in everybody(&policy) {
        let subject = who.subject(&policy);
        let may = who.status == Status::Active && (who.is("administrator") || who.has("recordings"));
        assert_eq!(policy.sees_field(&subject, kind, "recording", false), may, "{who:?}");
        assert!(!policy.sees_field(&subject, kind, "no-such-field", false));
    }
}

#[test]
fn can_hold_is_active_and_open_whatever_else() {
    for product in PRODUCTS {
        let policy = policy(product);
        assert!(policy.kinds().count() > 0, "{product} has no work");
        for who in everybody(&policy) {
            for kind in policy.kinds() {
                for enterprise in [false, true] {
                    let want = who.status == Status::Active && opens(product, policy.kind_name(kind), &who);
                    let subject = who.subject(&policy);
                    assert_eq!(policy.can_hold(&subject, kind, enterprise), want, "{product} {who:?}");
                    let scope = policy.scope(&subject, kind, Set::EMPTY, enterprise);
                    assert_eq!(scope.nothing, !want, "{product} {who:?}");
                }
            }
        }
        let none = shared::policy::KindId(u8::MAX);
        let founder = policy.founder();
        assert!(!policy.can_hold(&founder, none, false));
        assert!(policy.scope(&founder, none, Set::EMPTY, false).nothing);
        assert!(policy.kind("no-such-kind").is_none() && policy.kind("").is_none());
    }
}

fn calm(policy: &Policy, enterprise: bool, manages: bool) -> Facts {
    Facts {
        holders: policy.profile().guards.keep_one.iter().map(|_| Some(2)).collect(),
        seats: policy.profile().seats.iter().map(|_| SeatFact::default()).collect(),
        manages_target_unit: manages,
        enterprise,
    }
}

fn code(
    policy: &Policy,
    actor: &Who,
    command: Command,
    target: Option<&Who>,
    oneself: bool,
    enterprise: bool,
) -> Option<Code> {
    let facts = calm(policy, enterprise, false);
    let target = target.map(|t| Target { subject: t.subject(policy), oneself, shared_account: false });
    decide(policy, &actor.subject(policy), command, target.as_ref(), &facts, 0).err().map(|d| d.code)
}

/// Work is given to active people who can look after it, by people who see it and may give it; nothing else matters.
#[test]
fn jt7_work_goes_only_to_those_who_can_look_after_it() {
    for product in PRODUCTS {
        let policy = policy(product);
        let people: Vec<_> = everybody(&policy).into_iter().filter(|w| w.standing.len() < 2).collect();
        // One of each verdict-relevant kind is enough on the actor's side.
        let actors: Vec<_> = people.iter().filter(|w| w.grants.len() < 2 && w.additions.is_empty()).collect();
        for kind in policy.kinds() {
            let name = policy.kind_name(kind).to_owned();
            for actor in &actors {
                let command = Command::AssignWork { kind: Some(kind) };
                for target in &people {
                    let got = code(&policy, actor, command, Some(target), false, false);
                    let context = || format!("{product} {name}: {actor:?} to {target:?}: {got:?}");
                    if actor.status != Status::Active || !opens(product, &name, actor) {
                        assert_eq!(got, Some(Code::NotPermitted), "{}", context());
                    } else if got == Some(Code::NotPermitted) {
                        // Who may not give at all may give to nobody.
                        assert_eq!(
                            code(&policy, actor, command, Some(actor), true, false),
                            got,
                            "{}",
                            context()
                        );
                    } else if target.status != Status::Active {
                        assert!(
                            matches!(got, Some(Code::WrongStatus | Code::InviteExpired)),
                            "{}",
                            context()
                        );
                    } else if !opens(product, &name, target) {
                        assert_eq!(got, Some(Code::CannotHoldWork), "{}", context());
                    } else {
                        assert_eq!(got, None, "{}", context());
                    }
                }
                let see = code(&policy, actor, Command::ViewWork { kind }, None, false, false);
                let open = actor.status == Status::Active && opens(product, &name, actor);
                assert_eq!(see.is_none(), open, "{product} {name} {actor:?}");
                let import = code(&policy, actor, Command::ImportWork { kind }, None, false, false);
                assert!(open || import.is_some(), "{product} {name} {actor:?} imports what they do not see");
                let take =
                    code(&policy, actor, Command::UnassignWork { kind: Some(kind) }, None, false, false);
                assert!(open || take.is_some(), "{product} {name} {actor:?} takes what they do not see");
            }
        }
    }
}

#[test]
fn st10_a_successor_is_active_stays_and_can_look_after_everything_that_moves() {
    for product in PRODUCTS {
        let policy = policy(product);
        let kinds: Vec<_> = policy.kinds().collect();
        let names: Vec<_> = kinds.iter().map(|k| policy.kind_name(*k).to_owned()).collect();
        assert_eq!(policy.successor(None, false, &kinds, false), Successor::Nobody);
        // Somebody of another team, or nobody's id at all.
        assert_eq!(policy.successor(None, true, &kinds, false), Successor::Inactive);
        for who in everybody(&policy) {
            let subject = who.subject(&policy);
            for (leaver, leaves) in [(false, false), (true, false), (false, true), (true, true)] {
                for mask in 0..1_usize << kinds.len() {
                    let moves: Vec<_> = (0..kinds.len()).filter(|at| mask >> at & 1 == 1).collect();
                    let heir = Heir { subject: &subject, leaver, leaves };
                    let moving: Vec<_> = moves.iter().map(|at| kinds[*at]).collect();
                    let got = policy.successor(Some(&heir), true, &moving, false);
                    let able = moves.iter().all(|at| opens(product, &names[*at], &who));
                    let want = if leaver {
                        Successor::Leaver
                    } else if leaves || who.status != Status::Active || !able {
                        Successor::Inactive
                    } else {
                        Successor::Active
                    };
                    assert_eq!(got, want, "{product} {who:?} leaver {leaver} leaves {leaves} {moving:?}");
                }
            }
        }
    }
}

// --- standing (ST2) ---

fn one(role: &str) -> Who {
    Who { role: role.into(), additions: vec![], grants: vec![], standing: vec![], status: Status::Active }
}

fn with(mut who: Who, additions: &[&str], standing: &[&str]) -> Who {
    who.additions = owned(additions.iter());
    who.standing = owned(standing.iter());
    who
}

#[test]
fn st2_managing_agents_are_system_admins_of_an_enterprise_and_made_by_those_who_may() {
    let policy = policy("salestrekker");
    let standing = policy.standing("managing-agent").unwrap();
    let owner = with(one("system-admin"), &[], &["organization-owner"]);
    let give = Command::SetStanding { standing, on: true };
    for target in everybody(&policy) {
        // Owners are the owners' own business, whatever it is that is done to them.
        let admin = target.is("system-admin")
            || target.is("broker") && target.additions.iter().any(|a| a == "system-admin");
        let got = code(&policy, &owner, give, Some(&target), false, true);
        if target.status == Status::Active && admin {
            assert_eq!(got, None, "{target:?}");
        } else {
            assert!(got.is_some(), "{target:?} became a managing agent");
        }
        assert!(code(&policy, &owner, give, Some(&target), false, false).is_some(), "standalone: {target:?}");
    }
    // Nobody lifts themself or others: every role without the organization's standing.
    for actor in everybody(&policy) {
        if actor.standing.iter().any(|s| s == "organization-owner") && actor.status == Status::Active {
            continue;
        }
        let plain = !actor.is("system-admin")
            && !(actor.is("broker") && actor.additions.iter().any(|a| a == "system-admin"));
        if plain || actor.status != Status::Active {
            let target = one("system-admin");
            assert!(
                code(&policy, &actor, give, Some(&target), false, true).is_some(),
                "{actor:?} made a managing agent"
            );
            assert!(
                code(&policy, &actor, give, Some(&actor), true, true).is_some(),
                "{actor:?} made themself one"
            );
        }
    }
}

#[test]
fn st4_the_organizations_ownership_is_given_and_taken_by_owners_alone() {
    let policy = policy("salestrekker");
    let standing = policy.standing("organization-owner").unwrap();
    for enterprise in [false, true] {
        for actor in everybody(&policy) {
            let owner =
                actor.status == Status::Active && actor.standing.iter().any(|s| s == "organization-owner");
            if owner {
                continue;
            }
            for on in [true, false] {
                let command = Command::SetStanding { standing, on };
                let holder = with(one("system-admin"), &[], if on { &[] } else { &["organization-owner"] });
                assert!(
                    code(&policy, &actor, command, Some(&holder), false, enterprise).is_some(),
                    "{actor:?} turns ownership {on}"
                );
                assert!(
                    code(&policy, &actor, command, Some(&actor), true, enterprise).is_some(),
                    "{actor:?} own {on}"
                );
            }
        }
    }
}

#[test]
fn st4_the_last_organization_owner_stays_one() {
    let policy = policy("salestrekker");
    let standing = policy.standing("organization-owner").unwrap();
    let owner = with(one("system-admin"), &[], &["organization-owner"]);
    let mut facts = calm(&policy, false, false);
    for (at, id) in policy.profile().guards.keep_one.iter().enumerate() {
        if id == "organization-owner" {
            facts.holders[at] = Some(1);
        }
    }
    let target = Target { subject: owner.subject(&policy), oneself: true, shared_account: false };
    let taken = decide(
        &policy,
        &owner.subject(&policy),
        Command::SetStanding { standing, on: false },
        Some(&target),
        &facts,
        0,
    );
    assert!(taken.is_err(), "the organization has no owner any more");
}

#[test]
fn st2_units_exist_only_where_the_documents_have_them() {
    for product in PRODUCTS {
        let policy = policy(product);
        for enterprise in [false, true] {
            let exist = match product {
                "salestrekker" => enterprise,
                "jetlink" => true, // group companies (JL4)
                _ => false,
            };
            assert_eq!(policy.has_units(enterprise), exist, "{product} {enterprise}");
            let actors = everybody(&policy);
            let may = |command: Command| {
                actors.iter().any(|a| {
                    code(
                        &policy,
                        a,
                        command,
                        Some(&one(policy.role_name(policy.default_role()))),
                        false,
                        enterprise,
                    )
                    .is_none()
                })
            };
            assert_eq!(may(Command::ManageUnits), exist, "{product} {enterprise}: somebody arranges units");
            assert_eq!(
                may(Command::SetUnit),
                exist,
                "{product} {enterprise}: somebody puts people into units"
            );
        }
    }
}

// --- routing (JT11, JL3, JY13) ---

fn fields(pairs: &[(&str, &str)]) -> FieldValues {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

/// Who is in a rotation, by the documents' words.
#[derive(Clone, Debug)]
struct Member {
    who: Who,
    fields: FieldValues,
    turn: i64,
}

/// The reference: look for those who know the subject, else for those who take anything; of them the one who waits
/// longest, in the rotation's order among equals.
fn expected(members: &[Member], subject: Option<&str>, skips: &dyn Fn(&Member) -> bool) -> Option<usize> {
    let fit: Vec<usize> = (0..members.len()).filter(|at| !skips(&members[*at])).collect();
    let know: Vec<usize> = fit
        .iter()
        .copied()
        .filter(|at| {
            let known = members[*at].fields.get("expertise").map_or("", String::as_str);
            subject.is_some_and(|s| known.split(',').any(|k| k == s))
        })
        .collect();
    let any: Vec<usize> = fit.iter().copied().filter(|at| !members[*at].who.has("expertise-only")).collect();
    let pool = if know.is_empty() { any } else { know };
    let mut best = None;
    for at in pool {
        best = match best {
            Some(old) if members[old as usize].turn <= members[at].turn => Some(old),
            _ => Some(at),
        };
    }
    best
}

fn route(policy: &Policy, kind: &str, subject: Option<&str>, members: &[Member]) -> Option<usize> {
    let subjects: Vec<_> = members.iter().map(|m| m.who.subject(policy)).collect();
    let candidates: Vec<_> = members
        .iter()
        .enumerate()
        .map(|(at, m)| Candidate {
            subject: &subjects[at],
            fields: &m.fields,
            turn: m.turn,
            place: at as i64,
        })
        .collect();
    policy.route(policy.kind(kind).unwrap(), subject, &candidates, false)
}

const SUBJECTS: [&str; 5] = ["Sales", "Support", "Billing", "Shipping", "Returns"];

fn jetlink_member() -> impl Strategy<Value = Member> {
    let role = prop_oneof![6 => Just("agent"), 1 => Just("admin"), 1 => Just("reporter"), 1 => Just("jetbot-trainer")];
    let status =
        prop_oneof![6 => Just(Status::Active), 1 => Just(Status::Deactivated), 1 => Just(Status::Pending)];
    (role, status, proptest::sample::subsequence(SUBJECTS.to_vec(), 0..=3), any::<bool>(), 0..6_i64).prop_map(
        |(role, status, known, only, turn)| {
            let agent = role == "agent";
            let mut fields = FieldValues::new();
            if agent && !known.is_empty() {
                fields.insert("expertise".into(), known.join(","));
            }
            let mut who = one(role);
            who.status = status;
            if agent && only {
                who.grants.push("expertise-only".into());
            }
            Member { who, fields, turn }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn jl3_conversations_go_to_those_who_know_first_and_never_beyond_an_expertise_that_binds(
        members in proptest::collection::vec(jetlink_member(), 0..8),
        subject in proptest::option::of(proptest::sample::select(&SUBJECTS[..])),
    ) {
        let policy = policy_of("jetlink");
        let skips = |m: &Member| m.who.status != Status::Active || !opens("jetlink", "conversation", &m.who);
        let got = route(policy, "conversation", subject, &members);
        prop_assert_eq!(got, expected(&members, subject, &skips));
        if let Some(at) = got {
            let m = &members[at];
            let knows = subject.is_some_and(|s| m.fields.get("expertise").is_some_and(|e| e.split(',').any(|k| k == s)));
            prop_assert!(knows || !m.who.has("expertise-only"), "only from expertise");
        }
    }

    /// Whatever happens to the people in between, work is spread evenly over those who are there: somebody who is
    /// present throughout gets at most one more than anybody, and nobody present waits for more than a round.
    #[test]
    fn jt11_the_rotation_is_even_and_skips_who_is_not_there(
        n in 1..7_usize,
        steps in proptest::collection::vec((0..7_usize, 0..4_u8), 1..80),
    ) {
        let policy = policy_of("jtek");
        let mut members: Vec<_> =
            (0..n).map(|_| Member { who: one("user"), fields: FieldValues::new(), turn: 0 }).collect();
        let mut clock = 0;
        let mut served = vec![0_u32; n];
        let mut present_throughout = vec![true; n];
        for (who, what) in steps {
            if what == 0 && who < n {
                let m = &mut members[who].who;
                m.status = if m.status == Status::Active { Status::Deactivated } else { Status::Active };
                present_throughout[who] = false;
            }
            let got = route(policy, "contact", None, &members);
            let skips = |m: &Member| m.who.status != Status::Active;
            prop_assert_eq!(got, expected(&members, None, &skips));
            let Some(at) = got else {
                prop_assert!(members.iter().all(skips), "somebody is there and gets nothing");
                continue;
            };
            prop_assert_eq!(members[at].who.status, Status::Active);
            clock += 1;
            members[at].turn = clock;
            served[at] += 1;
        }
        let constant: Vec<_> = (0..n).filter(|at| present_throughout[*at]).map(|at| served[at]).collect();
        if let (Some(most), Some(least)) = (constant.iter().max(), constant.iter().min()) {
            prop_assert!(most - least <= 1, "uneven: {served:?}");
        }
    }
}

/// Compiling is the same each time: once for all cases.
fn policy_of(id: &'static str) -> &'static Policy {
    use std::sync::OnceLock;
    static JTEK: OnceLock<Policy> = OnceLock::new();
    static JETLINK: OnceLock<Policy> = OnceLock::new();
    if id == "jtek" { JTEK.get_or_init(|| policy(id)) } else { JETLINK.get_or_init(|| policy(id)) }
}

#[test]
fn jt11_round_robin_goes_round_in_the_chosen_order() {
    let policy = policy("jtek");
    let mut members: Vec<_> =
        (0..3).map(|_| Member { who: one("user"), fields: FieldValues::new(), turn: 0 }).collect();
    let mut order = Vec::new();
    for clock in 1..=7 {
        let at = route(&policy, "contact", None, &members).unwrap();
        members[at].turn = clock;
        order.push(at);
    }
    assert_eq!(order, [0, 1, 2, 0, 1, 2, 0]);
    // Deactivated: skipped at once, and the others go on in their order.
    members[1].who.status = Status::Deactivated;
    let mut order = Vec::new();
    for clock in 8..=11 {
        let at = route(&policy, "contact", None, &members).unwrap();
        members[at].turn = clock;
        order.push(at);
    }
    assert_eq!(order, [2, 0, 2, 0]);
    // Back again: next, and once only, not for all that was missed.
    members[1].who.status = Status::Active;
    let mut order = Vec::new();
    for clock in 12..=15 {
        let at = route(&policy, "contact", None, &members).unwrap();
        members[at].turn = clock;
        order.push(at);
    }
    assert_eq!(order, [1, 2, 0, 1]);
    assert_eq!(route(&policy, "contact", None, &[]), None);
}

#[test]
fn jl3_a_subject_matches_whole_words_of_the_expertise_only() {
    let policy = policy("jetlink");
    let knows = |text: &str| Member { who: one("agent"), fields: fields(&[("expertise", text)]), turn: 0 };
    let kept = |text: &str| {
        let mut m = knows(text);
        m.who.grants.push("expertise-only".into());
        m
    };
    let to = |subject: Option<&str>, members: &[Member]| route(&policy, "conversation", subject, members);
    assert_eq!(to(Some("Sales"), &[knows("Support"), knows("Sales,Billing")]), Some(1));
    assert_eq!(
        to(Some("Sales"), &[knows("Support"), kept("Billing")]),
        Some(0),
        "nobody knows: whoever takes anything"
    );
    assert_eq!(to(Some("Sales"), &[kept("Support"), kept("Billing")]), None, "nobody may have it: nobody's");
    assert_eq!(to(None, &[kept("Support"), kept("")]), None, "without a subject it matches no expertise");
    assert_eq!(to(None, &[kept("Support"), knows("Sales")]), Some(1));
    for odd in ["", "Sale", "Sales,Billing", "sales,", ","] {
        assert_eq!(to(Some(odd), &[kept("Sales,Billing")]), None, "{odd:?}");
    }
}

#[test]
fn jy13_whoever_is_away_is_skipped_and_only_they() {
    let policy = policy("jelly");
    let kind = policy.kind("conversation").unwrap();
    let person = |availability: Option<&str>| Member {
        who: one("member"),
        fields: availability.map_or_else(FieldValues::new, |a| fields(&[("availability", a)])),
        turn: 0,
    };
    for (value, away) in [(None, false), (Some("Available"), false), (Some("Away"), true), (Some(""), false)]
    {
        let m = person(value);
        assert_eq!(policy.is_away(&m.fields), away, "{value:?}");
        let want = away.then_some(Skip::Away);
        assert_eq!(policy.skip(&m.who.subject(&policy), &m.fields, kind, false), want, "{value:?}");
    }
    assert_eq!(route(&policy, "conversation", None, &[person(Some("Away")), person(None)]), Some(1));
    assert_eq!(route(&policy, "conversation", None, &[person(Some("Away"))]), None);
    // Gone weighs more than away: the page names what holds longest.
    let mut gone = person(Some("Away"));
    gone.who.status = Status::Deactivated;
    assert_eq!(policy.skip(&gone.who.subject(&policy), &gone.fields, kind, false), Some(Skip::Deactivated));
    for (skip, id) in [
        (Skip::Pending, "pending"),
        (Skip::Deactivated, "deactivated"),
        (Skip::Away, "away"),
        (Skip::CannotHold, "cannot-hold-work"),
    ] {
        assert_eq!(skip.id(), id);
    }
}

#[test]
fn jl9_the_visible_name_stands_in_for_the_name_and_only_where_it_is_given() {
    let jetlink = policy("jetlink");
    for (value, want) in [
        (None, "Ana Lima"),
        (Some(""), "Ana Lima"),
        (Some("  "), "Ana Lima"),
        (Some("Your friend"), "Your friend"),
    ] {
        let f = value.map_or_else(FieldValues::new, |v| fields(&[("visible-name", v)]));
        assert_eq!(jetlink.facing_name(&f, "Ana Lima"), want, "{value:?}");
    }
    let f = fields(&[("visible-name", "Somebody else")]);
    assert_eq!(policy("jtek").facing_name(&f, "Ana Lima"), "Ana Lima", "no such promise there");
}

#[test]
fn jt18_jy13_a_mail_goes_to_those_who_ticked_exactly_that() {
    let all = [Notice::Assigned, Notice::Activity, Notice::Arrived];
    for product in PRODUCTS {
        let policy = policy(product);
        let Some(def) = policy.profile().notices.clone() else { continue };
        let choices = [
            (Notice::Assigned, def.assigned),
            (Notice::Activity, def.activity),
            (Notice::Arrived, def.arrived),
        ];
        let ticks: Vec<String> = choices.iter().filter_map(|(_, c)| c.clone()).collect();
        for ticked in subsets(&ticks) {
            let f = fields(&[(&def.field, &ticked.join(","))]);
            for notice in all {
                let choice = choices.iter().find(|(n, _)| *n == notice).and_then(|(_, c)| c.clone());
                let want = choice.is_some_and(|c| ticked.contains(&c));
                assert_eq!(policy.wants_mail(&f, notice), want, "{product} {notice:?} of {ticked:?}");
            }
        }
        assert!(
            all.iter().all(|n| !policy.wants_mail(&FieldValues::new(), *n)),
            "{product}: mail that nobody asked for"
        );
    }
    for product in ["jtek", "jelly"] {
        assert!(policy(product).profile().notices.is_some(), "{product} promises it");
    }
}
