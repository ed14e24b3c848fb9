//! The widget's tokens in SQLite.

use super::super::{MemberRow, Result, WidgetReader, WidgetTokenRow, WidgetTx};
use super::SqliteTx;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;
use sqlx::Row as _;

#[async_trait]
impl WidgetReader for SqliteTx {
    async fn widget_token(&mut self, hash: &[u8]) -> Result<Option<WidgetTokenRow>> {
        let row = sqlx::query("SELECT * FROM widget_token WHERE token_hash = ?")
            .bind(hash)
            .fetch_optional(self.on())
            .await?;
        row.map(|row| {
            Ok(WidgetTokenRow {
                token_hash: row.try_get("token_hash")?,
                team: row.try_get("team_id")?,
                key: row.try_get("api_key")?,
                member: row.try_get("member")?,
                origin: row.try_get("origin")?,
                expires_at: row.try_get("expires_at")?,
            })
        })
        .transpose()
    }

    async fn key_names_origin(&mut self, key: &str, origin: &str) -> Result<bool> {
        let any: i64 =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM key_origin WHERE api_key = ? AND origin = ?)")
                .bind(key)
                .bind(origin)
                .fetch_one(self.on())
                .await?;
        Ok(any != 0)
    }

    async fn origin_is_named(&mut self, origin: &str) -> Result<bool> {
        let any: i64 = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM key_origin WHERE origin = ?)")
            .bind(origin)
            .fetch_one(self.on())
            .await?;
        Ok(any != 0)
    }

    async fn reference_of(&mut self, team: &str, member: &str) -> Result<Option<String>> {
        let found: Option<Option<String>> =
            sqlx::query_scalar("SELECT reference FROM member WHERE team_id = ? AND id = ?")
                .bind(team)
                .bind(member)
                .fetch_optional(self.on())
                .await?;
        Ok(found.flatten())
    }

    async fn member_by_reference(&mut self, team: &str, reference: &str) -> Result<Option<MemberRow>> {
        self.one_member("m.reference", team, reference).await
    }
}

#[async_trait]
impl WidgetTx for SqliteTx {
    async fn insert_widget_token(&mut self, _: &Permit, t: &WidgetTokenRow, swept: Millis) -> Result<()> {
        sqlx::query("DELETE FROM widget_token WHERE expires_at < ?").bind(swept).execute(self.on()).await?;
        sqlx::query(
            "INSERT INTO widget_token (token_hash, team_id, api_key, member, origin, expires_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&t.token_hash)
        .bind(&t.team)
        .bind(&t.key)
        .bind(&t.member)
        .bind(&t.origin)
        .bind(t.expires_at)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_reference(&mut self, _: &Permit, team: &str, member: &str, reference: &str) -> Result<()> {
        sqlx::query("UPDATE member SET reference = ? WHERE team_id = ? AND id = ?")
            .bind(reference)
            .bind(team)
            .bind(member)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn delete_widget_tokens(&mut self, _: &Permit, key: &str) -> Result<()> {
        sqlx::query("DELETE FROM widget_token WHERE api_key = ?").bind(key).execute(self.on()).await?;
        Ok(())
    }
}
