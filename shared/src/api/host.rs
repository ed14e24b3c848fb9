//! What a host's back end says of its users with an API key, by its own names for them.

use super::{FieldValues, MemberView};

/// Longest name of the host's for one of its users.
pub const REFERENCE_MAX: usize = 128;

/// `PUT /teams/{team}/members/by-reference/{reference}`: invites somebody, or changes what differs. What is left out stays.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutMember {
    /// Sign-in address; needed for somebody new. A member who has it already, and whom the host calls nothing yet, is the one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub email: Option<String>,
    /// Main role's id; for somebody new the profile's default role when left out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub role: Option<String>,
    /// The profile's other fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// Ids of all switches that are on (VA3).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub grants: Option<Vec<String>>,
    /// Ids of all resources (VA4).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub access: Option<Vec<String>>,
    /// False takes access away, or withdraws the invitation; true gives it back.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub active: Option<bool>,
}

/// A member by the host's name.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HostMember {
    /// What the host calls them.
    pub reference: String,
    /// The member afterwards; absent when the invitation was withdrawn.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub member: Option<MemberView>,
    /// The team's revision afterwards.
    pub revision: i64,
}

/// `PUT /intake/by-reference/{reference}`: new work, or what differs in it. Fields that are left out stay.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutIntake {
    /// Title.
    pub title: String,
    /// The kind's fields; an empty value takes one away.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// For something new: automation id; the team's first running one when left out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub automation: Option<String>,
    /// For something new: the unit that it belongs to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
}
