//! What runs without a person, written to SQLite.

use super::super::{
    AutomationRow, DeliveryRow, DepartureRow, FlowTx, KeyRow, Made, MadeBy, Result, StoreError, WebhookRow,
};
use super::SqliteTx;
use super::decode::to_json;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

/// Table, and the column that names a row of it in the log.
fn made(what: Made) -> (&'static str, &'static str) {
    match what {
        Made::Automation => ("automation", "name"),
        Made::Key => ("api_key", "name"),
        Made::Webhook => ("webhook", "url"),
    }
}

impl SqliteTx {
    async fn set_origins(&mut self, k: &KeyRow) -> Result<()> {
        sqlx::query("DELETE FROM key_origin WHERE api_key = ?").bind(&k.id).execute(self.on()).await?;
        sqlx::query("INSERT INTO key_origin (api_key, origin) SELECT ?, value FROM json_each(?)")
            .bind(&k.id)
            .bind(to_json("origins", &k.origins)?)
            .execute(self.on())
            .await?;
        Ok(())
    }
}

#[async_trait]
impl FlowTx for SqliteTx {
    async fn insert_automation(&mut self, _: &Permit, a: &AutomationRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO automation (id, team_id, name, kind, running, turn, made_by, made_by_name, created_at, version) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&a.id)
        .bind(&a.team)
        .bind(&a.name)
        .bind(&a.kind)
        .bind(i64::from(a.running))
        .bind(a.turn)
        .bind(&a.made_by.id)
        .bind(&a.made_by.name)
        .bind(a.created_at)
        .bind(a.version)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn update_automation(&mut self, _: &Permit, a: &AutomationRow) -> Result<()> {
        // The turn is left alone: items may have come in since the row was read.
        sqlx::query("UPDATE automation SET name = ?, running = ?, version = ? WHERE team_id = ? AND id = ?")
            .bind(&a.name)
            .bind(i64::from(a.running))
            .bind(a.version)
            .bind(&a.team)
            .bind(&a.id)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_rotation(&mut self, _: &Permit, automation: &str, members: &[String]) -> Result<()> {
        let ids = to_json("rotation", &members)?;
        sqlx::query(
            "DELETE FROM automation_member WHERE automation = ? AND member NOT IN (SELECT value FROM json_each(?))",
        )
        .bind(automation)
        .bind(&ids)
        .execute(self.on())
        .await?;
        sqlx::query(
            "INSERT INTO automation_member (automation, member, place) SELECT ?, value, key FROM json_each(?) WHERE true \
             ON CONFLICT (automation, member) DO UPDATE SET place = excluded.place",
        )
        .bind(automation)
        .bind(&ids)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn take_turn(&mut self, _: &Permit, automation: &str, member: &str) -> Result<()> {
        let turn: i64 =
            sqlx::query_scalar("UPDATE automation SET turn = turn + 1 WHERE id = ? RETURNING turn")
                .bind(automation)
                .fetch_one(self.on())
                .await?;
        sqlx::query(
            "UPDATE automation_member SET turn = ?, served = served + 1 WHERE automation = ? AND member = ?",
        )
        .bind(turn)
        .bind(automation)
        .bind(member)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn insert_key(&mut self, _: &Permit, k: &KeyRow, hash: &[u8]) -> Result<()> {
        sqlx::query(
            "INSERT INTO api_key (id, team_id, name, prefix, scopes, key_hash, made_by, made_by_name, made_as, created_at, \
             last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&k.id)
        .bind(&k.team)
        .bind(&k.name)
        .bind(&k.prefix)
        .bind(to_json("scopes", &k.scopes)?)
        .bind(hash)
        .bind(&k.made_by.id)
        .bind(&k.made_by.name)
        .bind(k.made_as.as_ref().map(|m| to_json("made_as", m)).transpose()?)
        .bind(k.created_at)
        .bind(k.last_used_at)
        .execute(self.on())
        .await?;
        self.set_origins(k).await
    }

    async fn update_key(&mut self, _: &Permit, k: &KeyRow) -> Result<()> {
        sqlx::query(
            "UPDATE api_key SET name = ?, scopes = ?, made_by = ?, made_by_name = ?, made_as = ? \
             WHERE team_id = ? AND id = ?",
        )
        .bind(&k.name)
        .bind(to_json("scopes", &k.scopes)?)
        .bind(&k.made_by.id)
        .bind(&k.made_by.name)
        .bind(k.made_as.as_ref().map(|m| to_json("made_as", m)).transpose()?)
        .bind(&k.team)
        .bind(&k.id)
        .execute(self.on())
        .await?;
        self.set_origins(k).await
    }

    async fn rotate_key(&mut self, _: &Permit, k: &KeyRow, hash: &[u8]) -> Result<()> {
        sqlx::query(
            "UPDATE api_key SET old_hash = iif(?1 IS NULL, NULL, key_hash), old_ends = ?1, key_hash = ?2, prefix = ?3 \
             WHERE team_id = ?4 AND id = ?5",
        )
        .bind(k.old_until)
        .bind(hash)
        .bind(&k.prefix)
        .bind(&k.team)
        .bind(&k.id)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn touch_key(&mut self, id: &str, at: Millis) -> Result<()> {
        sqlx::query("UPDATE api_key SET last_used_at = ? WHERE id = ?")
            .bind(at)
            .bind(id)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn insert_webhook(&mut self, _: &Permit, w: &WebhookRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO webhook (id, team_id, url, topics, secret, made_by, made_by_name, created_at, delivered_at, error) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&w.id)
        .bind(&w.team)
        .bind(&w.url)
        .bind(to_json("topics", &w.topics)?)
        .bind(&w.secret)
        .bind(&w.made_by.id)
        .bind(&w.made_by.name)
        .bind(w.created_at)
        .bind(w.delivered_at)
        .bind(&w.error)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn note_delivery(
        &mut self,
        id: &str,
        at: Millis,
        outcome: std::result::Result<(), &str>,
    ) -> Result<()> {
        let query = match outcome {
            Ok(()) => sqlx::query("UPDATE webhook SET delivered_at = ?, error = '' WHERE id = ?").bind(at),
            Err(error) => sqlx::query("UPDATE webhook SET error = ? WHERE id = ?").bind(error),
        };
        query.bind(id).execute(self.on()).await?;
        Ok(())
    }

    async fn insert_delivery(&mut self, d: &DeliveryRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO delivery (team_id, webhook, letter, topic, at, attempt, error, retry_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&d.team)
        .bind(&d.webhook)
        .bind(d.letter)
        .bind(&d.topic)
        .bind(d.at)
        .bind(i64::from(d.attempt))
        .bind(&d.error)
        .bind(d.retry_at)
        .execute(self.on())
        .await?;
        sqlx::query(
            "DELETE FROM delivery WHERE webhook = ?1 AND id <= \
             (SELECT id FROM delivery WHERE webhook = ?1 ORDER BY id DESC LIMIT 1 OFFSET 100)",
        )
        .bind(&d.webhook)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn postpone_deliveries(&mut self, webhook: &str, until: Millis) -> Result<()> {
        sqlx::query(
            "UPDATE outbox SET next_at = ?1 WHERE state = 'waiting' AND kind = 'webhook' AND next_at < ?1 \
             AND json_extract(payload, '$.webhook') = ?2",
        )
        .bind(until)
        .bind(webhook)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn delete_made(&mut self, _: &Permit, what: Made, team: &str, id: &str) -> Result<Option<String>> {
        let (table, name) = made(what);
        let sql = format!("DELETE FROM {table} WHERE team_id = ? AND id = ? RETURNING {name}");
        Ok(sqlx::query_scalar(&sql).bind(team).bind(id).fetch_optional(self.on()).await?)
    }

    async fn take_over(
        &mut self,
        _: &Permit,
        what: Made,
        team: &str,
        id: &str,
        by: &MadeBy,
    ) -> Result<Option<String>> {
        let (table, name) = made(what);
        let sql = format!(
            "UPDATE {table} SET made_by = ?, made_by_name = ? WHERE team_id = ? AND id = ? RETURNING {name}"
        );
        Ok(sqlx::query_scalar(&sql)
            .bind(&by.id)
            .bind(&by.name)
            .bind(team)
            .bind(id)
            .fetch_optional(self.on())
            .await?)
    }

    async fn insert_departure(&mut self, _: &Permit, d: &DepartureRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO departure (id, team_id, member, name, role, how, at, actor, password_done, closed_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&d.id)
        .bind(&d.team)
        .bind(&d.member)
        .bind(&d.name)
        .bind(&d.role)
        .bind(&d.how)
        .bind(d.at)
        .bind(&d.actor)
        .bind(i64::from(d.password_done))
        .bind(d.closed_at)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn update_departure(&mut self, _: &Permit, d: &DepartureRow) -> Result<()> {
        let done =
            sqlx::query("UPDATE departure SET how = ?, at = ?, actor = ?, password_done = ?, closed_at = ? WHERE team_id = ? AND id = ?")
                .bind(&d.how)
                .bind(d.at)
                .bind(&d.actor)
                .bind(i64::from(d.password_done))
                .bind(d.closed_at)
                .bind(&d.team)
                .bind(&d.id)
                .execute(self.on())
                .await?;
        if done.rows_affected() == 0 { Err(StoreError::Missing("departure")) } else { Ok(()) }
    }
}
