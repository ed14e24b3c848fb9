//! The bell.

use super::super::{MemberRow, NewNotice, Notice, Result};
use super::SqliteTx;
use super::decode::{self, MEMBER};
use crate::clock::Millis;
use sqlx::Row as _;

/// How many notices of a member are kept.
const KEPT: i64 = 200;

pub(super) async fn newest(on: &mut SqliteTx, team: &str, member: &str, limit: u32) -> Result<Vec<Notice>> {
    let rows = sqlx::query(
        "SELECT id, at, kind, actor, work, item, n, read_at FROM notice WHERE member = ? AND team_id = ? \
         ORDER BY id DESC LIMIT ?",
    )
    .bind(member)
    .bind(team)
    .bind(i64::from(limit))
    .fetch_all(on.on())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Notice {
                id: row.try_get("id")?,
                at: row.try_get("at")?,
                kind: row.try_get("kind")?,
                actor: row.try_get("actor")?,
                work: row.try_get("work")?,
                item: row.try_get("item")?,
                n: decode::number("n", row.try_get("n")?)?,
                read: row.try_get::<Option<Millis>, _>("read_at")?.is_some(),
            })
        })
        .collect()
}

pub(super) async fn who_chose(
    on: &mut SqliteTx,
    team: &str,
    field: &str,
    choice: &str,
) -> Result<Vec<MemberRow>> {
    // Choices are stored with commas between them. json_each, not a path: a field's id may hold any character.
    let sql = format!(
        "SELECT {MEMBER} FROM member m WHERE m.team_id = ? AND m.status = 'active' AND EXISTS (\
         SELECT 1 FROM json_each(m.fields) WHERE key = ? AND instr(',' || value || ',', ',' || ? || ',') > 0)"
    );
    let rows = sqlx::query(&sql).bind(team).bind(field).bind(choice).fetch_all(on.on()).await?;
    rows.iter().map(decode::member).collect()
}

pub(super) async fn unread(on: &mut SqliteTx, team: &str, member: &str) -> Result<u32> {
    let n: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM notice WHERE member = ? AND team_id = ? AND read_at IS NULL",
    )
    .bind(member)
    .bind(team)
    .fetch_one(on.on())
    .await?;
    decode::number("count", n)
}

pub(super) async fn insert(on: &mut SqliteTx, n: &NewNotice) -> Result<()> {
    sqlx::query(
        "INSERT INTO notice (team_id, member, at, kind, actor, work, item, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&n.team)
    .bind(&n.member)
    .bind(n.at)
    .bind(&n.kind)
    .bind(&n.actor)
    .bind(&n.work)
    .bind(&n.item)
    .bind(i64::from(n.n))
    .execute(on.on())
    .await?;
    sqlx::query(
        "DELETE FROM notice WHERE member = ? AND id <= \
         (SELECT id FROM notice WHERE member = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
    )
    .bind(&n.member)
    .bind(&n.member)
    .bind(KEPT)
    .execute(on.on())
    .await?;
    Ok(())
}

pub(super) async fn read(
    on: &mut SqliteTx,
    team: &str,
    member: &str,
    up_to: i64,
    at: Millis,
) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE notice SET read_at = ? WHERE member = ? AND team_id = ? AND read_at IS NULL AND id <= ?",
    )
    .bind(at)
    .bind(member)
    .bind(team)
    .bind(up_to)
    .execute(on.on())
    .await?;
    Ok(done.rows_affected() > 0)
}
