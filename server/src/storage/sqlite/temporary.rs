//! Temporary passwords of invitations (ST6).

use super::super::{Result, Temporary, TemporaryReader, TemporaryTx};
use super::SqliteTx;
use super::write::hit;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

#[async_trait]
impl TemporaryReader for SqliteTx {
    async fn temporary(&mut self, hash: &str) -> Result<Option<Temporary>> {
        let row: Option<(String, String, Millis)> = sqlx::query_as(
            "SELECT team_id, member_id, temporary_ends FROM invitation \
             WHERE temporary_hash = ? AND temporary_ends IS NOT NULL",
        )
        .bind(hash)
        .fetch_optional(self.on())
        .await?;
        Ok(row.map(|(team, member, ends)| Temporary { team, member, ends }))
    }
}

#[async_trait]
impl TemporaryTx for SqliteTx {
    async fn set_temporary(
        &mut self,
        _: &Permit,
        team: &str,
        member: &str,
        hash: &str,
        ends: Millis,
    ) -> Result<()> {
        let done = sqlx::query(
            "UPDATE invitation SET temporary_hash = ?, temporary_ends = ? WHERE team_id = ? AND member_id = ?",
        )
        .bind(hash)
        .bind(ends)
        .bind(team)
        .bind(member)
        .execute(self.on())
        .await?;
        hit("invitation", done.rows_affected())
    }

    async fn renew_invitation(
        &mut self,
        _: &Permit,
        team: &str,
        member: &str,
        token_hash: &[u8],
    ) -> Result<()> {
        let done = sqlx::query("UPDATE invitation SET token_hash = ? WHERE team_id = ? AND member_id = ?")
            .bind(token_hash)
            .bind(team)
            .bind(member)
            .execute(self.on())
            .await?;
        hit("invitation", done.rows_affected())
    }
}
