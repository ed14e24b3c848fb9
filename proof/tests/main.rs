//! The proof: see `docs/parity.md`. `cargo xtask test --only proof` builds the wasm module that it needs.

mod disagreements;
mod exhaustive;
mod mapping;
mod mutation;
mod oracle;
mod wasm;

use shared::policy::Policy;
use shared::profile::{BUILTIN, Profile, builtin};

const PROFILES: [&str; BUILTIN.len()] = {
    let mut ids = [""; BUILTIN.len()];
    let mut at = 0;
    while at < ids.len() {
        ids[at] = BUILTIN[at].0;
        at += 1;
    }
    ids
};

fn profile(id: &str) -> Profile {
    builtin(id).expect("a built-in id").expect("a sound profile")
}

fn policy(id: &str) -> Policy {
    Policy::compile(profile(id)).expect("a sound profile")
}

/// One answer for each profile, two at a time.
fn for_each_profile<T: Send>(answer: impl Fn(&'static str) -> T + Sync) -> Vec<(&'static str, T)> {
    // The largest first, so that neither thread waits for long.
    let waiting = std::sync::Mutex::new(vec!["jtek", "jelly", "voice-agents", "jetlink", "salestrekker"]);
    assert_eq!(waiting.lock().expect("no thread has failed").len(), PROFILES.len());
    let done = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(id) = waiting.lock().expect("no thread has failed").pop() else { break };
                    let result = answer(id);
                    done.lock().expect("no thread has failed").push((id, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread has failed");
    done.sort_by_key(|(id, _)| PROFILES.iter().position(|p| p == id));
    assert_eq!(done.len(), PROFILES.len(), "a thread has failed");
    done
}

/// 12345678 as 12,345,678.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
