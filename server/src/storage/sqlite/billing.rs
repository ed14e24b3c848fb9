//! Seats that were bought.

use super::super::{BillingReader, BillingTx, Purchase, Result};
use super::SqliteTx;
use super::decode;
use super::write::hit;
use async_trait::async_trait;
use shared::policy::Permit;

/// at, actor, kind, n, once
type Row = (i64, String, String, i64, String);

fn read((at, actor, kind, n, once): Row) -> Result<Purchase> {
    Ok(Purchase { at, actor, kind, n: decode::number("purchase", n)?, once })
}

#[async_trait]
impl BillingReader for SqliteTx {
    async fn purchases(&mut self, team: &str, limit: u32) -> Result<Vec<Purchase>> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT at, actor, kind, n, once FROM purchase WHERE team_id = ? ORDER BY id DESC LIMIT ?",
        )
        .bind(team)
        .bind(i64::from(limit))
        .fetch_all(self.on())
        .await?;
        rows.into_iter().map(read).collect()
    }

    async fn purchase(&mut self, team: &str, once: &str) -> Result<Option<Purchase>> {
        let row: Option<Row> =
            sqlx::query_as("SELECT at, actor, kind, n, once FROM purchase WHERE team_id = ? AND once = ?")
                .bind(team)
                .bind(once)
                .fetch_optional(self.on())
                .await?;
        row.map(read).transpose()
    }
}

#[async_trait]
impl BillingTx for SqliteTx {
    async fn insert_purchase(&mut self, _: &Permit, team: &str, p: &Purchase, limit: u32) -> Result<()> {
        sqlx::query("INSERT INTO purchase (team_id, at, actor, kind, n, once) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(team)
            .bind(p.at)
            .bind(&p.actor)
            .bind(&p.kind)
            .bind(i64::from(p.n))
            .bind(&p.once)
            .execute(self.on())
            .await?;
        // json_patch takes the kind as a value: whatever an id holds, it is no path.
        let done = sqlx::query("UPDATE team SET seats = json_patch(seats, json_object(?, ?)) WHERE id = ?")
            .bind(&p.kind)
            .bind(i64::from(limit))
            .bind(team)
            .execute(self.on())
            .await?;
        hit("team", done.rows_affected())
    }
}
