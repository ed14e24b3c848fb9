//! An answer in two bytes.

use crate::space::{Space, Tuple};
use shared::policy::{Code, Denial, Policy, decide};

/// 0 for allowed, else the code's place in [`Code::ALL`] plus one; then a fingerprint of what the denial is about, what would
/// lift it and its limit: the page shows these too.
pub type Verdict = [u8; 2];

/// The answers to all cases, in order.
pub fn answer(policy: &Policy, space: &Space) -> Vec<Verdict> {
    let mut all = Vec::with_capacity(space.len());
    space.each(|tuple| all.push(tuple.verdict(policy)));
    all
}

/// The code that a verdict's first byte stands for; none for allowed.
pub fn code_of(verdict: Verdict) -> Option<&'static str> {
    let at = usize::from(verdict[0]).checked_sub(1)?;
    Code::ALL.get(at).map(|code| code.id())
}

impl Tuple<'_> {
    /// What the rules say.
    pub fn verdict(&self, policy: &Policy) -> Verdict {
        match decide(policy, self.actor, self.command, self.target, self.facts, crate::NOW) {
            Ok(_) => [0, 0],
            Err(denial) => [code(&denial), fingerprint(&denial)],
        }
    }
}

fn code(denial: &Denial) -> u8 {
    let at = Code::ALL.iter().position(|code| *code == denial.code);
    at.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(u8::MAX)
}

/// FNV-1a, folded.
fn fingerprint(denial: &Denial) -> u8 {
    let lift = denial.lift.map_or(u8::MAX, |lift| lift as u8);
    let subject = denial.subject.as_deref().unwrap_or_default().bytes();
    let limit = denial.limit.map_or([u8::MAX; 4], u32::to_le_bytes);
    let hash = subject
        .chain([lift])
        .chain(limit)
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.to_le_bytes().into_iter().fold(0, |all, byte| all ^ byte)
}
