//! One team: its rules, and the facts that the page needs to judge by them.

use super::{MemberView, ResourceView};
use crate::json::Unread;
use crate::profile::Profile;
use crate::roster::Counts;

/// `GET /teams/{team}`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamView {
    /// The team's id.
    pub id: String,
    /// The team's name.
    pub name: String,
    /// The rules as data; the page compiles them with the same code as the server.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub profile: Unread<Profile>,
    /// Hash of the rules; equals the `x-policy-hash` header.
    pub policy_hash: String,
    /// Grows with each write to the team; equals the `x-team-revision` header.
    pub revision: i64,
    /// An enterprise has units with managers of their own (ST2).
    pub enterprise: bool,
    /// The person who asks, as a member of this team.
    pub me: MemberView,
    /// Maintained counts. What `view-members` would not show is left at zero.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub counts: Counts,
    /// Things that members may be given access to (VA4), by group then name. Without the right to set access: those that one was given.
    pub resources: Vec<ResourceView>,
    /// Units of the organization, by kind then name. Empty where there are none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub units: Vec<UnitRef>,
    /// Ids of the profile's settings that are on (JT6).
    #[cfg_attr(feature = "serde", serde(default))]
    pub settings: Vec<String>,
    /// Details of the team as the profile's `team_fields` name them (JY14).
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: super::FieldValues,
    /// When the team will be gone; absent unless somebody deleted it (JY16).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub deletes_at: Option<i64>,
    /// What people call the identity provider, where one is set up; without it nobody is made to sign in there (JL8).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sso: Option<String>,
    /// Somebody looks as this person who sees less work than they: lists are shorter than theirs.
    #[cfg_attr(feature = "serde", serde(default))]
    pub narrowed: bool,
    /// Unread notices of the person who asks.
    #[cfg_attr(feature = "serde", serde(default))]
    pub unread: u32,
    /// The server's clock when it answered: verdicts about expiry use it, not the browser's.
    pub now: i64,
}

/// A unit's name beside its members.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitRef {
    /// Unit id.
    pub id: String,
    /// Name.
    pub name: String,
    /// One of the profile's kinds of unit.
    pub kind: String,
}

/// `PATCH /teams/{team}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditTeam {
    /// The new name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// Details to change (JY14); those left out stay.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fields: Option<super::FieldValues>,
    /// Ids of the profile's settings that are on from now on (JT6).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub settings: Option<Vec<String>>,
}

/// `POST /teams/{team}/deletion`: the team is gone after the profile's grace (JY16). `DELETE` takes it back.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeleteTeam {
    /// The team's name, typed; another one is a fault of this field (`not-the-name`).
    pub name: String,
}
