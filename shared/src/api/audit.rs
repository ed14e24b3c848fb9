//! The audit log.

/// Ids that the log holds besides those of actions and denials; each language has a word for them in `[log]`.
pub const LOGGED: [&str; 7] = ["on", "off", "picture", "kept", "reduced", "removed", "export-team"];

/// One thing that was done, or tried and denied.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Grows with time.
    pub id: i64,
    /// When.
    pub at: i64,
    /// Name of who did it, as it was then; empty for the server itself.
    pub actor: String,
    /// The action's id (`change-role`).
    pub action: String,
    /// Name of whom it was done to, as it was then; empty for the team.
    pub target: String,
    /// What changed, short: `user → admin`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub detail: String,
    /// Denied with this code; absent when done.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub denial: Option<String>,
}

/// `GET /teams/{team}/audit?after=`: newest first, 100 a page.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The entries.
    pub items: Vec<AuditEntry>,
    /// Pass as `after` for older ones; absent on the last page.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next: Option<i64>,
}
