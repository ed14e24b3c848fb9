//! A team's details, and its end.

use super::super::{Part, Piece, Result, TeamReader, TeamTx};
use super::decode::to_json;
use super::write::hit;
use super::{SqliteTx, export};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::api::FieldValues;
use shared::policy::Permit;

/// Pages of the search's index that one step merges.
const MERGED: i64 = 500;

/// The team's grace is over. What is removed for good is removed under this condition alone.
const ENDED: &str = "EXISTS (SELECT 1 FROM team WHERE id = ?1 AND deletes_at <= ?2)";

#[async_trait]
impl TeamReader for SqliteTx {
    async fn ended_teams(&mut self, now: Millis) -> Result<Vec<String>> {
        let sql =
            "SELECT id FROM team WHERE deletes_at IS NOT NULL AND deletes_at <= ? ORDER BY deletes_at, id";
        Ok(sqlx::query_scalar(sql).bind(now).fetch_all(self.on()).await?)
    }

    async fn next_end(&mut self) -> Result<Option<Millis>> {
        let sql = "SELECT min(deletes_at) FROM team WHERE deletes_at IS NOT NULL";
        Ok(sqlx::query_scalar(sql).fetch_one(self.on()).await?)
    }

    async fn pieces(&mut self, team: &str, part: Part, after: i64, limit: u32) -> Result<Vec<Piece>> {
        let sql = export::sql(part);
        Ok(sqlx::query_as(&sql).bind(team).bind(after).bind(i64::from(limit)).fetch_all(self.on()).await?)
    }
}

#[async_trait]
impl TeamTx for SqliteTx {
    async fn set_team_fields(&mut self, _: &Permit, team: &str, fields: &FieldValues) -> Result<()> {
        let done = sqlx::query("UPDATE team SET fields = ? WHERE id = ?")
            .bind(to_json("team fields", fields)?)
            .bind(team)
            .execute(self.on())
            .await?;
        hit("team", done.rows_affected())
    }

    async fn set_deletion(&mut self, _: &Permit, team: &str, at: Option<Millis>) -> Result<()> {
        let done = sqlx::query("UPDATE team SET deletes_at = ? WHERE id = ?")
            .bind(at)
            .bind(team)
            .execute(self.on())
            .await?;
        hit("team", done.rows_affected())
    }

    async fn clear_ended(&mut self, team: &str, now: Millis, limit: u32) -> Result<u64> {
        // Histories and notices go by cascade, the words of the search by a trigger.
        let sql = format!(
            "DELETE FROM work WHERE n IN (SELECT n FROM work WHERE team_id = ?1 LIMIT ?3) AND {ENDED}"
        );
        let done = sqlx::query(&sql).bind(team).bind(now).bind(i64::from(limit)).execute(self.on()).await?;
        Ok(done.rows_affected())
    }

    async fn delete_ended(&mut self, team: &str, now: Millis) -> Result<bool> {
        let ended: i64 =
            sqlx::query_scalar(&format!("SELECT {ENDED}")).bind(team).bind(now).fetch_one(self.on()).await?;
        if ended == 0 {
            return Ok(false);
        }
        let accounts: Vec<String> =
            sqlx::query_scalar("SELECT account_id FROM member WHERE team_id = ? AND account_id IS NOT NULL")
                .bind(team)
                .fetch_all(self.on())
                .await?;
        for sql in [
            // What still waits to be sent in the team's name.
            "DELETE FROM outbox WHERE state = 'waiting' AND json_valid(payload) AND json_extract(payload, '$.team') = ?1",
            "DELETE FROM outbox WHERE state = 'waiting' AND json_valid(payload) \
             AND json_extract(payload, '$.webhook') IN (SELECT id FROM webhook WHERE team_id = ?1)",
            // Before its members: an item refers to whoever has it.
            "DELETE FROM work WHERE team_id = ?1",
            // Everything else goes with it, by cascade.
            "DELETE FROM team WHERE id = ?1",
        ] {
            sqlx::query(sql).bind(team).execute(self.on()).await?;
        }
        // Sessions, links to a new password and identities at the provider go with the account.
        sqlx::query(
            "DELETE FROM account WHERE id IN (SELECT value FROM json_each(?)) \
             AND NOT EXISTS (SELECT 1 FROM member WHERE account_id = account.id)",
        )
        .bind(to_json("accounts", &accounts)?)
        .execute(self.on())
        .await?;
        Ok(true)
    }

    async fn tidy_search(&mut self, first: bool) -> Result<bool> {
        // The index notes what was deleted and keeps its words until its parts are merged: begun by a negative number, then
        // so many pages at a time. Two changes or more mean that there was something to merge.
        let count = "SELECT total_changes()";
        let before: i64 = sqlx::query_scalar(count).fetch_one(self.on()).await?;
        sqlx::query("INSERT INTO work_words (work_words, rank) VALUES ('merge', ?)")
            .bind(if first { -MERGED } else { MERGED })
            .execute(self.on())
            .await?;
        let after: i64 = sqlx::query_scalar(count).fetch_one(self.on()).await?;
        Ok(after.saturating_sub(before) >= 2)
    }
}
