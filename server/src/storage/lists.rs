//! Lists that a team shares: rules, saved replies (JY15).

use super::Result;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::FieldValues;
use shared::policy::Permit;

/// An entry of such a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What a search looks at, folded.
    pub search_key: String,
    /// Its other details.
    pub fields: FieldValues,
    /// Name of who changed it last.
    pub actor: String,
    /// When.
    pub at: Millis,
    /// Grows with each edit; another place in the list is none.
    pub version: i64,
}

/// Reads.
#[async_trait]
pub trait ListsReader: Send {
    /// The entries of a list that have all these folded words, in the team's order.
    async fn entries(&mut self, team: &str, list: &str, words: &[String]) -> Result<Vec<EntryRow>>;
    /// One of them.
    async fn entry(&mut self, team: &str, list: &str, entry: &str) -> Result<Option<EntryRow>>;
}

/// Writes.
#[async_trait]
pub trait ListsTx: ListsReader {
    /// A new entry before another one, or at the end.
    async fn insert_entry(
        &mut self,
        permit: &Permit,
        team: &str,
        list: &str,
        entry: &EntryRow,
        before: Option<&str>,
    ) -> Result<()>;
    /// Writes the whole entry but its place; its version must already be the new one.
    async fn update_entry(&mut self, permit: &Permit, team: &str, list: &str, entry: &EntryRow)
    -> Result<()>;
    /// Removes it.
    async fn delete_entry(&mut self, permit: &Permit, team: &str, list: &str, entry: &str) -> Result<()>;
    /// The order from now on; all entries of the list are named.
    async fn order_entries(&mut self, permit: &Permit, team: &str, list: &str, ids: &[String]) -> Result<()>;
}
