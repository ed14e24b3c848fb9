//! What a JavaScript host calls: put a profile's JSON in, take the verdicts out. No wasm-bindgen, so that nothing of the host
//! takes part in the answer.

// Exported names need the attribute that the lint speaks of; there is no other unsafe code.
#![allow(unsafe_code)]

use crate::{Space, answer};
use shared::policy::Policy;
use shared::profile::Profile;
use std::cell::RefCell;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a profile's JSON of this length; where to write it.
#[unsafe(no_mangle)]
pub extern "C" fn input(len: usize) -> *const u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(len, 0);
        input.as_ptr()
    })
}

/// Answers every case of the profile that was written; how many bytes. 0: it is no profile.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> usize {
    let profile = INPUT.with_borrow(|input| std::str::from_utf8(input).ok().and_then(shared::json::read));
    let policy = profile.and_then(|profile: Profile| Policy::kept(Box::leak(Box::new(profile))));
    let Some(policy) = policy else { return 0 };
    let verdicts = answer(policy, &Space::new(policy));
    OUTPUT.with_borrow_mut(|output| {
        *output = verdicts.into_flattened();
        output.len()
    })
}

/// Where the verdicts are.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}
