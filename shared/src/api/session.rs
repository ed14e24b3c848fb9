//! Signing in, first run, one's own account.

use super::FieldValues;

/// `GET /bootstrap`: what a page must know before anybody signs in.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bootstrap {
    /// The database has no team yet: show the first-run page.
    pub needs_setup: bool,
    /// The server runs with `--demo`: `/dev/mail` exists.
    pub demo: bool,
    /// Profiles that a first team may be made from.
    pub profiles: Vec<ProfileChoice>,
    /// What people call the identity provider, where one is set up (JL8).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sso: Option<String>,
    /// Who is signed in already, so that a page needs one question and not two.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub session: Option<SessionView>,
}

/// A profile that a team can be made from.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileChoice {
    /// The profile's id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// One line about it.
    pub about: String,
}

/// `POST /setup`: the first team and its first owner; only while the database has no team (else 409 `already-set-up`).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTeam {
    /// The team's name.
    pub team_name: String,
    /// A profile's id.
    pub profile: String,
    /// The founder's sign-in address.
    pub email: String,
    /// The founder's name.
    pub name: String,
    /// The founder's password.
    pub password: String,
}

/// `POST /session`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// Sign-in address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// `GET|POST /session`: who is signed in, and where they belong.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The account's id.
    pub account: String,
    /// Sign-in address.
    pub email: String,
    /// Name to show.
    pub name: String,
    /// Language that the person has chosen (`tr`); absent: the browser's (JL10).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub language: Option<String>,
    /// The account has a password, which this session may change.
    pub password: bool,
    /// Teams that this session opens, by name: somebody may sign in to others in another way. Empty when access has ended everywhere.
    pub teams: Vec<Membership>,
}

/// One team of the person who is signed in.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The team's id, for paths.
    pub team: String,
    /// The team's name.
    pub name: String,
    /// The team's profile id.
    pub profile: String,
}

/// `PATCH /me`: one's own details in the team named by `team`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditMe {
    /// The team whose profile says which fields there are.
    pub team: String,
    /// Field id → new value; fields that are left out stay.
    pub fields: FieldValues,
    /// Language from now on, in every team; empty for the browser's.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub language: Option<String>,
}

/// `POST /me/password`: ends every other session of the account.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePassword {
    /// The password until now.
    pub current: String,
    /// The new one.
    pub new: String,
}

/// `POST /sso/start`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartSso {
    /// Token of the invitation that it is about, from the mail's link.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub invitation: Option<String>,
}

/// Where to send the browser. The answer sets a cookie that the callback asks for.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SsoStarted {
    /// The provider's page.
    pub url: String,
}

/// `POST /password/forgot`: answers 202 whether the address is known or not.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForgotPassword {
    /// Sign-in address.
    pub email: String,
}

/// `POST /password/reset`: uses the token up and ends every session.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetPassword {
    /// From the mail's link.
    pub token: String,
    /// The new password.
    pub password: String,
}

/// `POST /session` with a temporary password (ST6): nobody is signed in yet. The token leads to the page that sets the
/// password, once and for 15 minutes.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChoosePassword {
    /// For `/join`, as if it came from a mail.
    pub token: String,
}
