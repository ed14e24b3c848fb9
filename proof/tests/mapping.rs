//! The numbering of the cases, and what it leaves out.

use crate::{PROFILES, policy};
use proof::{Sees, Space, case_line, code_of};
use shared::case::Cases;
use shared::policy::Action;
use std::collections::{BTreeMap, BTreeSet};

/// Small, seeded, good enough to pick cases.
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

#[test]
fn every_number_is_a_case_and_no_other() {
    for id in PROFILES {
        let space = Space::new(&policy(id));
        assert!(!space.is_empty());
        let mut at = 0;
        let mut wrong = None;
        space.each(|tuple| {
            // Each 97th: 97 divides none of the tables' sizes, so every place of every table has its turn.
            if at % 97 == 0 && space.get(at) != Some(tuple) {
                wrong.get_or_insert(at);
            }
            at += 1;
        });
        assert_eq!(wrong, None, "{id}");
        assert_eq!(at, space.len(), "{id}");
        assert!(space.get(at - 1).is_some() && space.get(at).is_none() && space.get(usize::MAX).is_none());
    }
}

#[test]
fn cases_are_different_from_each_other() {
    let policy = policy("jtek");
    let space = Space::new(&policy);
    let mut seen = BTreeSet::new();
    let mut twice = None;
    space.each(|tuple| {
        if !seen.insert(format!("{tuple:?}")) {
            twice.get_or_insert_with(|| case_line(&policy, &tuple));
        }
    });
    assert_eq!(twice, None);
    assert_eq!(seen.len(), space.len());
}

#[test]
fn every_action_has_cases_of_both_answers_somewhere() {
    let mut answers: BTreeMap<Action, [bool; 2]> = BTreeMap::new();
    for id in PROFILES {
        let policy = policy(id);
        Space::new(&policy).each(|tuple| {
            let allowed = code_of(tuple.verdict(&policy)).is_none();
            answers.entry(tuple.command.action()).or_default()[usize::from(allowed)] = true;
        });
    }
    for (action, ..) in shared::policy::ACTIONS {
        assert_eq!(answers.get(&action), Some(&[true, true]), "{}", action.id());
    }
}

#[test]
fn what_is_left_out_is_not_seen() {
    let mut draw = Draw(5);
    for id in PROFILES {
        let policy = policy(id);
        // The same commands, each with everything varied: far too many for all, so some of it.
        let whole = Space::seen(&policy, |_, _| Sees::everything());
        let pruned = Space::new(&policy);
        assert!(whole.len() > pruned.len());
        for _ in 0..200_000 {
            let tuple = whole.get(draw.below(whole.len())).expect("a number within the space");
            let sees =
                Sees::by(tuple.command, tuple.target.is_none_or(|t| t.subject.status.id() == "active"));
            // What is left out, set to the one value that the space has for it.
            let (mut facts, mut target) = (tuple.facts.clone(), tuple.target.copied());
            if !sees.holders {
                facts.holders.fill(Some(2));
            }
            if !sees.seats {
                facts.seats.iter_mut().for_each(|s| s.limit = None);
            }
            if !sees.sso {
                facts.sso_missing = false;
            }
            if let Some(target) = &mut target {
                target.shared_account &= sees.shared;
                if !sees.switches {
                    target.subject.grants = shared::policy::Set::EMPTY;
                }
            }
            let plain = proof::Tuple { facts: &facts, target: target.as_ref(), ..tuple };
            assert_eq!(tuple.verdict(&policy), plain.verdict(&policy), "{}", case_line(&policy, &tuple));
        }
    }
}

#[test]
fn without_access_it_does_not_matter_what_somebody_holds() {
    let mut draw = Draw(7);
    for id in PROFILES {
        let policy = policy(id);
        let space = Space::new(&policy);
        let actors = proof::actors(&policy);
        for _ in 0..100_000 {
            let tuple = space.get(draw.below(space.len())).expect("a number within the space");
            let who = actors[draw.below(actors.len())];
            for status in [shared::policy::Status::Pending, shared::policy::Status::Deactivated] {
                let actor = shared::policy::Subject { status, ..who };
                let verdict = proof::Tuple { actor: &actor, ..tuple }.verdict(&policy);
                let line = || case_line(&policy, &proof::Tuple { actor: &actor, ..tuple });
                assert!(code_of(verdict).is_some(), "{}", line());
            }
        }
    }
}

#[test]
fn a_case_reads_as_a_line_for_rolecall_decide() {
    let mut cases = Cases::new(|path| Err(format!("no file {path}")));
    let mut draw = Draw(11);
    for id in PROFILES {
        let policy = policy(id);
        let space = Space::new(&policy);
        for _ in 0..4_000 {
            let tuple = space.get(draw.below(space.len())).expect("a number within the space");
            let line = case_line(&policy, &tuple);
            if line.contains(r#""take-in""#) || line.contains(r#""join""#) {
                continue;
            }
            let want = match code_of(tuple.verdict(&policy)) {
                None => r#"{"verdict":"allow"}"#.to_owned(),
                Some(code) => format!(r#"{{"verdict":"deny","code":"{code}"}}"#),
            };
            assert_eq!(cases.answer(&line), Ok(want), "{line}");
        }
    }
}
