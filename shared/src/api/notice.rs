//! The bell, and live events.

use super::WorkRef;

/// Something that a person should know (JT18).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeView {
    /// Id; newer ones are larger.
    pub id: i64,
    /// When.
    pub at: i64,
    /// `assigned`, `activity`, `arrived` (new work in the team), `import-done`.
    pub kind: String,
    /// Name of who caused it; empty for the system.
    pub actor: String,
    /// Kind of work.
    pub work: String,
    /// How many items; one unless a batch.
    pub n: u32,
    /// The item, where it is one and the person still sees it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub item: Option<WorkRef>,
    /// Read already.
    pub read: bool,
}

/// `GET /teams/{team}/notices`: the newest 50.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notices {
    /// Newest first.
    pub items: Vec<NoticeView>,
    /// How many are unread, in all.
    pub unread: u32,
}

/// `POST /teams/{team}/notices/read`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadNotices {
    /// All up to this id.
    pub up_to: i64,
}

/// One event of `GET /teams/{team}/live` (server-sent events, name `changed`): what to ask for again. It holds no content,
/// and is sent only to those who see what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiveEvent {
    /// The team's revision.
    pub revision: i64,
    /// `members`, `team`, `rules`, `notices`, `work:<kind>`, `imports`, `flow`, `structure`.
    pub topics: Vec<String>,
}
