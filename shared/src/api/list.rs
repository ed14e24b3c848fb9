//! Shared resources of a team: rules, saved replies (JY15).

use super::FieldValues;

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The list's fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// Who changed it last, by name.
    pub by: String,
    /// When.
    pub at: i64,
    /// Grows with each edit.
    pub version: i64,
}

/// `GET /teams/{team}/lists/{list}` query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct EntryQuery {
    /// Every word must stand in the name or a field; letter case and accents don't matter.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub q: Option<String>,
}

/// Answer of `GET /teams/{team}/lists/{list}`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entries {
    /// In the team's own order.
    pub items: Vec<EntryView>,
}

/// `POST /teams/{team}/lists/{list}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEntry {
    /// Name.
    pub name: String,
    /// The list's fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// Before this entry; at the end when left out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub before: Option<String>,
}

/// `PATCH /teams/{team}/lists/{list}/{entry}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditEntry {
    /// New name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// Fields to change; those left out stay.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fields: Option<FieldValues>,
    /// The version that the editor saw.
    pub version: i64,
}

/// `PUT /teams/{team}/lists/{list}/order`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderEntries {
    /// All ids, in the new order; other ids than there are answer 409 `stale-version`.
    pub ids: Vec<String>,
}
