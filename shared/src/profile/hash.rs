//! A name for what a profile says.

use super::Profile;
use sha2::{Digest as _, Sha256};

/// Changes when the profile does, and is the same on every machine: page, server and other hosts compare it.
pub fn hash(profile: &Profile) -> String {
    let text = crate::json::write(profile);
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
