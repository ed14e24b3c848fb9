//! Importing work from a file (JT9).

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// Its header.
    pub header: String,
    /// Field that it seems to be: `title` or a field id; empty for none.
    pub guess: String,
    /// Up to three values.
    pub samples: Vec<String>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineFault {
    /// Line in the file, the header being 1.
    pub line: u32,
    /// `title` or a field id; empty for the whole line.
    pub field: String,
    /// Stable code (`required`, `not-an-address`, `wrong-columns`).
    pub code: String,
    /// The value, shortened to 80 characters.
    pub value: String,
}

/// An import.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportView {
    /// Id.
    pub id: String,
    /// Kind of work.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// `draft`, `running`, `done`, `failed` or `cancelled`.
    pub state: String,
    /// Encoding that it was read with (`UTF-8`, `windows-1252`).
    pub encoding: String,
    /// Separator that it was read with.
    pub separator: String,
    /// Columns in order.
    pub columns: Vec<ImportColumn>,
    /// Lines without the header and without empty ones.
    pub lines: u32,
    /// Lines that are in.
    pub done: u32,
    /// The first 100 faults; nothing is imported while there is one.
    pub faults: Vec<LineFault>,
    /// How many faults in all.
    pub fault_count: u32,
    /// Why it failed, where no line is to blame: `assignee-gone`, `interrupted`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub reason: String,
    /// Name of who began it.
    pub by: String,
    /// When.
    pub created_at: i64,
}

/// `POST /teams/{team}/work/{kind}/imports` query; the body is the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct ImportQuery {
    /// Name of the file.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub file: Option<String>,
}

/// `POST …/imports/{import}/check` and `…/start`: what the columns are, and who gets the items.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportPlan {
    /// For each column `title`, a field id, or empty to leave it out.
    pub columns: Vec<String>,
    /// All to this member (JT9).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub to: Option<String>,
    /// Or in turn to these.
    #[cfg_attr(feature = "serde", serde(default))]
    pub rotate: Vec<String>,
}

/// Answer of `GET …/imports`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imports {
    /// Newest first; at most 20.
    pub items: Vec<ImportView>,
}
