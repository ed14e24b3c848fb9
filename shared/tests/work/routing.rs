//! Where new work goes, who is skipped, and who is told (JT11, JL3, JY13, JT18, JL9).

use crate::{PRODUCTS, Who, fields, one, opens, policy, subsets};
use proptest::prelude::*;
use shared::api::FieldValues;
use shared::policy::{Candidate, Notice, Policy, Skip, Status};

/// Who is in a rotation, by the documents' words.
#[derive(Clone, Debug)]
struct Member {
    who: Who,
    fields: FieldValues,
    turn: i64,
}

impl Who {
    /// "Only assign from expertise", which is shown for agents (JL3).
    fn kept(&self) -> bool {
        self.is("agent") && self.has("expertise-only")
    }
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
    let any: Vec<usize> = fit.iter().copied().filter(|at| !members[*at].who.kept()).collect();
    let pool = if know.is_empty() { any } else { know };
    let mut best: Option<usize> = None;
    for at in pool {
        best = match best {
            Some(old) if members[old].turn <= members[at].turn => Some(old),
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
            // A switch that the role doesn't show binds nobody.
            if only {
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
            prop_assert!(knows || !m.who.kept(), "only from expertise");
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
    // Somebody who does not see the kind is never in turn, away or not.
    let jetlink = crate::policy("jetlink");
    let conversation = jetlink.kind("conversation").unwrap();
    for role in ["admin", "agent", "reporter", "jetbot-trainer"] {
        let subject = jetlink.subject(role, &[], &[], &[], Status::Active, None).unwrap();
        let want = (!jetlink.can_hold(&subject, conversation, false)).then_some(Skip::CannotHold);
        assert_eq!(want.is_some(), ["reporter", "jetbot-trainer"].contains(&role), "{role}");
        assert_eq!(jetlink.skip(&subject, &FieldValues::new(), conversation, false), want, "{role}");
    }
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
fn jl3_a_topic_is_looked_at_only_where_the_product_routes_by_one() {
    for (product, routed, subject) in [
        ("jtek", Some("contact"), None),
        ("jetlink", Some("conversation"), Some("topic")),
        ("salestrekker", None, None),
        ("voice-agents", None, None),
        ("jelly", Some("conversation"), None),
    ] {
        let policy = policy(product);
        assert_eq!(policy.routed_kind().map(|k| policy.kind_name(k)), routed, "{product}");
        for id in policy.profile().work.ids() {
            let want = subject.filter(|_| routed == Some(id));
            assert_eq!(policy.routing_subject(policy.kind(id).unwrap()), want, "{product} {id}");
        }
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
