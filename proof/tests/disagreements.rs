//! Every case, asked of both: the rules and the documents.

use crate::oracle::Oracle;
use crate::{for_each_profile, grouped, policy};
use proof::{Space, case_line, code_of};
use shared::policy::Policy;
use std::collections::BTreeMap;
use std::time::Instant;

/// Cases on which rules and oracle differ, by what they say; each with its number of cases and the first of them.
pub struct Comparison {
    pub cases: usize,
    pub requests: usize,
    pub different: BTreeMap<String, (usize, String)>,
}

/// Compares the verdicts of `rules` with the documents on every case of `space`.
pub fn compare(rules: &Policy, dictionary: &Policy, space: &Space) -> Comparison {
    let mut oracle = Oracle::new(dictionary);
    let mut different: BTreeMap<String, (usize, String)> = BTreeMap::new();
    space.each(|tuple| {
        let code = code_of(tuple.verdict(rules));
        if oracle.allows(&tuple) != code.is_none() {
            let opinion = oracle.opinion(&tuple);
            let because = if opinion.because.is_empty() {
                "no policy permits it".into()
            } else {
                opinion.because.join("; ")
            };
            let says = if opinion.allows { "allow" } else { "deny" };
            let action = tuple.command.action().id();
            let sort = format!("{action}: rules {}, oracle {says} ({because})", code.unwrap_or("allow"));
            different.entry(sort).or_insert_with(|| (0, case_line(dictionary, &tuple))).0 += 1;
        }
    });
    Comparison { cases: space.len(), requests: oracle.asked(), different }
}

impl Comparison {
    pub fn report(&self) -> String {
        let lines =
            self.different.iter().map(|(sort, (count, line))| format!("{count} × {sort}\n    {line}\n"));
        lines.collect()
    }
}

#[test]
fn oracle_agrees_on_every_tuple() {
    let begun = Instant::now();
    let results = for_each_profile(|id| {
        let begun = Instant::now();
        let policy = policy(id);
        let compared = compare(&policy, &policy, &Space::new(&policy));
        (compared, begun.elapsed().as_secs_f32())
    });
    let (mut cases, mut requests, mut wrong) = (0, 0, String::new());
    for (id, (compared, seconds)) in results {
        let (all, asked) = (grouped(compared.cases), grouped(compared.requests));
        println!("{id:<13} {all:>10} cases, {asked:>8} different requests to Cedar, {seconds:.1} s");
        cases += compared.cases;
        requests += compared.requests;
        if !compared.different.is_empty() {
            wrong.push_str(&format!("── {id}\n{}", compared.report()));
        }
    }
    let seconds = begun.elapsed().as_secs_f32();
    println!(
        "{:<13} {:>10} cases, {:>8} requests in {seconds:.1} s",
        "all",
        grouped(cases),
        grouped(requests)
    );
    assert!(wrong.is_empty(), "rules and documents differ:\n{wrong}");
}

#[test]
fn a_request_is_all_that_cedar_sees_of_a_case() {
    let mut draw = crate::mapping::Draw(3);
    for id in crate::PROFILES {
        let policy = policy(id);
        let space = Space::new(&policy);
        let mut oracle = Oracle::new(&policy);
        for _ in 0..3_000 {
            let tuple = space.get(draw.below(space.len())).expect("a number within the space");
            let whole = oracle.opinion(&tuple);
            assert_eq!(oracle.allows(&tuple), whole.allows, "{}", case_line(&policy, &tuple));
        }
    }
}
