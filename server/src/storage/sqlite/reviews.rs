//! Access reviews.

use super::super::{MemberRow, Result, ReviewLineRow, ReviewReader, ReviewRow, ReviewTx};
use super::SqliteTx;
use super::decode::{self, MEMBER, to_json};
use super::write::hit;
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

const REVIEW: &str = "SELECT r.id, r.started_at, r.actor, r.days, r.closed_at, count(l.member) AS people, \
     ifnull(sum(l.outcome = 'kept'), 0) AS kept, ifnull(sum(l.outcome = 'reduced'), 0) AS reduced, \
     ifnull(sum(l.outcome = 'removed'), 0) AS removed \
     FROM review r LEFT JOIN review_line l ON l.review = r.id WHERE r.team_id = ?";

const LINE: &str = "SELECT l.member, l.name, l.role, l.additions, l.grants, l.access, l.last_active_at, l.outcome, \
     l.actor, l.at FROM review_line l JOIN review r ON r.id = l.review WHERE r.team_id = ? AND r.id = ?";

/// Whoever was deactivated has no access that could be reviewed.
const INACTIVE: &str = "FROM member m WHERE m.team_id = ? AND m.status <> 'deactivated' \
     AND coalesce(m.last_active_at, m.joined_at, m.invited_at) <= ?";

fn review(row: &SqliteRow) -> Result<ReviewRow> {
    Ok(ReviewRow {
        id: row.try_get("id")?,
        started_at: row.try_get("started_at")?,
        actor: row.try_get("actor")?,
        days: decode::number("review", row.try_get("days")?)?,
        closed_at: row.try_get("closed_at")?,
        people: decode::number("review", row.try_get("people")?)?,
        kept: decode::number("review", row.try_get("kept")?)?,
        reduced: decode::number("review", row.try_get("reduced")?)?,
        removed: decode::number("review", row.try_get("removed")?)?,
    })
}

fn line(row: &SqliteRow) -> Result<ReviewLineRow> {
    Ok(ReviewLineRow {
        member: row.try_get("member")?,
        name: row.try_get("name")?,
        role: row.try_get("role")?,
        additions: decode::json("additions", row.try_get("additions")?)?,
        grants: decode::json("grants", row.try_get("grants")?)?,
        access: decode::json("access", row.try_get("access")?)?,
        last_active_at: row.try_get("last_active_at")?,
        outcome: row.try_get("outcome")?,
        actor: row.try_get("actor")?,
        at: row.try_get("at")?,
    })
}

#[async_trait]
impl ReviewReader for SqliteTx {
    async fn reviews(&mut self, team: &str, limit: u32) -> Result<Vec<ReviewRow>> {
        let sql = format!("{REVIEW} GROUP BY r.id ORDER BY r.started_at DESC, r.id LIMIT ?");
        let rows = sqlx::query(&sql).bind(team).bind(i64::from(limit)).fetch_all(self.on()).await?;
        rows.iter().map(review).collect()
    }

    async fn review(&mut self, team: &str, id: &str) -> Result<Option<ReviewRow>> {
        let sql = format!("{REVIEW} AND r.id = ? GROUP BY r.id");
        let row = sqlx::query(&sql).bind(team).bind(id).fetch_optional(self.on()).await?;
        row.as_ref().map(review).transpose()
    }

    async fn has_open_review(&mut self, team: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM review WHERE team_id = ? AND closed_at IS NULL)";
        let any: i64 = sqlx::query_scalar(sql).bind(team).fetch_one(self.on()).await?;
        Ok(any != 0)
    }

    async fn review_lines(&mut self, team: &str, id: &str) -> Result<Vec<ReviewLineRow>> {
        let sql = format!("{LINE} ORDER BY ifnull(l.last_active_at, 0), l.name, l.member");
        let rows = sqlx::query(&sql).bind(team).bind(id).fetch_all(self.on()).await?;
        rows.iter().map(line).collect()
    }

    async fn review_line(&mut self, team: &str, id: &str, member: &str) -> Result<Option<ReviewLineRow>> {
        let sql = format!("{LINE} AND l.member = ?");
        let row = sqlx::query(&sql).bind(team).bind(id).bind(member).fetch_optional(self.on()).await?;
        row.as_ref().map(line).transpose()
    }

    async fn review_members(&mut self, team: &str, id: &str) -> Result<Vec<MemberRow>> {
        let sql = format!(
            "SELECT {MEMBER} FROM review_line l JOIN review r ON r.id = l.review AND r.team_id = ? \
             JOIN member m ON m.id = l.member AND m.team_id = r.team_id WHERE l.review = ? ORDER BY m.id"
        );
        let rows = sqlx::query(&sql).bind(team).bind(id).fetch_all(self.on()).await?;
        rows.iter().map(decode::member).collect()
    }

    async fn inactive(&mut self, team: &str, until: Millis) -> Result<Vec<MemberRow>> {
        let sql = format!("SELECT {MEMBER} {INACTIVE} ORDER BY m.id");
        let rows = sqlx::query(&sql).bind(team).bind(until).fetch_all(self.on()).await?;
        rows.iter().map(decode::member).collect()
    }

    async fn count_inactive(&mut self, team: &str, until: Millis) -> Result<u32> {
        let sql = format!("SELECT count(*) {INACTIVE}");
        let n: i64 = sqlx::query_scalar(&sql).bind(team).bind(until).fetch_one(self.on()).await?;
        decode::number("count", n)
    }
}

#[async_trait]
impl ReviewTx for SqliteTx {
    async fn insert_review(
        &mut self,
        _: &Permit,
        team: &str,
        r: &ReviewRow,
        lines: &[ReviewLineRow],
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO review (id, team_id, started_at, actor, days, closed_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&r.id)
        .bind(team)
        .bind(r.started_at)
        .bind(&r.actor)
        .bind(i64::from(r.days))
        .bind(r.closed_at)
        .execute(self.on())
        .await?;
        for l in lines {
            sqlx::query(
                "INSERT INTO review_line (review, member, name, role, additions, grants, access, last_active_at, \
                 outcome, actor, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(&r.id)
            .bind(&l.member)
            .bind(&l.name)
            .bind(&l.role)
            .bind(to_json("additions", &l.additions)?)
            .bind(to_json("grants", &l.grants)?)
            .bind(to_json("access", &l.access)?)
            .bind(l.last_active_at)
            .bind(&l.outcome)
            .bind(&l.actor)
            .bind(l.at)
            .execute(self.on())
            .await?;
        }
        Ok(())
    }

    async fn decide_review_line(
        &mut self,
        _: &Permit,
        team: &str,
        id: &str,
        l: &ReviewLineRow,
    ) -> Result<()> {
        // A record is not written again, whoever asks for it.
        let done = sqlx::query(
            "UPDATE review_line SET outcome = ?, actor = ?, at = ? WHERE review = ? AND member = ? \
             AND EXISTS (SELECT 1 FROM review r WHERE r.id = review AND r.team_id = ? AND r.closed_at IS NULL)",
        )
        .bind(&l.outcome)
        .bind(&l.actor)
        .bind(l.at)
        .bind(id)
        .bind(&l.member)
        .bind(team)
        .execute(self.on())
        .await?;
        hit("review", done.rows_affected())
    }

    async fn close_review(&mut self, _: &Permit, team: &str, id: &str, at: Millis) -> Result<()> {
        let done =
            sqlx::query("UPDATE review SET closed_at = ? WHERE team_id = ? AND id = ? AND closed_at IS NULL")
                .bind(at)
                .bind(team)
                .bind(id)
                .execute(self.on())
                .await?;
        hit("review", done.rows_affected())
    }
}
