//! Units, resources, settings.

use super::super::{
    Beside, InUse, MemberRow, NewNotice, Notice, Resource, Result, StructureReader, StructureTx, Unit,
};
use super::decode::{self, to_json};
use super::write::hit;
use super::{SqliteTx, notice};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

impl SqliteTx {
    /// Members beside what a JSON column of theirs names. The column is one of this file's own.
    async fn beside(&mut self, team: &str, column: &str, more: &str) -> Result<Vec<Beside>> {
        let sql = format!(
            "SELECT j.value, m.id, m.name, m.role, m.status, m.fields FROM member m, json_each(m.{column}) j \
             WHERE m.team_id = ? AND m.{column} <> '[]' {more} ORDER BY m.name_key, m.id"
        );
        let rows: Vec<(String, String, String, String, String, String)> =
            sqlx::query_as(&sql).bind(team).fetch_all(self.on()).await?;
        rows.into_iter()
            .map(|(of, id, name, role, status, fields)| {
                let fields = decode::json("fields", &fields)?;
                Ok(Beside { of, id, name, role, status: decode::status(&status)?, fields })
            })
            .collect()
    }

    /// Members and work that a column names.
    async fn count_of(&mut self, sql: &str, team: &str, of: &str) -> Result<u32> {
        let n: i64 = sqlx::query_scalar(sql).bind(team).bind(of).fetch_one(self.on()).await?;
        decode::number("count", n)
    }
}

#[async_trait]
impl StructureReader for SqliteTx {
    async fn units(&mut self, team: &str) -> Result<Vec<Unit>> {
        let rows: Vec<(String, String, String)> =
            sqlx::query_as("SELECT id, kind, name FROM unit WHERE team_id = ? ORDER BY kind, name, id")
                .bind(team)
                .fetch_all(self.on())
                .await?;
        Ok(rows.into_iter().map(|(id, kind, name)| Unit { id, kind, name }).collect())
    }

    async fn unit(&mut self, team: &str, unit: &str) -> Result<Option<Unit>> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("SELECT id, kind, name FROM unit WHERE team_id = ? AND id = ?")
                .bind(team)
                .bind(unit)
                .fetch_optional(self.on())
                .await?;
        Ok(row.map(|(id, kind, name)| Unit { id, kind, name }))
    }

    async fn unit_sizes(&mut self, team: &str) -> Result<Vec<(String, u32)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT unit, count(*) FROM member WHERE team_id = ? AND unit IS NOT NULL GROUP BY unit",
        )
        .bind(team)
        .fetch_all(self.on())
        .await?;
        rows.into_iter().map(|(unit, n)| Ok((unit, decode::number("count", n)?))).collect()
    }

    async fn unit_managers(&mut self, team: &str) -> Result<Vec<Beside>> {
        self.beside(team, "manages", "").await
    }

    async fn unit_in_use(&mut self, team: &str, unit: &str) -> Result<InUse> {
        let members = self
            .count_of(
                "SELECT count(*) FROM member WHERE team_id = ? AND unit IS NOT NULL AND unit = ?",
                team,
                unit,
            )
            .await?;
        let managers = self
            .count_of(
                "SELECT count(*) FROM member m WHERE m.team_id = ? AND m.manages <> '[]' \
                 AND EXISTS (SELECT 1 FROM json_each(m.manages) WHERE value = ?)",
                team,
                unit,
            )
            .await?;
        // The rows themselves, not the tally: an import under way may have brought some that nobody sees yet.
        let work =
            self.count_of("SELECT count(*) FROM work WHERE team_id = ? AND unit = ?", team, unit).await?;
        Ok(InUse { members, managers, work })
    }

    async fn resource(&mut self, team: &str, resource: &str) -> Result<Option<Resource>> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("SELECT id, name, grp FROM resource WHERE team_id = ? AND id = ?")
                .bind(team)
                .bind(resource)
                .fetch_optional(self.on())
                .await?;
        Ok(row.map(|(id, name, group)| Resource { id, name, group }))
    }

    async fn resource_members(&mut self, team: &str) -> Result<Vec<Beside>> {
        self.beside(team, "access", "AND m.status <> 'deactivated'").await
    }

    async fn resource_in_use(&mut self, team: &str, resource: &str) -> Result<InUse> {
        let work = self
            .count_of("SELECT count(*) FROM work WHERE team_id = ? AND resource = ?", team, resource)
            .await?;
        Ok(InUse { work, ..InUse::default() })
    }

    async fn notices(&mut self, team: &str, member: &str, limit: u32) -> Result<Vec<Notice>> {
        notice::newest(self, team, member, limit).await
    }

    async fn members_who_chose(&mut self, team: &str, field: &str, choice: &str) -> Result<Vec<MemberRow>> {
        notice::who_chose(self, team, field, choice).await
    }

    async fn unread(&mut self, team: &str, member: &str) -> Result<u32> {
        notice::unread(self, team, member).await
    }
}

#[async_trait]
impl StructureTx for SqliteTx {
    async fn insert_unit(&mut self, _: &Permit, team: &str, u: &Unit) -> Result<()> {
        sqlx::query("INSERT INTO unit (team_id, id, kind, name) VALUES (?, ?, ?, ?)")
            .bind(team)
            .bind(&u.id)
            .bind(&u.kind)
            .bind(&u.name)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn rename_unit(&mut self, _: &Permit, team: &str, unit: &str, name: &str) -> Result<()> {
        let done = sqlx::query("UPDATE unit SET name = ? WHERE team_id = ? AND id = ?")
            .bind(name)
            .bind(team)
            .bind(unit)
            .execute(self.on())
            .await?;
        hit("unit", done.rows_affected())
    }

    async fn delete_unit(&mut self, _: &Permit, team: &str, unit: &str) -> Result<()> {
        let done = sqlx::query("DELETE FROM unit WHERE team_id = ? AND id = ?")
            .bind(team)
            .bind(unit)
            .execute(self.on())
            .await?;
        hit("unit", done.rows_affected())
    }

    async fn update_resource(&mut self, _: &Permit, team: &str, r: &Resource) -> Result<()> {
        let done = sqlx::query("UPDATE resource SET name = ?, grp = ? WHERE team_id = ? AND id = ?")
            .bind(&r.name)
            .bind(&r.group)
            .bind(team)
            .bind(&r.id)
            .execute(self.on())
            .await?;
        hit("resource", done.rows_affected())
    }

    async fn delete_resource(&mut self, _: &Permit, team: &str, resource: &str) -> Result<Vec<String>> {
        // Access is no part of the tally, so the rows may be written in one go.
        let had: Vec<String> = sqlx::query_scalar(
            "UPDATE member SET version = version + 1, \
             access = (SELECT json_group_array(value) FROM json_each(member.access) WHERE value <> ?) \
             WHERE team_id = ? AND access <> '[]' AND EXISTS (SELECT 1 FROM json_each(member.access) WHERE value = ?) \
             RETURNING id",
        )
        .bind(resource)
        .bind(team)
        .bind(resource)
        .fetch_all(self.on())
        .await?;
        let done = sqlx::query("DELETE FROM resource WHERE team_id = ? AND id = ?")
            .bind(team)
            .bind(resource)
            .execute(self.on())
            .await?;
        hit("resource", done.rows_affected())?;
        Ok(had)
    }

    async fn set_settings(&mut self, _: &Permit, team: &str, settings: &[String]) -> Result<()> {
        let done = sqlx::query("UPDATE team SET settings = ? WHERE id = ?")
            .bind(to_json("settings", &settings)?)
            .bind(team)
            .execute(self.on())
            .await?;
        hit("team", done.rows_affected())
    }

    async fn insert_notice(&mut self, n: &NewNotice) -> Result<()> {
        notice::insert(self, n).await
    }

    async fn read_notices(&mut self, team: &str, member: &str, up_to: i64, at: Millis) -> Result<bool> {
        notice::read(self, team, member, up_to, at).await
    }
}
