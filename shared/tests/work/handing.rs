//! Who gets work: by hand and as a successor (JT7, ST10).

use crate::{PRODUCTS, code, everybody, opens, policy};
use shared::policy::{Code, Command, Heir, Status, Successor};

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
