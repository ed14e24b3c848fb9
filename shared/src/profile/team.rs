//! The parts of a profile about the team as a whole: shared lists, deleting it, reviewing access.

use super::{ForServers, Ordered, WorkFieldDef};

/// A list that the team shares: rules, saved replies (JY15).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ListDef {
    /// One of them: `Saved reply`.
    pub label: String,
    /// Several: `Saved replies`.
    pub plural: String,
    /// One line about it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// What an entry's name is called: `Name`.
    pub name: String,
    /// Its other details.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: Ordered<WorkFieldDef>,
    /// The order matters and can be changed: rules run from top to bottom.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ordered: bool,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Deleting the whole team (JY16).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DeleteTeamDef {
    /// How long it can be undone (`7d`).
    pub grace: String,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Reviewing who still needs access (VA11).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ReviewDef {
    /// Who has been inactive for so many days is proposed.
    pub days: u32,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}
