//! Access reviews: who has not been here for long, and what was decided about it (VA11).

use super::{MemberRow, Result};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

/// A review, with how its lines stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewRow {
    /// Id.
    pub id: String,
    /// When it began.
    pub started_at: Millis,
    /// Who began it, by name: the record outlives the person.
    pub actor: String,
    /// Who has not been here for so many days is in it.
    pub days: u32,
    /// When it was closed.
    pub closed_at: Option<Millis>,
    /// Lines. Read only, like the three below.
    pub people: u32,
    /// Lines that were decided so.
    pub kept: u32,
    /// Lines that were decided so.
    pub reduced: u32,
    /// Lines that were decided so.
    pub removed: u32,
}

/// Somebody as they were when the review began. Nothing leads from here to the member's row: it may go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewLineRow {
    /// Member id.
    pub member: String,
    /// Name.
    pub name: String,
    /// Main role.
    pub role: String,
    /// Additions.
    pub additions: Vec<String>,
    /// Switches.
    pub grants: Vec<String>,
    /// Resources.
    pub access: Vec<String>,
    /// Last request.
    pub last_active_at: Option<Millis>,
    /// What was decided; empty while it is open.
    pub outcome: String,
    /// Who decided, by name.
    pub actor: String,
    /// When.
    pub at: Option<Millis>,
}

/// Reads.
#[async_trait]
pub trait ReviewReader: Send {
    /// The team's reviews, newest first.
    async fn reviews(&mut self, team: &str, limit: u32) -> Result<Vec<ReviewRow>>;
    /// One of them.
    async fn review(&mut self, team: &str, review: &str) -> Result<Option<ReviewRow>>;
    /// A team's review has not been closed.
    async fn has_open_review(&mut self, team: &str) -> Result<bool>;
    /// Its lines: who never came, then the longest inactive first.
    async fn review_lines(&mut self, team: &str, review: &str) -> Result<Vec<ReviewLineRow>>;
    /// One of them.
    async fn review_line(&mut self, team: &str, review: &str, member: &str) -> Result<Option<ReviewLineRow>>;
    /// Everybody of a review who is still in the team, in any status.
    async fn review_members(&mut self, team: &str, review: &str) -> Result<Vec<MemberRow>>;
    /// Active and invited people whose last sign of life is no later than `until`: the last request; joining, for those
    /// who never made one; the invitation, for those who have not joined.
    async fn inactive(&mut self, team: &str, until: Millis) -> Result<Vec<MemberRow>>;
    /// How many they are.
    async fn count_inactive(&mut self, team: &str, until: Millis) -> Result<u32>;
}

/// Writes.
#[async_trait]
pub trait ReviewTx: ReviewReader {
    /// A new review with its lines.
    async fn insert_review(
        &mut self,
        permit: &Permit,
        team: &str,
        review: &ReviewRow,
        lines: &[ReviewLineRow],
    ) -> Result<()>;
    /// Writes what was decided about a line.
    async fn decide_review_line(
        &mut self,
        permit: &Permit,
        team: &str,
        review: &str,
        line: &ReviewLineRow,
    ) -> Result<()>;
    /// From now on it is a record.
    async fn close_review(&mut self, permit: &Permit, team: &str, review: &str, at: Millis) -> Result<()>;
}
