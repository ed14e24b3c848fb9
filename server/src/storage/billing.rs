//! Seats that were bought.

use super::Result;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

/// A purchase of seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// When.
    pub at: Millis,
    /// Who, by name: the record outlives the person.
    pub actor: String,
    /// Kind of seat.
    pub kind: String,
    /// How many.
    pub n: u32,
    /// The key that makes it happen once.
    pub once: String,
}

/// Reads.
#[async_trait]
pub trait BillingReader: Send {
    /// What was bought, newest first.
    async fn purchases(&mut self, team: &str, limit: u32) -> Result<Vec<Purchase>>;
    /// The purchase with this key.
    async fn purchase(&mut self, team: &str, once: &str) -> Result<Option<Purchase>>;
}

/// Writes.
#[async_trait]
pub trait BillingTx: BillingReader {
    /// Notes a purchase; from now on there are `limit` seats of its kind.
    async fn insert_purchase(
        &mut self,
        permit: &Permit,
        team: &str,
        purchase: &Purchase,
        limit: u32,
    ) -> Result<()>;
}
