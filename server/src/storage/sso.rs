//! Signing in through the identity provider: who somebody is there, and sign-ins under way.

use super::{MemberRow, Result, SsoAttempt};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::{Permit, Via};

/// Reads.
#[async_trait]
pub trait SsoReader: Send {
    /// The account of a person at a provider.
    async fn sso_account(&mut self, issuer: &str, subject: &str) -> Result<Option<String>>;
    /// Who the account is at a provider.
    async fn sso_subject(&mut self, issuer: &str, account: &str) -> Result<Option<String>>;
    /// The account's places in all teams, whatever their status.
    async fn places_of(&mut self, account: &str) -> Result<Vec<MemberRow>>;
    /// Open invitations to an address, in all teams; also those whose time is over.
    async fn invited(&mut self, email_key: &str) -> Result<Vec<MemberRow>>;
}

/// Writes.
#[async_trait]
pub trait SsoTx: SsoReader {
    /// Begins a sign-in; those whose time was over before `now` go.
    async fn insert_sso_attempt(&mut self, attempt: &SsoAttempt, now: Millis) -> Result<()>;
    /// Takes a sign-in out: the same state finds nothing afterwards.
    async fn take_sso_attempt(&mut self, state_hash: &[u8]) -> Result<Option<SsoAttempt>>;
    /// From now on this person at the provider is the account.
    async fn insert_sso_identity(
        &mut self,
        issuer: &str,
        subject: &str,
        account: &str,
        at: Millis,
    ) -> Result<()>;
    /// Forgets who the account is at every provider.
    async fn delete_sso_identities(&mut self, permit: &Permit, account: &str) -> Result<()>;
    /// Takes the account's password away.
    async fn clear_password(&mut self, account: &str) -> Result<()>;
    /// Ends the account's sessions of one kind.
    async fn delete_sessions_via(&mut self, account: &str, via: Via) -> Result<()>;
}
