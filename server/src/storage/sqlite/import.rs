//! Imports in SQLite.

use super::super::{HiddenRow, ImportReader, ImportRow, ImportState, ImportTx, Result, StoreError};
use super::SqliteTx;
use super::decode::{json, number, to_json};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

/// All but the file, which is large.
const ROW: &str = "id, team_id, kind, file, state, head, plan, lines, done, fault_count, reason, actor, actor_name, created_at";

fn import(row: &SqliteRow, faults: &str) -> Result<ImportRow> {
    let state: String = row.try_get("state")?;
    let state = ImportState::ALL.into_iter().find(|s| s.id() == state);
    let plan: &str = row.try_get("plan")?;
    Ok(ImportRow {
        id: row.try_get("id")?,
        team: row.try_get("team_id")?,
        kind: row.try_get("kind")?,
        file: row.try_get("file")?,
        state: state.ok_or_else(|| StoreError::Corrupt("state", "unknown".into()))?,
        head: json("head", row.try_get("head")?)?,
        plan: if plan == "{}" { Default::default() } else { json("plan", plan)? },
        lines: number("lines", row.try_get("lines")?)?,
        done: number("done", row.try_get("done")?)?,
        faults: json("faults", faults)?,
        fault_count: number("fault_count", row.try_get("fault_count")?)?,
        reason: row.try_get("reason")?,
        actor: row.try_get("actor")?,
        actor_name: row.try_get("actor_name")?,
        created_at: row.try_get("created_at")?,
    })
}

#[async_trait]
impl ImportReader for SqliteTx {
    async fn imports(&mut self, team: &str, limit: u32) -> Result<Vec<ImportRow>> {
        let sql = format!("SELECT {ROW} FROM import WHERE team_id = ? ORDER BY created_at DESC, id LIMIT ?");
        let rows = sqlx::query(&sql).bind(team).bind(i64::from(limit)).fetch_all(self.on()).await?;
        rows.iter().map(|row| import(row, "[]")).collect()
    }

    async fn import(&mut self, team: &str, id: &str) -> Result<Option<ImportRow>> {
        let sql = format!("SELECT {ROW}, faults FROM import WHERE team_id = ? AND id = ?");
        let row = sqlx::query(&sql).bind(team).bind(id).fetch_optional(self.on()).await?;
        row.as_ref().map(|row| import(row, row.try_get("faults")?)).transpose()
    }

    async fn import_content(&mut self, team: &str, id: &str) -> Result<Option<String>> {
        let found: Option<Option<Vec<u8>>> =
            sqlx::query_scalar("SELECT content FROM import WHERE team_id = ? AND id = ?")
                .bind(team)
                .bind(id)
                .fetch_optional(self.on())
                .await?;
        let text =
            |bytes| String::from_utf8(bytes).map_err(|e| StoreError::Corrupt("content", e.to_string()));
        found.flatten().map(text).transpose()
    }

    async fn running_import(&mut self, team: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT id FROM import WHERE team_id = ? AND state = 'running'")
            .bind(team)
            .fetch_optional(self.on())
            .await?)
    }

    async fn unfinished_imports(&mut self) -> Result<Vec<(String, String)>> {
        Ok(sqlx::query_as(
            "SELECT id, team_id FROM import WHERE state = 'running' OR (state IN ('failed', 'cancelled') \
             AND EXISTS (SELECT 1 FROM work WHERE batch = import.id))",
        )
        .fetch_all(self.on())
        .await?)
    }
}

#[async_trait]
impl ImportTx for SqliteTx {
    async fn insert_import(&mut self, _: &Permit, i: &ImportRow, content: &str) -> Result<()> {
        sqlx::query(
            "INSERT INTO import (id, team_id, kind, file, state, head, content, lines, actor, actor_name, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&i.id)
        .bind(&i.team)
        .bind(&i.kind)
        .bind(&i.file)
        .bind(i.state.id())
        .bind(to_json("head", &i.head)?)
        .bind(content.as_bytes())
        .bind(i64::from(i.lines))
        .bind(&i.actor)
        .bind(&i.actor_name)
        .bind(i.created_at)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn update_import(&mut self, _: &Permit, i: &ImportRow) -> Result<()> {
        let done = sqlx::query(
            "UPDATE import SET state = ?, head = ?, plan = ?, actor = ?, actor_name = ?, done = ?, faults = ?, fault_count = ?, reason = ?, \
             content = CASE ? WHEN 'draft' THEN content END WHERE team_id = ? AND id = ?",
        )
        .bind(i.state.id())
        .bind(to_json("head", &i.head)?)
        .bind(to_json("plan", &i.plan)?)
        .bind(&i.actor)
        .bind(&i.actor_name)
        .bind(i64::from(i.done))
        .bind(to_json("faults", &i.faults)?)
        .bind(i64::from(i.fault_count))
        .bind(&i.reason)
        .bind(i.state.id())
        .bind(&i.team)
        .bind(&i.id)
        .execute(self.on())
        .await?;
        if done.rows_affected() == 0 { Err(StoreError::Missing("import")) } else { Ok(()) }
    }

    async fn note_progress(&mut self, _: &Permit, team: &str, id: &str, done: u32) -> Result<()> {
        sqlx::query("UPDATE import SET done = ? WHERE team_id = ? AND id = ?")
            .bind(i64::from(done))
            .bind(team)
            .bind(id)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_old_drafts(&mut self, _: &Permit, than: Millis) -> Result<()> {
        sqlx::query("DELETE FROM import WHERE state = 'draft' AND created_at < ?")
            .bind(than)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn insert_hidden(
        &mut self,
        _: &Permit,
        import: &ImportRow,
        rows: &[HiddenRow],
        at: Millis,
    ) -> Result<()> {
        let all = to_json("rows", &rows)?;
        sqlx::query(
            "INSERT INTO work (id, team_id, kind, title, title_key, search_key, fields, assignee, unit, batch, created_at, touched_at) \
             SELECT value ->> 'id', ?, ?, value ->> 'title', value ->> 'title_key', value ->> 'search_key', value -> 'fields', \
             value ->> 'assignee', value ->> 'unit', ?, value ->> 'created_at', ? FROM json_each(?)",
        )
        .bind(&import.team)
        .bind(&import.kind)
        .bind(&import.id)
        .bind(at)
        .bind(&all)
        .execute(self.on())
        .await?;
        sqlx::query(
            "INSERT INTO work_event (item, at, actor, kind, to_id, to_name) \
             SELECT value ->> 'id', ?, ?, 'imported', m.id, ifnull(m.name, '') \
             FROM json_each(?) LEFT JOIN member m ON m.id = value ->> 'assignee'",
        )
        .bind(at)
        .bind(&import.actor_name)
        .bind(&all)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn delete_hidden(&mut self, _: &Permit, id: &str, limit: u32) -> Result<u64> {
        // Its histories go by cascade. Never those of an import that is done.
        let done = sqlx::query(
            "DELETE FROM work WHERE n IN (SELECT n FROM work WHERE batch = ?1 LIMIT ?2) \
             AND EXISTS (SELECT 1 FROM import WHERE id = ?1 AND state IN ('failed', 'cancelled'))",
        )
        .bind(id)
        .bind(i64::from(limit))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected())
    }
}
