//! What a profile file says: a product's team settings as data.
//!
//! A product manager should be able to read such a file beside the product's help page. Unknown keys are refused.
//! Ids are kebab-case; permissions may contain dots. `source` names the promise that a rule comes from (`JY8`).

#[cfg(feature = "native")]
mod builtin;
#[cfg(feature = "native")]
mod check;
#[cfg(feature = "native")]
mod check_authority;
#[cfg(feature = "native")]
mod hash;
mod ordered;
mod servers;
mod team;
mod texts;
mod words;
mod work;

#[cfg(feature = "native")]
pub use builtin::{BUILTIN, builtin};
#[cfg(feature = "native")]
pub use check::{Fault, FaultKind, load, load_json};
#[cfg(feature = "native")]
pub use hash::hash;
pub use ordered::Ordered;
pub use servers::ForServers;
pub use team::{DeleteTeamDef, ListDef, ReviewDef};
pub use texts::{each_text, each_value};
pub use words::{WORDS, default_word};
pub use work::{
    AwayDef, FacingDef, NoticesDef, OnlyDef, Reach, RoutingDef, SettingDef, UnitsDef, WorkDef, WorkFieldDef,
    WorkIcon,
};

use crate::Table;

/// The schema version that this crate reads.
pub const SCHEMA: u32 = 1;

/// A product's team settings.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Profile {
    /// Version of this schema: 1.
    pub schema: u32,
    /// The profile's id (`jelly`).
    pub id: String,
    /// The product's name (`Jelly`).
    pub name: String,
    /// One line about the product.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// Language of people who have chosen none, where their browser knows no language of ours (JL10): `tr`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub language: Option<String>,
    /// The product's own words; [`WORDS`] lists the keys and their defaults.
    #[cfg_attr(feature = "serde", serde(default))]
    pub words: Table<String>,
    /// What the product itself guards, in the order of its role table.
    #[cfg_attr(feature = "serde", serde(default))]
    pub permissions: Ordered<PermissionDef>,
    /// Main roles, in the order that a role menu shows them.
    pub roles: Ordered<RoleDef>,
    /// What may be added to a main role (ST1).
    #[cfg_attr(feature = "serde", serde(default))]
    pub additions: Ordered<AdditionDef>,
    /// Facts about a person and the organization that give rights without being a role (ST2, ST4).
    #[cfg_attr(feature = "serde", serde(default))]
    pub standing: Ordered<StandingDef>,
    /// Switches on a single member (VA3).
    #[cfg_attr(feature = "serde", serde(default))]
    pub grants: Ordered<GrantDef>,
    /// What must never happen.
    #[cfg_attr(feature = "serde", serde(default))]
    pub guards: Guards,
    /// The details that a member has.
    pub fields: Ordered<FieldDef>,
    /// How somebody comes in.
    pub invitation: Invitation,
    /// Restoring a deactivated member.
    #[cfg_attr(feature = "serde", serde(default))]
    pub restore: ForServers<Restore>,
    /// Deleting a member; absent where the product has no such thing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub delete: Option<Delete>,
    /// What is counted for billing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub seats: Ordered<SeatDef>,
    /// Things that a member is given access to (VA4).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub resources: Option<ResourceDef>,
    /// Kinds of work, in the order of the sidebar.
    #[cfg_attr(feature = "serde", serde(default))]
    pub work: Ordered<WorkDef>,
    /// Where new work goes.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub routing: Option<RoutingDef>,
    /// Who is away.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub away: Option<AwayDef>,
    /// Who gets a mail about what.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub notices: ForServers<Option<NoticesDef>>,
    /// Units of an organization.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub units: Option<UnitsDef>,
    /// Switches of the whole team (JT6).
    #[cfg_attr(feature = "serde", serde(default))]
    pub settings: Ordered<SettingDef>,
    /// Details of the team as a whole, on its settings page (JY14).
    #[cfg_attr(feature = "serde", serde(default))]
    pub team_fields: Ordered<FieldDef>,
    /// Lists that the team shares (JY15).
    #[cfg_attr(feature = "serde", serde(default))]
    pub lists: Ordered<ListDef>,
    /// Deleting the team; absent where the product has no such thing.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub delete_team: Option<DeleteTeamDef>,
    /// Reviewing access (VA11).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub review: Option<ReviewDef>,
    /// What customers see of a member.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub facing: ForServers<Option<FacingDef>>,
    /// The first person of a new team.
    pub founder: Founder,
    /// Passwords.
    #[cfg_attr(feature = "serde", serde(default))]
    pub password: PasswordRule,
}

/// A permission that the product guards itself (`reports.view`).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PermissionDef {
    /// Its line in the role table.
    pub label: String,
    /// Permissions that come with it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub implies: Vec<String>,
}

/// A main role. Each member holds exactly one.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RoleDef {
    /// Its name for people.
    pub label: String,
    /// One line about it, shown where a role is chosen.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// The role that new people get when none is chosen. Exactly one role has it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub default: bool,
    /// A role whose permissions this one has too.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub includes: Option<String>,
    /// Permissions.
    #[cfg_attr(feature = "serde", serde(default))]
    pub permissions: Vec<String>,
    /// Roles and additions that a holder may give and take, from any of these to any of these.
    #[cfg_attr(feature = "serde", serde(default))]
    pub assigns: Vec<String>,
    /// Roles whose holders a holder may manage; `assigns` unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub manages: Option<Vec<String>>,
    /// Roles that a holder may invite people as; `assigns` unless told.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub invites: Option<Vec<String>>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Something added to a main role (ST1).
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AdditionDef {
    /// Its name for people.
    pub label: String,
    /// One line about it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// The main role that it can be added to.
    pub needs: String,
    /// The main role whose permissions and reach it gives.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub same_as: Option<String>,
    /// Permissions.
    #[cfg_attr(feature = "serde", serde(default))]
    pub permissions: Vec<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// A fact about a person that gives rights (ST2, ST4, ST14).
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StandingDef {
    /// Its name for people.
    pub label: String,
    /// One line about it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// Permissions in every kind of organization.
    #[cfg_attr(feature = "serde", serde(default))]
    pub always: Vec<String>,
    /// Permissions in a standalone organization.
    #[cfg_attr(feature = "serde", serde(default))]
    pub when_standalone: Vec<String>,
    /// Permissions in an enterprise.
    #[cfg_attr(feature = "serde", serde(default))]
    pub when_enterprise: Vec<String>,
    /// Permissions in an enterprise, over the people of units that the holder manages.
    #[cfg_attr(feature = "serde", serde(default))]
    pub in_unit: Vec<String>,
    /// Permissions that, in an enterprise, reach only the people of the holder's units, whatever else gives them.
    #[cfg_attr(feature = "serde", serde(default))]
    pub confines: Vec<String>,
    /// Roles whose holders may be managed.
    #[cfg_attr(feature = "serde", serde(default))]
    pub manages: Vec<String>,
    /// Roles that people may be invited as.
    #[cfg_attr(feature = "serde", serde(default))]
    pub invites: Vec<String>,
    /// Only holders of one of these (roles, additions, standing) may manage somebody who has this standing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub managed_by: Vec<String>,
    /// Whose holders can be given it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub grantable_to: Option<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// A switch on a member (VA3). Every switch starts off (VA11).
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct GrantDef {
    /// Its name for people.
    pub label: String,
    /// One line about it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// Permissions that it gives.
    #[cfg_attr(feature = "serde", serde(default))]
    pub permissions: Vec<String>,
    /// Roles that it makes a difference for; the form shows it for these. Empty: for all.
    #[cfg_attr(feature = "serde", serde(default))]
    pub for_roles: Vec<String>,
    /// Who has it signs in through the identity provider and has no password (JL8). At most one switch is this one, and
    /// it is for all roles: how somebody signs in does not hang on what they may do.
    #[cfg_attr(feature = "serde", serde(default))]
    pub sso: bool,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// What must never happen.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Guards {
    /// Roles and standing that at least one active member keeps (JY9).
    #[cfg_attr(feature = "serde", serde(default))]
    pub keep_one: Vec<String>,
    /// Actions that nobody does to themself (JY12).
    #[cfg_attr(feature = "serde", serde(default))]
    pub not_oneself: Vec<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// What a field holds; validation follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
pub enum FieldKind {
    /// A part of the person's name, or the whole.
    #[serde(rename = "name")]
    Name,
    /// An address; exactly one field, `email`, has this kind.
    #[serde(rename = "email")]
    Email,
    /// A phone number.
    #[serde(rename = "phone")]
    Phone,
    /// One line of text.
    #[serde(rename = "text")]
    Text,
    /// Text in lines.
    #[serde(rename = "long-text")]
    LongText,
    /// One of the field's `choices`.
    #[serde(rename = "choice")]
    Choice,
    /// Any of the field's `choices`, joined by commas.
    #[serde(rename = "choices")]
    Choices,
}

/// A detail that a member has.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct FieldDef {
    /// Its name for people.
    pub label: String,
    /// What it holds.
    pub kind: FieldKind,
    /// It must be filled in.
    #[cfg_attr(feature = "serde", serde(default))]
    pub required: bool,
    /// One line under the field.
    #[cfg_attr(feature = "serde", serde(default))]
    pub hint: String,
    /// It never changes after the member was made (VA7).
    #[cfg_attr(feature = "serde", serde(default))]
    pub immutable: bool,
    /// With `immutable`: what to do instead.
    #[cfg_attr(feature = "serde", serde(default))]
    pub instead: String,
    /// Shown and kept only for these roles (JL3). Empty: for all.
    #[cfg_attr(feature = "serde", serde(default))]
    pub for_roles: Vec<String>,
    /// Set by the person alone, on their own page; in no form about others (JY13).
    #[cfg_attr(feature = "serde", serde(default))]
    pub own: bool,
    /// For `kind = "choice"` and `"choices"`: what can be chosen. Where one is chosen, the first stands until then.
    #[cfg_attr(feature = "serde", serde(default))]
    pub choices: Vec<String>,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// How somebody comes in.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Invitation {
    /// The form's fields, in order. `role` stands for the choice of a role; left out, the default role is given.
    pub fields: Vec<String>,
    /// Roles that an invitation can give; all when left out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub roles: Option<Vec<String>>,
    /// How many addresses at once (JY3); 1 unless told.
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub at_once: u32,
    /// How long an invitation can be accepted (`7d`, `48h`).
    pub expires: String,
    /// What the mail's link leads to.
    pub credential: Credential,
    /// An account can be made without a mail, with a password set by the one who makes it (VA5).
    #[cfg_attr(feature = "serde", serde(default))]
    pub mail_optional: bool,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// What an invitation's mail leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
pub enum Credential {
    /// A link to join the team (JY4).
    #[serde(rename = "join-link")]
    JoinLink,
    /// A link to set a password (JT3, JL5).
    #[serde(rename = "set-password")]
    SetPassword,
    /// A link to the sign-in page and a temporary password, to be changed at the first sign-in (ST6).
    #[serde(rename = "temporary-password")]
    TemporaryPassword,
}

/// Restoring a deactivated member.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Restore {
    /// The person is told by mail (JY11).
    #[cfg_attr(feature = "serde", serde(default))]
    pub notify: bool,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Deleting a member.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Delete {
    /// Statuses from which somebody can be deleted: `active`, `deactivated`, `pending`.
    pub from: Vec<String>,
    /// Somebody must be named who gets the work (ST10).
    #[cfg_attr(feature = "serde", serde(default))]
    pub successor: bool,
    /// The name must be typed before the button works.
    #[cfg_attr(feature = "serde", serde(default))]
    pub type_name: bool,
    /// Many rows at once (ST9).
    #[cfg_attr(feature = "serde", serde(default))]
    pub many: bool,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Something that is counted for billing.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct SeatDef {
    /// Its name for people: `agent seats`.
    pub label: String,
    /// Roles that take one; all when left out.
    #[cfg_attr(feature = "serde", serde(default))]
    pub roles: Vec<String>,
    /// Statuses that take one.
    pub counts: Vec<String>,
    /// Seats are bought beforehand and run out (JL6); otherwise they are only counted (ST13).
    #[cfg_attr(feature = "serde", serde(default))]
    pub limited: bool,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// Things that a member is given access to (VA4).
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ResourceDef {
    /// Their name for people: `Agents`.
    pub label: String,
    /// One of them: `Agent`.
    pub one: String,
    /// What groups them: `Company`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub group: String,
    /// Chosen in the invitation already (VA4); otherwise only afterwards (ST8).
    #[cfg_attr(feature = "serde", serde(default))]
    pub invite: bool,
    /// One line under the check boxes.
    #[cfg_attr(feature = "serde", serde(default))]
    pub about: String,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

/// The first person of a new team.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Founder {
    /// Main role.
    pub role: String,
    /// Standing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub standing: Vec<String>,
}

/// Passwords.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PasswordRule {
    /// Shortest password, in characters (VA8).
    pub min: u32,
    /// Promises that this comes from.
    #[cfg_attr(feature = "serde", serde(default))]
    pub source: ForServers<Vec<String>>,
}

impl Default for PasswordRule {
    fn default() -> Self {
        Self { min: 8, source: ForServers::default() }
    }
}

#[cfg(feature = "serde")]
fn one() -> u32 {
    1
}
