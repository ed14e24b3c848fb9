//! Names, phones, passwords, lines of text: kept exactly as typed or refused (N1).

use super::Fault;
use super::address::is_invisible;

/// Longest name or line, in characters.
const LONGEST: usize = 120;
/// Longest note, in characters.
const LONGEST_NOTE: usize = 4_000;
/// Longest password, in characters. Longer ones only cost hashing time (P2).
const LONGEST_PASSWORD: usize = 256;

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// One line of text: no control characters, no invisible ones (they turn the direction of what follows or hide
/// letters), no more than four combining marks in a row. Joiners inside emoji and scripts that need them
/// (U+200C, U+200D) are taken.
///
/// # Errors
/// `too-long`, `control-character`, `combining-flood`.
pub fn check_text(text: &str) -> Result<(), Fault> {
    check_chars(text, LONGEST, false)
}

/// A note: text in any number of lines, with at least one visible character.
///
/// # Errors
/// `required` and those of [`check_text`].
pub fn check_note(text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err("required");
    }
    check_chars(text, LONGEST_NOTE, true)
}

fn check_chars(text: &str, longest: usize, lines: bool) -> Result<(), Fault> {
    let mut marks = 0_u32;
    for (count, c) in text.chars().enumerate() {
        if count >= longest {
            return Err("too-long");
        }
        let joiner = matches!(c, '\u{200c}' | '\u{200d}') || matches!(c, '\u{e0020}'..='\u{e007f}');
        if lines && matches!(c, '\n' | '\t') {
            marks = 0;
            continue;
        }
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || (is_invisible(c) && !joiner) {
            return Err("control-character");
        }
        marks = if is_combining(c) { marks.saturating_add(1) } else { 0 };
        if marks > 4 {
            return Err("combining-flood");
        }
    }
    Ok(())
}

/// A name: text with at least one visible character.
///
/// # Errors
/// `required` and those of [`check_text`].
pub fn check_name(name: &str) -> Result<(), Fault> {
    if name.trim().is_empty() {
        return Err("required");
    }
    check_text(name)
}

/// A phone number for people to call: digits, spaces, `+ - ( ) . / x #`, 3 to 32 characters, at least three digits.
///
/// # Errors
/// `not-a-phone`.
pub fn check_phone(phone: &str) -> Result<(), Fault> {
    let taken = |c: char| c.is_ascii_digit() || " +-().x#/".contains(c);
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    if phone.len() <= 32 && digits >= 3 && phone.chars().all(taken) { Ok(()) } else { Err("not-a-phone") }
}

/// A password: `min` to 256 characters, any Unicode; the server normalises to NFC before hashing (P2).
///
/// # Errors
/// `required`, `too-short`, `too-long`.
pub fn check_password(password: &str, min: u32) -> Result<(), Fault> {
    let length = password.chars().take(LONGEST_PASSWORD.saturating_add(1)).count();
    if length == 0 {
        return Err("required");
    }
    if length > LONGEST_PASSWORD {
        return Err("too-long");
    }
    if u32::try_from(length).is_ok_and(|l| l < min) {
        return Err("too-short");
    }
    Ok(())
}
