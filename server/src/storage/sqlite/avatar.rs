//! Pictures of people.

use super::super::{Avatar, AvatarReader, AvatarTx, Result};
use super::SqliteTx;
use super::write::hit;
use async_trait::async_trait;
use shared::policy::Permit;

#[async_trait]
impl AvatarReader for SqliteTx {
    async fn avatar(&mut self, team: &str, member: &str) -> Result<Option<Avatar>> {
        let row: Option<(String, Vec<u8>)> = sqlx::query_as(
            "SELECT a.version, a.image FROM avatar a JOIN member m ON m.id = a.member WHERE m.team_id = ? AND m.id = ?",
        )
        .bind(team)
        .bind(member)
        .fetch_optional(self.on())
        .await?;
        Ok(row.map(|(version, image)| Avatar { version, image }))
    }
}

#[async_trait]
impl AvatarTx for SqliteTx {
    async fn set_avatar(&mut self, _: &Permit, team: &str, member: &str, a: &Avatar) -> Result<()> {
        let done = sqlx::query(
            "INSERT INTO avatar (member, version, image) SELECT id, ?, ? FROM member WHERE team_id = ? AND id = ? \
             ON CONFLICT (member) DO UPDATE SET version = excluded.version, image = excluded.image",
        )
        .bind(&a.version)
        .bind(&a.image)
        .bind(team)
        .bind(member)
        .execute(self.on())
        .await?;
        hit("member", done.rows_affected())
    }

    async fn delete_avatar(&mut self, _: &Permit, team: &str, member: &str) -> Result<()> {
        sqlx::query("DELETE FROM avatar WHERE member = (SELECT id FROM member WHERE team_id = ? AND id = ?)")
            .bind(team)
            .bind(member)
            .execute(self.on())
            .await?;
        Ok(())
    }
}
