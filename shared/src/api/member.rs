//! Members, and what is done to them.

use crate::Table;
use crate::policy::{Policy, Status, Subject, Target};

/// Field id → value, as the profile's form defines them (`first-name`, `phone`, …).
pub type FieldValues = Table<String>;

/// A member or a pending invitation, as the list and the details show them.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberView {
    /// The member's id.
    pub id: String,
    /// Sign-in address, as it was typed.
    pub email: String,
    /// Name to show: from the profile's name fields, else the address.
    pub name: String,
    /// Version of the person's picture, for `GET …/members/{member}/avatar?v=`; absent without one (VA1).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub avatar: Option<String>,
    /// The profile's other fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// Main role's id.
    pub role: String,
    /// Ids of additions to it (ST1).
    #[cfg_attr(feature = "serde", serde(default))]
    pub additions: Vec<String>,
    /// Ids of switches held (VA3).
    #[cfg_attr(feature = "serde", serde(default))]
    pub grants: Vec<String>,
    /// Ids of standing facts: `organization-owner`, `managing-agent` (ST2, ST4).
    #[cfg_attr(feature = "serde", serde(default))]
    pub standing: Vec<String>,
    /// Ids of resources that the member may use (VA4).
    #[cfg_attr(feature = "serde", serde(default))]
    pub access: Vec<String>,
    /// `pending`, `active` or `deactivated`; a reader derives `expired` from `expires_at`.
    pub status: Status,
    /// Pending: when the invitation ends.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub expires_at: Option<i64>,
    /// When the person was invited or made.
    pub invited_at: i64,
    /// Pending: how often the mail was sent.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sent: u32,
    /// Last request by the person in this team.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub last_active_at: Option<i64>,
    /// Deactivated: since when.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub deactivated_at: Option<i64>,
    /// What other teams know of the account (a password cannot be set for somebody who belongs elsewhere too).
    #[cfg_attr(feature = "serde", serde(default))]
    pub account: AccountStanding,
    /// Id of the unit that the member belongs to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// Ids of the units whose accounts the member manages (ST2).
    #[cfg_attr(feature = "serde", serde(default))]
    pub manages: Vec<String>,
    /// The viewer manages the unit that this member belongs to (ST2).
    #[cfg_attr(feature = "serde", serde(default))]
    pub in_my_unit: bool,
    /// Grows with each write to the row; sent back with an edit so that two editors don't overwrite each other.
    pub version: i64,
}

/// Whether the account behind a member is used in other teams too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountStanding {
    /// Only here.
    #[default]
    #[serde(rename = "plain")]
    Plain,
    /// In another team as well.
    #[serde(rename = "shared")]
    Shared,
}

impl AccountStanding {
    /// Only here.
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::Plain)
    }
}

impl MemberView {
    /// The rules' view of this row. Ids that the policy doesn't know (an old tab) are left out; an unknown main role
    /// gives `None`, and the row shows no controls.
    pub fn subject(&self, policy: &Policy) -> Option<Subject> {
        policy.subject(
            &self.role,
            &self.additions,
            &self.grants,
            &self.standing,
            self.status,
            self.expires_at,
        )
    }

    /// The row as the target of a command by the member whose id is `me`.
    pub fn target(&self, policy: &Policy, me: &str) -> Option<Target> {
        Some(Target {
            subject: self.subject(policy)?,
            oneself: self.id == me,
            shared_account: !self.account.is_plain(),
        })
    }
}

/// `GET /teams/{team}/members` query. All filters narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct MemberQuery {
    /// Every word must start a word of the name, or stand in the address; letter case and accents don't matter.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub q: Option<String>,
    /// `active`, `pending` (fresh and expired) or `deactivated`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub status: Option<String>,
    /// A role's id (main role or addition).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub role: Option<String>,
    /// Order; `name` unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sort: Option<Sort>,
    /// `next` of the page before.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub after: Option<String>,
    /// Rows per page, 1 to 500; 100 unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<u32>,
}

/// `GET …/members/{member}/avatar` query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct AvatarQuery {
    /// `avatar` of the member: with it the answer may be kept for good.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub v: Option<String>,
}

/// Order of a member list. Ties are broken by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Sort {
    /// By name, A first.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// Longest inactive first.
    #[serde(rename = "last-active")]
    LastActive,
    /// Newest first.
    #[serde(rename = "newest")]
    Newest,
}

/// A page of members.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MembersPage {
    /// The rows.
    pub items: Vec<MemberView>,
    /// Where the next page begins; absent on the last one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next: Option<String>,
    /// How many rows the filter has in all.
    pub total: u32,
}

/// `PATCH …/members/{member}`: each part is judged on its own, and all are written or none.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditMember {
    /// Fields to change; those that are left out stay. `email` is refused where it is immutable (VA7).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub fields: Option<FieldValues>,
    /// The whole set of switches from now on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub grants: Option<Vec<String>>,
    /// The whole set of resources from now on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub access: Option<Vec<String>>,
    /// The row's version that the editor saw; another one answers 409 `stale-version`.
    pub version: i64,
}

/// `PUT …/members/{member}/role`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRole {
    /// The new main role's id.
    pub role: String,
}

/// `DELETE …/members/{member}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeleteMember {
    /// Id of the member who gets the work (ST10).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub successor: Option<String>,
}

/// `POST …/actions/delete`: many rows at once (ST9); all or none.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeleteMembers {
    /// Ids, 1 to 200.
    pub members: Vec<String>,
    /// Id of the member who gets the work (ST10).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub successor: Option<String>,
}

/// `PUT …/members/{member}/password` (VA8).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPassword {
    /// The new password.
    pub password: String,
}

/// What a write answers: the fresh rows, and the team's facts after it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revised {
    /// The rows that the command changed; without those that it removed.
    pub members: Vec<MemberView>,
    /// Ids of rows that are gone.
    #[cfg_attr(feature = "serde", serde(default))]
    pub removed: Vec<String>,
    /// Maintained counts after the write.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub counts: crate::roster::Counts,
    /// The team's revision after the write.
    pub revision: i64,
}
