//! The parts of a profile about work: its kinds, who sees what of them, where new work goes, and who is told.

use super::{FieldKind, ForServers, Ordered};

/// A kind of work (`contact`, `deal`, `call`).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct WorkDef {
    /// Its name for people: `Contact`.
    pub label: String,
    /// Several of them: `Contacts`.
    pub plural: String,
    /// One line about it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// What the title is called: `Name`.
    pub title: String,
    /// What it looks like beside its name.
    #[cfg_attr(feature = "serde", serde(default))]
    pub icon: WorkIcon,
    /// The permission that opens it; without it nothing of this kind is seen or held. Left out: every active member.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub see: Option<String>,
    /// Its other details.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: Ordered<WorkFieldDef>,
    /// The kind that it is linked to: an opportunity's contact (JT8).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parent: Option<String>,
    /// It belongs to a resource: a call to its voice agent (VA4).
    #[cfg_attr(feature = "serde", serde(default))]
    pub resource: bool,
    /// It may belong to a unit: a conversation to a group company (JL4).
    #[cfg_attr(feature = "serde", serde(default))]
    pub unit: bool,
    /// It can be imported from a file (JT9).
    #[cfg_attr(feature = "serde", serde(default))]
    pub import: bool,
    /// What is seen of it; all of them narrow.
    #[cfg_attr(feature = "serde", serde(default))]
    pub only: Vec<OnlyDef>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// The picture of a kind of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
pub enum WorkIcon {
    /// Somebody's card.
    #[default]
    #[serde(rename = "card")]
    Card,
    /// A case with papers: a deal.
    #[serde(rename = "case")]
    Case,
    /// What somebody says.
    #[serde(rename = "bubble")]
    Bubble,
    /// A telephone.
    #[serde(rename = "phone")]
    Phone,
    /// A ticked box.
    #[serde(rename = "task")]
    Task,
    /// A sheet of paper.
    #[serde(rename = "note")]
    Note,
}

/// A detail of a work item.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct WorkFieldDef {
    /// Its name for people.
    pub label: String,
    /// What it holds.
    pub kind: FieldKind,
    /// It must be filled in.
    #[cfg_attr(feature = "serde", serde(default))]
    pub required: bool,
    /// For `kind = "choice"` and `"choices"`: what can be chosen.
    #[cfg_attr(feature = "serde", serde(default))]
    pub choices: Vec<String>,
    /// A search looks at it too.
    #[cfg_attr(feature = "serde", serde(default))]
    pub searched: bool,
    /// Shown in the list.
    #[cfg_attr(feature = "serde", serde(default))]
    pub listed: bool,
    /// The permission that shows it (VA3). Left out: whoever sees the item.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub see: Option<String>,
    /// Other spellings of its name in imported files.
    #[cfg_attr(feature = "serde", serde(default))]
    pub also: ForServers<Vec<String>>,
}

/// What a narrowed viewer still sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
pub enum Reach {
    /// What is assigned to the viewer.
    #[serde(rename = "assigned")]
    Assigned,
    /// What belongs to a resource that the viewer is given.
    #[serde(rename = "access")]
    Access,
    /// What belongs to the viewer's unit, or to none.
    #[serde(rename = "unit")]
    Unit,
}

/// A narrowing of what is seen (JT6, JL4, VA4).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OnlyDef {
    /// What is left.
    pub to: Reach,
    /// Only while this setting is on (JT6).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub when_setting: Option<String>,
    /// Only for those who have this switch (JL4).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub when_grant: Option<String>,
    /// Not for those who have this permission.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unless: Option<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// A switch of the whole team (JT6).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SettingDef {
    /// Its name for people.
    pub label: String,
    /// One line about it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Where new work goes (JT11, JL3).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RoutingDef {
    /// The kind of work that comes in.
    pub kind: String,
    /// The item's field that says what it is about.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub subject: Option<String>,
    /// The member's field that says what they know.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub expertise: Option<String>,
    /// The switch "only assign from expertise".
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub only: Option<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Who is away (JY13).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AwayDef {
    /// The member's field.
    pub field: String,
    /// Its values that mean away.
    pub values: Vec<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Who gets a mail about what: the member's field, and its choices that stand for each (JT18, JY13).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct NoticesDef {
    /// The member's field, of the kind `choices`.
    pub field: String,
    /// Something was assigned to the person.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assigned: Option<String>,
    /// Something happened to what is theirs.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub activity: Option<String>,
    /// Something new came in.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub arrived: Option<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Units of an organization (ST2, JL4).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct UnitsDef {
    /// One of them: `Branch`.
    pub label: String,
    /// Several of them: `Groups and branches`.
    pub plural: String,
    /// One line about them.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// Kinds of unit: `Group`, `Branch`.
    pub kinds: Vec<String>,
    /// Only an enterprise has them.
    #[cfg_attr(feature = "serde", serde(default))]
    pub enterprise_only: bool,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// What customers see of a member (JL9).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct FacingDef {
    /// The member's field whose text stands in for the name.
    pub field: String,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}
