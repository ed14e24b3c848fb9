//! Temporary passwords of invitations (ST6).

use super::Result;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

/// Whose invitation a temporary password belongs to, and until when it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Temporary {
    /// The team.
    pub team: String,
    /// The invited member.
    pub member: String,
    /// Its end.
    pub ends: Millis,
}

/// Reads.
#[async_trait]
pub trait TemporaryReader: Send {
    /// By the password's hash.
    async fn temporary(&mut self, hash: &str) -> Result<Option<Temporary>>;
}

/// Writes.
#[async_trait]
pub trait TemporaryTx: TemporaryReader {
    /// Gives a member's invitation a temporary password, which goes with it.
    async fn set_temporary(
        &mut self,
        permit: &Permit,
        team: &str,
        member: &str,
        hash: &str,
        ends: Millis,
    ) -> Result<()>;
    /// Another token for the invitation; its temporary password stays.
    async fn renew_invitation(
        &mut self,
        permit: &Permit,
        team: &str,
        member: &str,
        token_hash: &[u8],
    ) -> Result<()>;
}
