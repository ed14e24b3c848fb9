//! What the services need of a database, and nothing about which one it is.
//!
//! A [`Store`] hands out reads and one write transaction at a time. Writes about a team's people need a
//! [`Permit`](shared::policy::Permit): only `decide` and the two ways in hand one out, so a write without a verdict does not
//! compile:
//!
//! ```compile_fail
//! async fn remove(tx: &mut dyn rolecall::storage::Tx) {
//!     let _ = tx.delete_member("team", "member").await;
//! }
//! ```
//! With the verdict it does:
//! ```
//! async fn remove(tx: &mut dyn rolecall::storage::Tx, permit: &shared::policy::Permit) {
//!     let _ = tx.delete_member(permit, "team", "member").await;
//! }
//! ```
//! `cargo xtask test --only apart` reads that each new write asks for one. Every method about a team
//! takes the team's id and touches no other team's rows.

mod avatar;
mod billing;
#[cfg(any(test, feature = "harness"))]
pub mod conformance;
mod flow;
mod import;
mod lists;
mod reviews;
mod rows;
pub mod sqlite;
mod sso;
mod structure;
mod team;
mod temporary;
mod widget;
mod work;

pub use avatar::{Avatar, AvatarReader, AvatarTx};
pub use billing::{BillingReader, BillingTx, Purchase};
pub use flow::{
    AutomationRow, DeliveryRow, DepartureRow, FlowReader, FlowTx, KeyRow, Made, MadeAs, MadeBy, TurnRow,
    WebhookRow, WorkHappened,
};
pub use import::{HiddenRow, ImportHead, ImportReader, ImportRow, ImportState, ImportTx};
pub use lists::{EntryRow, ListsReader, ListsTx};
pub use reviews::{ReviewLineRow, ReviewReader, ReviewRow, ReviewTx};
pub use rows::{
    Account, Attempt, Cursor, Letter, ListFilter, MailboxMail, MemberRow, NewAudit, Page, Resource,
    SessionRow, SsoAttempt, Tally, Team,
};
pub use sso::{SsoReader, SsoTx};
pub use structure::{Beside, InUse, NewNotice, Notice, StructureReader, StructureTx, Unit};
pub use team::{Part, Piece, TeamReader, TeamTx};
pub use temporary::{Temporary, TemporaryReader, TemporaryTx};
pub use widget::{WidgetReader, WidgetTokenRow, WidgetTx};
pub use work::{
    Looking, MovedGroup, NewMove, NewWorkEvent, Sight, Which, WorkMove, WorkNarrow, WorkReader, WorkRow,
    WorkSeen, WorkSlice, WorkTx,
};

use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::AuditEntry;
use shared::policy::Permit;

/// The database failed, or holds what it should not.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database itself.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored row cannot be read.
    #[error("stored {0} cannot be read: {1}")]
    Corrupt(&'static str, String),
    /// The row to change is not there.
    #[error("no such {0}")]
    Missing(&'static str),
}

impl StoreError {
    /// It may work a moment later.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::PoolTimedOut))
    }
}

/// Results of storage.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A database.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// To read from. Each answer is of one moment; two answers may be of two.
    async fn read(&self) -> Result<Box<dyn Reader>>;
    /// The one write transaction; it waits for its turn. Dropped without [`Tx::commit`], nothing has happened.
    async fn write(&self) -> Result<Box<dyn Tx>>;
    /// Writes a copy of the whole database, as it is at this moment, to a new file.
    async fn backup(&self, to: &std::path::Path) -> Result<()>;
    /// Finishes what is under way and lets go of the database.
    async fn close(&self);
}

/// Reads. In a [`Tx`] they see what the transaction wrote.
#[async_trait]
pub trait Reader:
    WorkReader
    + StructureReader
    + FlowReader
    + BillingReader
    + TemporaryReader
    + SsoReader
    + AvatarReader
    + ReviewReader
    + ListsReader
    + TeamReader
    + WidgetReader
    + Send
{
    /// True while no team exists.
    async fn is_empty(&mut self) -> Result<bool>;

    /// An account by its id.
    async fn account(&mut self, id: &str) -> Result<Option<Account>>;
    /// An account by its address, as folded for comparing.
    async fn account_by_email(&mut self, email_key: &str) -> Result<Option<Account>>;
    /// Teams in which the account is active, by name.
    async fn teams_of(&mut self, account: &str) -> Result<Vec<Team>>;
    /// A session by its token's hash.
    async fn session(&mut self, token_hash: &[u8]) -> Result<Option<SessionRow>>;
    /// Account and end of a password reset.
    async fn reset(&mut self, token_hash: &[u8]) -> Result<Option<(String, Millis)>>;

    /// A team.
    async fn team(&mut self, team: &str) -> Result<Option<Team>>;
    /// A member of this team.
    async fn member(&mut self, team: &str, member: &str) -> Result<Option<MemberRow>>;
    /// The account's place in this team.
    async fn member_of_account(&mut self, team: &str, account: &str) -> Result<Option<MemberRow>>;
    /// Who has this address here, as folded for comparing.
    async fn member_by_email(&mut self, team: &str, email_key: &str) -> Result<Option<MemberRow>>;
    /// A page of members, and whether there are more.
    async fn members(&mut self, team: &str, page: &Page) -> Result<Vec<MemberRow>>;
    /// How many members the filter has in all.
    async fn count_members(&mut self, team: &str, filter: &ListFilter) -> Result<u32>;
    /// Maintained counts, with pending invitations split at `now`.
    async fn tally(&mut self, team: &str, now: Millis) -> Result<Vec<Tally>>;
    /// What members may be given access to, by group then name.
    async fn resources(&mut self, team: &str) -> Result<Vec<Resource>>;
    /// Team and member of an invitation's token.
    async fn invitation(&mut self, token_hash: &[u8]) -> Result<Option<(String, String)>>;
    /// The log, newest first; with `before` only older entries than that one.
    async fn audit(&mut self, team: &str, before: Option<i64>, limit: u32) -> Result<Vec<AuditEntry>>;

    /// Letters of a kind that are due, oldest first.
    async fn due_letters(&mut self, kind: &str, now: Millis, limit: u32) -> Result<Vec<Letter>>;
    /// When the next waiting letter of a kind is due.
    async fn next_letter_at(&mut self, kind: &str) -> Result<Option<Millis>>;
    /// The mailbox, newest first.
    async fn mailbox(&mut self, limit: u32) -> Result<Vec<MailboxMail>>;
}

/// One transaction's writes.
#[async_trait]
pub trait Tx:
    Reader
    + WorkTx
    + StructureTx
    + FlowTx
    + BillingTx
    + TemporaryTx
    + SsoTx
    + AvatarTx
    + ReviewTx
    + ListsTx
    + TeamTx
    + WidgetTx
{
    /// Makes all of it durable: when this returns, it survives a power cut.
    async fn commit(self: Box<Self>) -> Result<()>;

    /// A new account.
    async fn insert_account(&mut self, account: &Account) -> Result<()>;
    /// Another password; `borrowed` when somebody else chose it.
    async fn set_password(&mut self, account: &str, hash: &str, borrowed: bool) -> Result<()>;
    /// Sets the language that the person has chosen; none leaves it to the browser (JL10).
    async fn set_language(&mut self, account: &str, language: Option<&str>) -> Result<()>;
    /// Another name for the account.
    async fn set_account_name(&mut self, account: &str, name: &str) -> Result<()>;
    /// Another sign-in address.
    async fn set_account_email(
        &mut self,
        permit: &Permit,
        account: &str,
        email: &str,
        email_key: &str,
    ) -> Result<()>;
    /// Removes the account when no team knows it any more: whoever was deleted is gone (VA9).
    async fn delete_unused_account(&mut self, permit: &Permit, account: &str) -> Result<()>;
    /// A new session.
    async fn insert_session(&mut self, session: &SessionRow) -> Result<()>;
    /// The session was used.
    async fn touch_session(&mut self, token_hash: &[u8], at: Millis) -> Result<()>;
    /// The member was here. Not a change of the row: its version stays.
    async fn touch_member(&mut self, team: &str, member: &str, at: Millis) -> Result<()>;
    /// Ends a session.
    async fn delete_session(&mut self, token_hash: &[u8]) -> Result<()>;
    /// Ends all sessions of the account, but the one excepted.
    async fn delete_sessions_of(&mut self, account: &str, except: Option<&[u8]>) -> Result<()>;
    /// A new password reset; earlier ones of the account end.
    async fn insert_reset(&mut self, token_hash: &[u8], account: &str, expires_at: Millis) -> Result<()>;
    /// Ends all resets of the account.
    async fn delete_resets_of(&mut self, account: &str) -> Result<()>;
    /// Removes sessions and resets that ended before `now`.
    async fn sweep(&mut self, now: Millis) -> Result<()>;

    /// A new team.
    async fn insert_team(&mut self, permit: &Permit, team: &Team) -> Result<()>;
    /// Another name.
    async fn rename_team(&mut self, permit: &Permit, team: &str, name: &str) -> Result<()>;
    /// A new thing to give access to.
    async fn insert_resource(&mut self, permit: &Permit, team: &str, resource: &Resource) -> Result<()>;
    /// A new member or pending invitation.
    async fn insert_member(&mut self, permit: &Permit, member: &MemberRow) -> Result<()>;
    /// Writes the whole row; its version must already be the new one.
    async fn update_member(&mut self, permit: &Permit, member: &MemberRow) -> Result<()>;
    /// Removes the row and its invitation.
    async fn delete_member(&mut self, permit: &Permit, team: &str, member: &str) -> Result<()>;
    /// The member's one invitation from now on; an earlier token and temporary password end (I2, ST6).
    async fn put_invitation(
        &mut self,
        permit: &Permit,
        team: &str,
        member: &str,
        token_hash: &[u8],
    ) -> Result<()>;
    /// Uses the invitation up.
    async fn delete_invitation(&mut self, permit: &Permit, team: &str, member: &str) -> Result<()>;
    /// The team's next revision.
    async fn bump_revision(&mut self, team: &str) -> Result<i64>;

    /// Adds to the log.
    async fn insert_audit(&mut self, entry: &NewAudit) -> Result<()>;
    /// Puts a letter in the outbox.
    async fn insert_letter(&mut self, kind: &str, payload: &str, at: Millis) -> Result<()>;
    /// Says how sending went.
    async fn note_attempt(&mut self, letter: i64, attempt: &Attempt) -> Result<()>;
    /// Puts a mail into the mailbox.
    async fn insert_mailbox(&mut self, mail: &MailboxMail) -> Result<()>;
}
