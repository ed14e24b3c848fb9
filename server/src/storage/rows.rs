//! Rows as the services see them, the same for every database.

use crate::clock::Millis;
use shared::api::{FieldValues, Sort};
use shared::policy::{Status, Via};
use std::collections::BTreeMap;

/// Who signs in: one for each address, over all teams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: String,
    /// Address as typed.
    pub email: String,
    /// Address as compared.
    pub email_key: String,
    /// Name to show.
    pub name: String,
    /// Hash of the password, where one was set.
    pub password_hash: Option<String>,
    /// Somebody else chose the password or the address (VA5, VA8): the password proves nothing to another team.
    pub borrowed: bool,
    /// Language that the person has chosen (JL10).
    pub language: Option<String>,
    /// When it was made.
    pub created_at: Millis,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The profile's id.
    pub profile: String,
    /// Has units with managers of their own (ST2).
    pub enterprise: bool,
    /// Kind of seat → how many were bought.
    pub seats: BTreeMap<String, u32>,
    /// Ids of the profile's settings that are on (JT6).
    pub settings: Vec<String>,
    /// Details of the team: field → value (JY14).
    pub fields: FieldValues,
    /// When the team will be gone, where somebody has deleted it (JY16).
    pub deletes_at: Option<Millis>,
    /// Grows with each write.
    pub revision: i64,
    /// When it was made.
    pub created_at: Millis,
}

impl Team {
    /// Its grace is over: it is gone for everybody, though its rows may take a moment to go (JY16).
    pub fn has_ended(&self, now: Millis) -> bool {
        self.deletes_at.is_some_and(|at| at <= now)
    }
}

/// A member or a pending invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Id.
    pub id: String,
    /// The team.
    pub team: String,
    /// Whose account; none until the invitation is accepted.
    pub account: Option<String>,
    /// Address as typed.
    pub email: String,
    /// Address as compared.
    pub email_key: String,
    /// Name to show.
    pub name: String,
    /// Name as searched and ordered.
    pub name_key: String,
    /// Field → value.
    pub fields: FieldValues,
    /// Main role.
    pub role: String,
    /// Additions.
    pub additions: Vec<String>,
    /// Switches.
    pub grants: Vec<String>,
    /// Standing facts.
    pub standing: Vec<String>,
    /// Resources.
    pub access: Vec<String>,
    /// Unit that the member belongs to.
    pub unit: Option<String>,
    /// Units whose accounts the member manages (ST2).
    pub manages: Vec<String>,
    /// `Pending`, `Active` or `Deactivated`; never `Expired`.
    pub status: Status,
    /// Pending: end of the invitation.
    pub expires_at: Option<Millis>,
    /// Pending: mails sent.
    pub sent: u32,
    /// When invited or made.
    pub invited_at: Millis,
    /// When the invitation was accepted.
    pub joined_at: Option<Millis>,
    /// Deactivated: since when.
    pub deactivated_at: Option<Millis>,
    /// Last request in this team.
    pub last_active_at: Option<Millis>,
    /// Grows with each write to the row.
    pub version: i64,
    /// The account belongs to another team too. Read only.
    pub shared_account: bool,
    /// Version of the picture, where there is one. Read only.
    pub avatar: Option<String>,
}

/// How many members of a team have one place in it: what all maintained counts are derived from, by the rules' own code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Status; pending invitations are split into `Pending` and `Expired` by the time.
    pub status: Status,
    /// Main role.
    pub role: String,
    /// Additions.
    pub additions: Vec<String>,
    /// Standing facts.
    pub standing: Vec<String>,
    /// How many.
    pub n: u32,
}

/// Filters of a list; all narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Folded words; each must start a word of the name or stand in the address.
    pub words: Vec<String>,
    /// One status; pending stands for fresh and expired ones.
    pub status: Option<Status>,
    /// A main role or an addition.
    pub role: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Filters.
    pub filter: ListFilter,
    /// Order.
    pub sort: Sort,
    /// Rows after this one.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: u32,
}

/// Where a page begins: the sort key and id of the row before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// Ordered by name.
    Name(String, String),
    /// Ordered by a time.
    Time(Millis, String),
}

/// What a member may be given access to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Company or branch.
    pub group: String,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Hash of the cookie's value.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub account: String,
    /// When it began.
    pub created_at: Millis,
    /// When it was last used, to the minute.
    pub seen_at: Millis,
    /// When it ends whatever happens.
    pub expires_at: Millis,
    /// What it was opened with.
    pub via: Via,
}

/// A sign-in through the identity provider that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SsoAttempt {
    /// Hash of the state that went to the provider.
    pub state_hash: Vec<u8>,
    /// Hash of the secret that the browser keeps.
    pub browser_hash: Vec<u8>,
    /// Hash of the invitation's token, where it began at an invitation.
    pub invitation_hash: Option<Vec<u8>>,
    /// When it can no longer be finished.
    pub expires_at: Millis,
}

/// An entry for the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAudit {
    /// The team.
    pub team: String,
    /// When.
    pub at: Millis,
    /// Who, where it was a person.
    pub actor_id: Option<String>,
    /// Their name.
    pub actor_name: String,
    /// The action's id.
    pub action: String,
    /// To whom, where it was a person.
    pub target_id: Option<String>,
    /// Their name.
    pub target_name: String,
    /// What changed.
    pub detail: String,
    /// Denied with this code.
    pub denial: Option<String>,
}

/// Something in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Id.
    pub id: i64,
    /// What it is.
    pub kind: String,
    /// JSON of it.
    pub payload: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was written.
    pub made_at: Millis,
}

/// How sending went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Delivered: the payload is erased.
    Sent,
    /// Try again then.
    Retry(Millis, String),
    /// Given up: the payload is erased.
    Failed(String),
}

/// A mail in the mailbox.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct MailboxMail {
    /// Id; 0 for a new one.
    pub id: i64,
    /// When it was delivered.
    pub at: Millis,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
}
