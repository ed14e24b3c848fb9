//! What runs without a person, in SQLite.

use super::super::{
    AutomationRow, DepartureRow, FlowReader, FlowTx, KeyRow, Made, MadeBy, Result, StoreError, TurnRow,
    WebhookRow,
};
use super::SqliteTx;
use super::decode::{self, MEMBER, json, to_json};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

fn maker(row: &SqliteRow) -> Result<MadeBy> {
    Ok(MadeBy { id: row.try_get("made_by")?, name: row.try_get("made_by_name")? })
}

fn automation(row: &SqliteRow) -> Result<AutomationRow> {
    Ok(AutomationRow {
        id: row.try_get("id")?,
        team: row.try_get("team_id")?,
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        running: row.try_get::<i64, _>("running")? != 0,
        turn: row.try_get("turn")?,
        made_by: maker(row)?,
        created_at: row.try_get("created_at")?,
        version: row.try_get("version")?,
    })
}

fn key(row: &SqliteRow) -> Result<KeyRow> {
    Ok(KeyRow {
        id: row.try_get("id")?,
        team: row.try_get("team_id")?,
        name: row.try_get("name")?,
        prefix: row.try_get("prefix")?,
        made_by: maker(row)?,
        created_at: row.try_get("created_at")?,
        last_used_at: row.try_get("last_used_at")?,
    })
}

fn webhook(row: &SqliteRow) -> Result<WebhookRow> {
    Ok(WebhookRow {
        id: row.try_get("id")?,
        team: row.try_get("team_id")?,
        url: row.try_get("url")?,
        topics: json("topics", row.try_get("topics")?)?,
        secret: row.try_get("secret")?,
        made_by: maker(row)?,
        created_at: row.try_get("created_at")?,
        delivered_at: row.try_get("delivered_at")?,
        error: row.try_get("error")?,
    })
}

fn departure(row: &SqliteRow) -> Result<DepartureRow> {
    Ok(DepartureRow {
        id: row.try_get("id")?,
        team: row.try_get("team_id")?,
        member: row.try_get("member")?,
        name: row.try_get("name")?,
        role: row.try_get("role")?,
        how: row.try_get("how")?,
        at: row.try_get("at")?,
        actor: row.try_get("actor")?,
        password_done: row.try_get::<i64, _>("password_done")? != 0,
        closed_at: row.try_get("closed_at")?,
    })
}

/// Table, and the column that names a row of it in the log.
fn made(what: Made) -> (&'static str, &'static str) {
    match what {
        Made::Automation => ("automation", "name"),
        Made::Key => ("api_key", "name"),
        Made::Webhook => ("webhook", "url"),
    }
}

#[async_trait]
impl FlowReader for SqliteTx {
    async fn automations(&mut self, team: &str) -> Result<Vec<AutomationRow>> {
        let rows = sqlx::query("SELECT * FROM automation WHERE team_id = ? ORDER BY name, id")
            .bind(team)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(automation).collect()
    }

    async fn automation(&mut self, team: &str, id: &str) -> Result<Option<AutomationRow>> {
        let row = sqlx::query("SELECT * FROM automation WHERE team_id = ? AND id = ?")
            .bind(team)
            .bind(id)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(automation).transpose()
    }

    async fn first_automation(&mut self, team: &str, kind: &str) -> Result<Option<AutomationRow>> {
        let row = sqlx::query(
            "SELECT * FROM automation WHERE team_id = ? AND kind = ? AND running = 1 ORDER BY created_at, id LIMIT 1",
        )
        .bind(team)
        .bind(kind)
        .fetch_optional(self.on())
        .await?;
        row.as_ref().map(automation).transpose()
    }

    async fn rotations(&mut self, team: &str, automation: Option<&str>) -> Result<Vec<TurnRow>> {
        let sql = format!(
            "SELECT {MEMBER}, r.automation AS rotation, r.place AS rotation_place, r.turn AS rotation_turn, \
             r.served AS rotation_served \
             FROM automation a JOIN automation_member r ON r.automation = a.id JOIN member m ON m.id = r.member \
             WHERE a.team_id = ? AND (? IS NULL OR a.id = ?) ORDER BY r.automation, r.place, m.id"
        );
        let rows =
            sqlx::query(&sql).bind(team).bind(automation).bind(automation).fetch_all(self.on()).await?;
        rows.iter()
            .map(|row| {
                Ok(TurnRow {
                    automation: row.try_get("rotation")?,
                    member: decode::member(row)?,
                    place: row.try_get("rotation_place")?,
                    turn: row.try_get("rotation_turn")?,
                    served: decode::number("served", row.try_get("rotation_served")?)?,
                })
            })
            .collect()
    }

    async fn keys(&mut self, team: &str) -> Result<Vec<KeyRow>> {
        let rows = sqlx::query("SELECT * FROM api_key WHERE team_id = ? ORDER BY created_at DESC, id")
            .bind(team)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(key).collect()
    }

    async fn key_by_hash(&mut self, hash: &[u8]) -> Result<Option<KeyRow>> {
        let row = sqlx::query("SELECT * FROM api_key WHERE key_hash = ?")
            .bind(hash)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(key).transpose()
    }

    async fn webhooks(&mut self, team: &str) -> Result<Vec<WebhookRow>> {
        let rows = sqlx::query("SELECT * FROM webhook WHERE team_id = ? ORDER BY created_at DESC, id")
            .bind(team)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(webhook).collect()
    }

    async fn webhook(&mut self, id: &str) -> Result<Option<WebhookRow>> {
        let row =
            sqlx::query("SELECT * FROM webhook WHERE id = ?").bind(id).fetch_optional(self.on()).await?;
        row.as_ref().map(webhook).transpose()
    }

    async fn departures(&mut self, team: &str) -> Result<Vec<DepartureRow>> {
        let rows = sqlx::query(
            "SELECT * FROM departure WHERE team_id = ? ORDER BY closed_at IS NOT NULL, at DESC, id LIMIT 100",
        )
        .bind(team)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(departure).collect()
    }

    async fn departure(&mut self, team: &str, id: &str) -> Result<Option<DepartureRow>> {
        let row = sqlx::query("SELECT * FROM departure WHERE team_id = ? AND id = ?")
            .bind(team)
            .bind(id)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(departure).transpose()
    }

    async fn open_departure(&mut self, team: &str, member: &str) -> Result<Option<DepartureRow>> {
        let row =
            sqlx::query("SELECT * FROM departure WHERE team_id = ? AND member = ? AND closed_at IS NULL LIMIT 1")
                .bind(team)
                .bind(member)
                .fetch_optional(self.on())
                .await?;
        row.as_ref().map(departure).transpose()
    }

    async fn has_made(&mut self, team: &str, member: &str) -> Result<bool> {
        let any: i64 = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM automation WHERE team_id = ?1 AND made_by = ?2) \
             OR EXISTS (SELECT 1 FROM api_key WHERE team_id = ?1 AND made_by = ?2) \
             OR EXISTS (SELECT 1 FROM webhook WHERE team_id = ?1 AND made_by = ?2)",
        )
        .bind(team)
        .bind(member)
        .fetch_one(self.on())
        .await?;
        Ok(any != 0)
    }

    async fn active_among(&mut self, team: &str, ids: &[String]) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "SELECT id FROM member WHERE team_id = ? AND status = 'active' AND id IN (SELECT value FROM json_each(?))",
        )
        .bind(team)
        .bind(to_json("ids", &ids)?)
        .fetch_all(self.on())
        .await?)
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
            "INSERT INTO api_key (id, team_id, name, prefix, key_hash, made_by, made_by_name, created_at, last_used_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&k.id)
        .bind(&k.team)
        .bind(&k.name)
        .bind(&k.prefix)
        .bind(hash)
        .bind(&k.made_by.id)
        .bind(&k.made_by.name)
        .bind(k.created_at)
        .bind(k.last_used_at)
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
