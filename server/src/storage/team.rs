//! A team as a whole: its details, its end, and everything in it as one file.

use super::Result;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::FieldValues;
use shared::policy::Permit;

macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A part of a team's export: one list of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part { $($(#[$doc])* $variant,)* }

        impl Part {
            /// All of them, in the file's order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// What the list is called in the file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

parts! {
    /// Members, former ones too, with their roles, switches, standing and access.
    Members = "members",
    /// Who was invited and has not come yet.
    Invitations = "invitations",
    /// Units.
    Units = "units",
    /// Resources.
    Resources = "resources",
    /// Work, each item with its history.
    Work = "work",
    /// Entries of the shared lists (JY15).
    Entries = "entries",
    /// Automations and whom they serve.
    Automations = "automations",
    /// API keys by name; nothing that opens anything.
    Keys = "keys",
    /// Webhooks by address; not their secrets.
    Webhooks = "webhooks",
    /// Checklists after somebody has gone.
    Departures = "departures",
    /// Imports; not the files.
    Imports = "imports",
    /// Seats that were bought.
    Purchases = "purchases",
    /// Reviews of access, each with its lines (VA11).
    Reviews = "reviews",
    /// The log.
    Audit = "audit",
}

/// A row of a part: its place, and the row as JSON.
pub type Piece = (i64, String);

/// Reads.
#[async_trait]
pub trait TeamReader: Send {
    /// Teams whose grace is over, those that ended first before the others.
    async fn ended_teams(&mut self, now: Millis) -> Result<Vec<String>>;
    /// When the next team's grace is over.
    async fn next_end(&mut self) -> Result<Option<Millis>>;
    /// Rows of a part after a place, in its order. Hashes, tokens and secrets are in none of them.
    async fn pieces(&mut self, team: &str, part: Part, after: i64, limit: u32) -> Result<Vec<Piece>>;
}

/// Writes.
#[async_trait]
pub trait TeamTx: TeamReader {
    /// All details of the team from now on (JY14).
    async fn set_team_fields(&mut self, permit: &Permit, team: &str, fields: &FieldValues) -> Result<()>;
    /// When the team will be gone; `None` keeps it (JY16).
    async fn set_deletion(&mut self, permit: &Permit, team: &str, at: Option<Millis>) -> Result<()>;
    /// Removes so many items of work of a team whose grace is over; says how many there were. No permit: the verdict was that
    /// of whoever deleted the team, and the row says that it still stands.
    async fn clear_ended(&mut self, team: &str, now: Millis, limit: u32) -> Result<u64>;
    /// Removes a team whose grace is over, with everything of it: also what waits to be sent in its name, and the accounts
    /// that were in no other team, with their sessions. False when there is no such team, or its grace is not over.
    async fn delete_ended(&mut self, team: &str, now: Millis) -> Result<bool>;
    /// A step in taking what was deleted out of the search's own index; says whether another one is needed. `first` begins.
    async fn tidy_search(&mut self, first: bool) -> Result<bool>;
}
