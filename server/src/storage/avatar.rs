//! Pictures of people.

use super::Result;
use async_trait::async_trait;
use shared::policy::Permit;

/// A picture as the server made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avatar {
    /// Another one for each picture that was ever set.
    pub version: String,
    /// The file.
    pub image: Vec<u8>,
}

/// Reads.
#[async_trait]
pub trait AvatarReader: Send {
    /// A member's picture.
    async fn avatar(&mut self, team: &str, member: &str) -> Result<Option<Avatar>>;
}

/// Writes.
#[async_trait]
pub trait AvatarTx: AvatarReader {
    /// Sets or replaces a member's picture.
    async fn set_avatar(&mut self, permit: &Permit, team: &str, member: &str, avatar: &Avatar) -> Result<()>;
    /// Removes a member's picture, where there is one.
    async fn delete_avatar(&mut self, permit: &Permit, team: &str, member: &str) -> Result<()>;
}
