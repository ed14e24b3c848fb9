//! Lists that a team shares.

use super::super::{EntryRow, ListsReader, ListsTx, Result};
use super::SqliteTx;
use super::decode::{json, to_json};
use super::write::hit;
use async_trait::async_trait;
use shared::policy::Permit;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite};

const ENTRY: &str = "SELECT id, name, search_key, fields, actor, at, version FROM entry WHERE team_id = ";

fn read(row: &SqliteRow) -> Result<EntryRow> {
    Ok(EntryRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        search_key: row.try_get("search_key")?,
        fields: json("fields", row.try_get("fields")?)?,
        actor: row.try_get("actor")?,
        at: row.try_get("at")?,
        version: row.try_get("version")?,
    })
}

#[async_trait]
impl ListsReader for SqliteTx {
    async fn entries(&mut self, team: &str, list: &str, words: &[String]) -> Result<Vec<EntryRow>> {
        let mut q: QueryBuilder<'_, Sqlite> = QueryBuilder::new(ENTRY);
        q.push_bind(team).push(" AND list = ").push_bind(list);
        for word in words {
            // instr, not LIKE: no character of the word means anything.
            q.push(" AND instr(search_key, ").push_bind(word).push(") > 0");
        }
        q.push(" ORDER BY place, id");
        q.build().fetch_all(self.on()).await?.iter().map(read).collect()
    }

    async fn entry(&mut self, team: &str, list: &str, entry: &str) -> Result<Option<EntryRow>> {
        let mut q: QueryBuilder<'_, Sqlite> = QueryBuilder::new(ENTRY);
        q.push_bind(team).push(" AND list = ").push_bind(list).push(" AND id = ").push_bind(entry);
        q.build().fetch_optional(self.on()).await?.as_ref().map(read).transpose()
    }
}

#[async_trait]
impl ListsTx for SqliteTx {
    async fn insert_entry(
        &mut self,
        _: &Permit,
        team: &str,
        list: &str,
        e: &EntryRow,
        before: Option<&str>,
    ) -> Result<()> {
        let place: i64 = match before {
            Some(before) => {
                let place =
                    sqlx::query_scalar("SELECT place FROM entry WHERE team_id = ? AND list = ? AND id = ?")
                        .bind(team)
                        .bind(list)
                        .bind(before)
                        .fetch_one(self.on())
                        .await?;
                sqlx::query(
                    "UPDATE entry SET place = place + 1 WHERE team_id = ? AND list = ? AND place >= ?",
                )
                .bind(team)
                .bind(list)
                .bind(place)
                .execute(self.on())
                .await?;
                place
            }
            None => {
                sqlx::query_scalar(
                    "SELECT ifnull(max(place), 0) + 1 FROM entry WHERE team_id = ? AND list = ?",
                )
                .bind(team)
                .bind(list)
                .fetch_one(self.on())
                .await?
            }
        };
        sqlx::query(
            "INSERT INTO entry (id, team_id, list, place, name, search_key, fields, actor, at, version) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&e.id)
        .bind(team)
        .bind(list)
        .bind(place)
        .bind(&e.name)
        .bind(&e.search_key)
        .bind(to_json("fields", &e.fields)?)
        .bind(&e.actor)
        .bind(e.at)
        .bind(e.version)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn update_entry(&mut self, _: &Permit, team: &str, list: &str, e: &EntryRow) -> Result<()> {
        let done = sqlx::query(
            "UPDATE entry SET name = ?, search_key = ?, fields = ?, actor = ?, at = ?, version = ? \
             WHERE team_id = ? AND list = ? AND id = ?",
        )
        .bind(&e.name)
        .bind(&e.search_key)
        .bind(to_json("fields", &e.fields)?)
        .bind(&e.actor)
        .bind(e.at)
        .bind(e.version)
        .bind(team)
        .bind(list)
        .bind(&e.id)
        .execute(self.on())
        .await?;
        hit("entry", done.rows_affected())
    }

    async fn delete_entry(&mut self, _: &Permit, team: &str, list: &str, entry: &str) -> Result<()> {
        let done = sqlx::query("DELETE FROM entry WHERE team_id = ? AND list = ? AND id = ?")
            .bind(team)
            .bind(list)
            .bind(entry)
            .execute(self.on())
            .await?;
        hit("entry", done.rows_affected())
    }

    async fn order_entries(&mut self, _: &Permit, team: &str, list: &str, ids: &[String]) -> Result<()> {
        sqlx::query(
            "UPDATE entry SET place = o.key + 1 FROM json_each(?) o \
             WHERE entry.team_id = ? AND entry.list = ? AND entry.id = o.value",
        )
        .bind(to_json("order", &ids)?)
        .bind(team)
        .bind(list)
        .execute(self.on())
        .await?;
        Ok(())
    }
}
