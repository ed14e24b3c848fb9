//! What runs without a person, read from SQLite.

use super::super::{
    AutomationRow, DeliveryRow, DepartureRow, FlowReader, KeyRow, MadeBy, Result, TurnRow, WebhookRow,
    WorkHappened,
};
use super::SqliteTx;
use super::decode::{self, MEMBER, json, to_json};
use crate::clock::Millis;
use async_trait::async_trait;
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
        scopes: json("scopes", row.try_get("scopes")?)?,
        origins: json("origins", row.try_get("origins")?)?,
        made_by: maker(row)?,
        made_as: row.try_get::<Option<&str>, _>("made_as")?.map(|t| json("made_as", t)).transpose()?,
        created_at: row.try_get("created_at")?,
        last_used_at: row.try_get("last_used_at")?,
        old_until: row.try_get("old_ends")?,
    })
}

/// A key's columns, with its origins.
const KEY: &str = "SELECT k.*, (SELECT json_group_array(origin) FROM (SELECT origin FROM key_origin WHERE api_key = k.id \
     ORDER BY origin)) AS origins FROM api_key k";

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
        let sql = format!("{KEY} WHERE k.team_id = ? ORDER BY k.created_at DESC, k.id");
        let rows = sqlx::query(&sql).bind(team).fetch_all(self.on()).await?;
        rows.iter().map(key).collect()
    }

    async fn key_by_hash(&mut self, hash: &[u8], now: Millis) -> Result<Option<KeyRow>> {
        let sql = format!("{KEY} WHERE k.key_hash = ?1 OR (k.old_hash = ?1 AND k.old_ends > ?2)");
        let row = sqlx::query(&sql).bind(hash).bind(now).fetch_optional(self.on()).await?;
        row.as_ref().map(key).transpose()
    }

    async fn key(&mut self, team: &str, id: &str) -> Result<Option<KeyRow>> {
        let sql = format!("{KEY} WHERE k.team_id = ? AND k.id = ?");
        let row = sqlx::query(&sql).bind(team).bind(id).fetch_optional(self.on()).await?;
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

    async fn deliveries(&mut self, team: &str, webhook: &str) -> Result<Vec<DeliveryRow>> {
        let rows = sqlx::query("SELECT * FROM delivery WHERE team_id = ? AND webhook = ? ORDER BY id DESC")
            .bind(team)
            .bind(webhook)
            .fetch_all(self.on())
            .await?;
        let one = |row: &SqliteRow| {
            Ok(DeliveryRow {
                id: row.try_get("id")?,
                team: row.try_get("team_id")?,
                webhook: row.try_get("webhook")?,
                letter: row.try_get("letter")?,
                topic: row.try_get("topic")?,
                at: row.try_get("at")?,
                attempt: decode::number("attempt", row.try_get("attempt")?)?,
                error: row.try_get("error")?,
                retry_at: row.try_get("retry_at")?,
            })
        };
        rows.iter().map(one).collect()
    }

    async fn waiting_for(&mut self, webhook: &str) -> Result<u32> {
        let n: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM outbox WHERE state = 'waiting' AND kind = 'webhook' \
             AND json_extract(payload, '$.webhook') = ?",
        )
        .bind(webhook)
        .fetch_one(self.on())
        .await?;
        decode::number("waiting", n)
    }

    async fn last_work_event(&mut self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT ifnull(max(id), 0) FROM work_event").fetch_one(self.on()).await?)
    }

    async fn work_happened(&mut self, team: &str, after: i64, limit: u32) -> Result<Vec<WorkHappened>> {
        let rows: Vec<(String, String, String, Option<String>, Option<String>)> = sqlx::query_as(
            "SELECT w.kind, e.item, e.kind, e.from_id, e.to_id FROM work_event e JOIN work w ON w.id = e.item \
             WHERE e.id > ? AND w.team_id = ? ORDER BY e.id LIMIT ?",
        )
        .bind(after)
        .bind(team)
        .bind(i64::from(limit))
        .fetch_all(self.on())
        .await?;
        let line = |(kind, item, event, from, to)| WorkHappened { kind, item, event, from, to };
        Ok(rows.into_iter().map(line).collect())
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
        let row = sqlx::query(
            "SELECT * FROM departure WHERE team_id = ? AND member = ? AND closed_at IS NULL LIMIT 1",
        )
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
