//! The widget's tokens, and where widgets may stand.

use super::{MemberRow, Result};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

/// A token of the widget; of the token itself only a hash is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WidgetTokenRow {
    /// What it is looked up by.
    pub token_hash: Vec<u8>,
    /// The team that it opens.
    pub team: String,
    /// The key that asked for it.
    pub key: String,
    /// The member who acts with it.
    pub member: String,
    /// Where the widget stands.
    pub origin: String,
    /// When it ends.
    pub expires_at: Millis,
}

/// Reads.
#[async_trait]
pub trait WidgetReader: Send {
    /// The token of a hash, ended ones of the last hour too.
    async fn widget_token(&mut self, hash: &[u8]) -> Result<Option<WidgetTokenRow>>;
    /// The key is there, and names this origin.
    async fn key_names_origin(&mut self, key: &str, origin: &str) -> Result<bool>;
    /// Any key names this origin.
    async fn origin_is_named(&mut self, origin: &str) -> Result<bool>;
    /// What the host calls a member.
    async fn reference_of(&mut self, team: &str, member: &str) -> Result<Option<String>>;
    /// Whom the host calls by this reference.
    async fn member_by_reference(&mut self, team: &str, reference: &str) -> Result<Option<MemberRow>>;
}

/// Writes.
#[async_trait]
pub trait WidgetTx: WidgetReader {
    /// A new token; those that ended before `swept` are thrown away.
    async fn insert_widget_token(
        &mut self,
        permit: &Permit,
        row: &WidgetTokenRow,
        swept: Millis,
    ) -> Result<()>;
    /// The host calls this member so from now on; nobody else of the team may be called so.
    async fn set_reference(
        &mut self,
        permit: &Permit,
        team: &str,
        member: &str,
        reference: &str,
    ) -> Result<()>;
    /// Ends all tokens that a key has asked for.
    async fn delete_widget_tokens(&mut self, permit: &Permit, key: &str) -> Result<()>;
}
