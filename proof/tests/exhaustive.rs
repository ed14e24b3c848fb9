//! The same answer natively and in wasm, for every case.

use crate::{for_each_profile, grouped, policy, profile, wasm};
use proof::{Space, Verdict, answer, case_line, code_of};
use shared::policy::Policy;
use std::time::Instant;

/// The first case on which two lists of verdicts differ, as a sentence with a line for `rolecall decide`.
pub fn difference(policy: &Policy, space: &Space, ours: &[Verdict], theirs: &[Verdict]) -> Option<String> {
    if ours.len() != theirs.len() {
        return Some(format!("{} cases natively, {} in wasm", ours.len(), theirs.len()));
    }
    let at = ours.iter().zip(theirs).position(|(a, b)| a != b)?;
    let tuple = space.get(at).expect("a number within the space");
    let say = |v: Verdict| format!("{} (reason {:02x})", code_of(v).unwrap_or("allow"), v[1]);
    let (a, b) = (say(ours[at]), say(theirs[at]));
    Some(format!("case {at}: natively {a}, in wasm {b}\n{}", case_line(policy, &tuple)))
}

#[test]
fn exhaustive_native_and_wasm_agree() {
    let begun = Instant::now();
    let results = for_each_profile(|id| {
        let policy = policy(id);
        let space = Space::new(&policy);
        let begun = Instant::now();
        let ours = answer(&policy, &space);
        let native = begun.elapsed();
        assert_eq!(ours.len(), space.len());
        let (theirs, in_wasm) = wasm::answers(&profile(id), id);
        if let Some(difference) = difference(&policy, &space, &ours, &theirs) {
            panic!("{id}: {difference}");
        }
        let allowed = ours.iter().filter(|v| code_of(**v).is_none()).count();
        (ours.len(), allowed, native.as_secs_f32(), in_wasm)
    });
    let mut all = 0;
    for (id, (count, allowed, native, in_wasm)) in results {
        let (cases, yes) = (grouped(count), grouped(allowed));
        println!("{id:<13} {cases:>10} cases, {yes:>9} allowed, native {native:.1} s, wasm {in_wasm} ms");
        all += count;
    }
    println!("{:<13} {:>10} cases in {:.1} s", "all", grouped(all), begun.elapsed().as_secs_f32());
    assert!(all >= 1_000_000, "the space has shrunk to {all}");
}
