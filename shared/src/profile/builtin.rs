//! The five products that come with the program.

use super::Profile;
use super::check::{Fault, load};

/// Id and file text of each built-in profile.
pub const BUILTIN: [(&str, &str); 5] = [
    ("jtek", include_str!("../../profiles/jtek.toml")),
    ("jetlink", include_str!("../../profiles/jetlink.toml")),
    ("salestrekker", include_str!("../../profiles/salestrekker.toml")),
    ("voice-agents", include_str!("../../profiles/voice-agents.toml")),
    ("jelly", include_str!("../../profiles/jelly.toml")),
];

/// A built-in profile by its id, loaded and checked; `None` for an unknown id.
///
/// # Errors
/// What is wrong with the file: a mistake in this crate, which its tests find.
pub fn builtin(id: &str) -> Option<Result<Profile, Vec<Fault>>> {
    let (id, text) = BUILTIN.iter().find(|(known, _)| *known == id)?;
    Some(load(&[id, ".toml"].concat(), text))
}
