//! Mail addresses: one documented rule for what is an address and when two are the same (I6).

use super::Fault;

/// Longest address, in bytes (RFC 5321).
const LONGEST: usize = 254;

/// Checks an address. Stricter than the grammar, as mail systems are: one `@`, a local part of printable characters
/// without spaces, quotes, brackets or commas, a domain of at least two labels of ASCII letters, digits and hyphens.
/// Letters beyond ASCII are taken in the local part and kept byte for byte; in the domain they are refused, because a
/// look-alike domain would send the invitation to a stranger (I6): the punycode form is taken.
///
/// # Errors
/// `required`, `too-long`, `not-an-address`, `no-domain-ending`.
pub fn check_address(address: &str) -> Result<(), Fault> {
    if address.is_empty() {
        return Err("required");
    }
    if address.len() > LONGEST {
        return Err("too-long");
    }
    let (local, domain) = address.split_once('@').ok_or("not-an-address")?;
    let bad_local =
        |c: char| c.is_control() || c.is_whitespace() || is_invisible(c) || "\"(),:;<>@[]\\".contains(c);
    if local.is_empty() || local.len() > 64 || local.contains(bad_local) {
        return Err("not-an-address");
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err("not-an-address");
    }
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if domain.is_empty() || !domain.split('.').all(label) {
        return Err("not-an-address");
    }
    if !domain.contains('.') {
        return Err("no-domain-ending");
    }
    Ok(())
}

/// Zero-width, bidirectional and other format characters, which make two different strings look alike.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What two spellings of one address have in common: ASCII letters lowered, nothing else. `ı`, `K` (U+212A) and `ß`
/// stay what they are, so that no look-alike becomes somebody else (I6). Mail goes to the address as typed.
pub fn address_key(address: &str) -> String {
    address.to_ascii_lowercase()
}

/// Splits pasted text into addresses: commas, semicolons, spaces and lines separate; `Ana <ana@x.example>` gives the
/// part between the brackets.
pub fn split_addresses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in text.split([',', ';', '\n', '\r', '\t']) {
        if let Some((_, rest)) = entry.split_once('<')
            && let Some((inside, _)) = rest.split_once('>')
        {
            found.push(inside.trim().to_owned());
            continue;
        }
        found.extend(entry.split_whitespace().map(str::to_owned));
    }
    found.retain(|a| !a.is_empty());
    found
}
