//! Who sees what (JT6, JL4, VA4, VA3).

use crate::{PRODUCTS, Who, everybody, opens, owned, policy, subsets};
use shared::policy::{Place, Set, Status, Viewer};

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
