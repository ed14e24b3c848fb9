//! What JavaScript calls: it asks for room, writes a text there, calls a function, and reads the answer. Lengths and places are
//! bytes in the module's memory. No wasm-bindgen: five functions of texts need no generator.

// Exported names need the attribute that the lint speaks of; there is no other unsafe code.
#![allow(unsafe_code)]

use crate::Rules;
use std::cell::RefCell;

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
    static RULES: RefCell<Rules> = RefCell::default();
}

/// Room for a text of this length; where to write it. The next function reads it.
#[unsafe(no_mangle)]
pub extern "C" fn rules_room(len: usize) -> *const u8 {
    ROOM.with_borrow_mut(|room| {
        *room = vec![0; len];
        room.as_ptr()
    })
}

/// Where the last answer is.
#[unsafe(no_mangle)]
pub extern "C" fn rules_answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

/// Loads a profile: `name_len` bytes of its file's name, then its text. The answer's length.
#[unsafe(no_mangle)]
pub extern "C" fn rules_load(name_len: usize) -> usize {
    named(name_len, |file, text| RULES.with_borrow_mut(|rules| rules.load(file, text)))
}

/// Checks a profile, written as for [`rules_load`]. The answer's length.
#[unsafe(no_mangle)]
pub extern "C" fn rules_check(name_len: usize) -> usize {
    named(name_len, |file, text| RULES.with_borrow(|rules| rules.check(file, text)))
}

/// Judges a case. The answer's length.
#[unsafe(no_mangle)]
pub extern "C" fn rules_decide(handle: usize) -> usize {
    written(|case| RULES.with_borrow(|rules| rules.decide(handle, case)))
}

/// Counts a team. The answer's length.
#[unsafe(no_mangle)]
pub extern "C" fn rules_facts(handle: usize) -> usize {
    written(|team| RULES.with_borrow(|rules| rules.facts(handle, team)))
}

/// Lets a profile go.
#[unsafe(no_mangle)]
pub extern "C" fn rules_free(handle: usize) {
    RULES.with_borrow_mut(|rules| rules.free(handle));
}

fn named(name_len: usize, answer: impl FnOnce(&str, &str) -> String) -> usize {
    written(|both| {
        both.split_at_checked(name_len).map_or_else(String::new, |(file, text)| answer(file, text))
    })
}

/// Takes what was written, so that a large text is not kept.
fn written(answer: impl FnOnce(&str) -> String) -> usize {
    let room = ROOM.take();
    let answer = answer(&String::from_utf8_lossy(&room));
    let len = answer.len();
    ANSWER.set(answer);
    len
}
