//! Who may do something now.

/// `GET /teams/{team}/who-can` query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct WhoCanQuery {
    /// An action's id (`change-role`), or `use:<permission>` for what the product itself guards.
    pub action: String,
    /// What it would set: a role, an addition, a switch, a standing, a field; the kind of work, for actions on work. Left
    /// out: any of them.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub to: Option<String>,
    /// Member id, for actions that are done to a member.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub target: Option<String>,
}

/// Somebody who may.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Able {
    /// Member id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Main role.
    pub role: String,
    /// Version of the person's picture; absent without one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub avatar: Option<String>,
}

/// Answer of `GET /teams/{team}/who-can`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhoCan {
    /// By name; the first hundred.
    pub people: Vec<Able>,
    /// How many there are in all.
    pub total: u32,
}
