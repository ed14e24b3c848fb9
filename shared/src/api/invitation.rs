//! Inviting, and answering an invitation.

use super::{FieldValues, MemberView};

/// `POST /teams/{team}/invitations`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteRequest {
    /// Who; at most the profile's `at_once` (JY3). All are invited or none.
    pub people: Vec<Invitee>,
    /// Main role's id; the profile's default role when left out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub role: Option<String>,
    /// Ids of switches that are on from the start (VA3).
    #[cfg_attr(feature = "serde", serde(default))]
    pub grants: Vec<String>,
    /// Ids of resources (VA4).
    #[cfg_attr(feature = "serde", serde(default))]
    pub access: Vec<String>,
    /// Id of the unit that they will belong to (ST2); the one that the actor manages when there is one alone.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// False makes an account without a mail, where the profile has that (VA5).
    #[cfg_attr(feature = "serde", serde(default = "yes"))]
    pub send_mail: bool,
    /// With `send_mail` false: the first password.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub password: Option<String>,
}

#[cfg(feature = "serde")]
fn yes() -> bool {
    true
}

/// One person to invite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitee {
    /// Address to invite.
    pub email: String,
    /// The profile's other fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
}

/// What inviting answers.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteResponse {
    /// The new rows, in the order of the request.
    pub members: Vec<MemberView>,
    /// Maintained counts after the write.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub counts: crate::roster::Counts,
    /// The team's revision after the write.
    pub revision: i64,
}

/// `POST /invitations/lookup`: says what the link is for and uses nothing up.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookUpInvitation {
    /// From the mail's link, after `#`.
    pub token: String,
}

/// An invitation that can be accepted now. Used, replaced, cancelled, expired and unknown ones answer 410 or 404
/// without naming the team (I9).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    /// The team's name.
    pub team_name: String,
    /// The product's name.
    pub product: String,
    /// The invited address.
    pub email: String,
    /// The person's name so far; empty when the invitation had none.
    pub name: String,
    /// The name is asked for on acceptance (products that invite by address only).
    pub asks_name: bool,
    /// The address has no password yet: acceptance sets one. Otherwise the person signs in with theirs.
    pub asks_password: bool,
    /// What people call the identity provider, where they sign in through it: no password is asked for (JL8).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sso: Option<String>,
    /// Signed in here as that person, in a way that proves it: no password is needed.
    pub as_you: bool,
    /// Shortest password that the profile takes.
    pub password_min: u32,
    /// Somebody else is signed in here: sign out first (I4).
    pub signed_in_as: Option<String>,
    /// When the invitation ends.
    pub expires_at: i64,
}

/// `POST /invitations/accept`: makes the member active, uses the token up, signs in.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvitation {
    /// From the mail's link, after `#`.
    pub token: String,
    /// The new password; for an address that has one already, that one. Not needed when signed in as that person.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub password: Option<String>,
    /// The person's name, where the invitation asks for it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
}
