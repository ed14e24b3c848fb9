//! Reads of work.

use super::super::{
    Looking, MemberRow, Result, WorkMove, WorkNarrow, WorkReader, WorkRow, WorkSeen, WorkSlice,
};
use super::decode::MEMBER;
use super::work_list::{self, BESIDE, SEEN};
use super::work_scope::{Of, SHOWN, narrowed, one_of, sees};
use super::work_search;
use super::{SqliteTx, decode};
use async_trait::async_trait;
use shared::api::{PersonRef, WorkEvent, WorkTally};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _};

/// A row of `work`.
pub(super) fn item(row: &SqliteRow) -> Result<WorkRow> {
    Ok(WorkRow {
        id: row.try_get("id")?,
        team: row.try_get("team_id")?,
        kind: row.try_get("kind")?,
        title: row.try_get("title")?,
        title_key: row.try_get("title_key")?,
        search_key: row.try_get("search_key")?,
        fields: decode::json("fields", row.try_get("fields")?)?,
        assignee: row.try_get("assignee")?,
        parent: row.try_get("parent")?,
        resource: row.try_get("resource")?,
        unit: row.try_get("unit")?,
        once: row.try_get("once")?,
        created_at: row.try_get("created_at")?,
        touched_at: row.try_get("touched_at")?,
        version: row.try_get("version")?,
    })
}

fn seen(row: &SqliteRow) -> Result<WorkSeen> {
    let item = item(row)?;
    let assignee = match (&item.assignee, row.try_get::<Option<String>, _>("assignee_name")?) {
        (Some(id), Some(name)) => {
            let status = decode::status(row.try_get("assignee_status")?)?;
            Some(PersonRef { id: id.clone(), name, status })
        }
        _ => None,
    };
    let parent = match (&item.parent, row.try_get::<Option<String>, _>("parent_kind")?) {
        (Some(id), Some(kind)) => Some(WorkRow {
            id: id.clone(),
            team: item.team.clone(),
            kind,
            title: row.try_get("parent_title")?,
            assignee: row.try_get("parent_assignee")?,
            resource: row.try_get("parent_resource")?,
            unit: row.try_get("parent_unit")?,
            ..WorkRow::default()
        }),
        _ => None,
    };
    Ok(WorkSeen { row: item, assignee, parent })
}

impl SqliteTx {
    /// Visible items under one more condition.
    async fn work_where(&mut self, condition: &str, team: &str, value: &str) -> Result<Option<WorkRow>> {
        let sql = format!("SELECT w.* FROM work w WHERE w.team_id = ? AND w.{condition} = ? AND {SHOWN}");
        let row = sqlx::query(&sql).bind(team).bind(value).fetch_optional(self.on()).await?;
        row.as_ref().map(item).transpose()
    }
}

#[async_trait]
impl WorkReader for SqliteTx {
    async fn work_page(&mut self, looking: &Looking<'_>, slice: &WorkSlice<'_>) -> Result<Vec<WorkSeen>> {
        let words = &slice.narrow.words;
        let finds = if words.is_empty() { None } else { Some(self.finds(looking, words).await?) };
        let mut q = match &finds {
            Some(finds) if finds.whole => work_search::page(looking, slice, finds)?,
            _ => work_list::page(looking, slice)?,
        };
        let rows = q.build().fetch_all(self.on()).await?;
        rows.iter().map(seen).collect()
    }

    async fn work_total(&mut self, looking: &Looking<'_>, narrow: &WorkNarrow, cap: u32) -> Result<u32> {
        if narrow.words.is_empty() {
            let mut q = QueryBuilder::new("SELECT ifnull(sum(w.n), 0) FROM work_tally w WHERE");
            sees(&mut q, Of::Tally, looking);
            narrowed(&mut q, Of::Tally, narrow);
            let n: i64 = q.build_query_scalar().fetch_one(self.on()).await?;
            return decode::number("count", n);
        }
        let finds = self.finds(looking, &narrow.words).await?;
        let mut q = work_search::count(looking, narrow, &finds, cap);
        let n: i64 = q.build_query_scalar().fetch_one(self.on()).await?;
        let n = decode::number("count", n)?;
        if finds.whole || n >= cap {
            return Ok(n);
        }
        let n: i64 = work_list::count(looking, narrow, cap).build_query_scalar().fetch_one(self.on()).await?;
        decode::number("count", n)
    }

    async fn work_tally(&mut self, looking: &Looking<'_>) -> Result<WorkTally> {
        let mut q = QueryBuilder::new(
            "SELECT ifnull(sum(w.n), 0), ifnull(sum(CASE w.assignee WHEN '' THEN w.n END), 0), \
             ifnull(sum(CASE w.assignee WHEN ",
        );
        q.push_bind(looking.sight.viewer.id);
        q.push(" THEN w.n END), 0) FROM work_tally w WHERE");
        sees(&mut q, Of::Tally, looking);
        let (all, unassigned, mine): (i64, i64, i64) = q.build_query_as().fetch_one(self.on()).await?;
        let number = |n| decode::number("tally", n);
        Ok(WorkTally { all: number(all)?, unassigned: number(unassigned)?, mine: number(mine)? })
    }

    async fn work_people(&mut self, looking: &Looking<'_>, limit: u32) -> Result<Vec<(PersonRef, u32)>> {
        let mut q = QueryBuilder::new(
            "SELECT m.id, m.name, m.status, sum(w.n) FROM work_tally w JOIN member m ON m.id = w.assignee WHERE",
        );
        sees(&mut q, Of::Tally, looking);
        q.push(" GROUP BY w.assignee ORDER BY sum(w.n) DESC, m.name_key, m.id LIMIT ");
        q.push_bind(i64::from(limit));
        let rows: Vec<(String, String, String, i64)> = q.build_query_as().fetch_all(self.on()).await?;
        rows.into_iter()
            .map(|(id, name, status, n)| {
                let person = PersonRef { id, name, status: decode::status(&status)? };
                Ok((person, decode::number("tally", n)?))
            })
            .collect()
    }

    async fn work_seen(&mut self, looking: &Looking<'_>, item: &str) -> Result<Option<WorkSeen>> {
        let mut q = QueryBuilder::new(format!("SELECT {SEEN} FROM work w{BESIDE} WHERE w.id = "));
        q.push_bind(item).push(" AND");
        sees(&mut q, Of::Items, looking);
        let row = q.build().fetch_optional(self.on()).await?;
        row.as_ref().map(seen).transpose()
    }

    async fn work_linked(
        &mut self,
        looking: &Looking<'_>,
        parent: &str,
        limit: u32,
    ) -> Result<Vec<WorkSeen>> {
        let mut q = QueryBuilder::new(format!(
            "SELECT {SEEN} FROM work w INDEXED BY work_parent{BESIDE} WHERE w.parent = "
        ));
        q.push_bind(parent).push(" AND");
        sees(&mut q, Of::Items, looking);
        q.push(" ORDER BY w.created_at DESC, w.id DESC LIMIT ").push_bind(i64::from(limit));
        let rows = q.build().fetch_all(self.on()).await?;
        rows.iter().map(seen).collect()
    }

    async fn work_titles(&mut self, looking: &Looking<'_>, ids: &[String]) -> Result<Vec<(String, String)>> {
        let mut q = QueryBuilder::new("SELECT w.id, w.title FROM work w WHERE");
        sees(&mut q, Of::Items, looking);
        one_of(&mut q, " AND w.id", ids.iter().map(String::as_str));
        Ok(q.build_query_as().fetch_all(self.on()).await?)
    }

    async fn work_beginning(
        &mut self,
        looking: &Looking<'_>,
        title: &str,
        limit: u32,
    ) -> Result<Vec<(String, String)>> {
        let own = looking.sight.scope.assigned;
        let index = if own { "work_assignee_title" } else { "work_title" };
        let mut q = QueryBuilder::new(format!("SELECT w.id, w.title FROM work w INDEXED BY {index} WHERE"));
        sees(&mut q, Of::Items, looking);
        q.push(" AND w.title_key >= ").push_bind(title);
        q.push(" AND w.title_key < ").push_bind(format!("{title}\u{10ffff}"));
        q.push(" ORDER BY w.title_key, w.id LIMIT ").push_bind(i64::from(limit));
        Ok(q.build_query_as().fetch_all(self.on()).await?)
    }

    async fn work_events(&mut self, item: &str, limit: u32) -> Result<Vec<WorkEvent>> {
        let rows = sqlx::query(
            "SELECT id, at, actor, kind, text, from_name, to_name FROM work_event WHERE item = ? ORDER BY id DESC LIMIT ?",
        )
        .bind(item)
        .bind(i64::from(limit))
        .fetch_all(self.on())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(WorkEvent {
                    id: row.try_get("id")?,
                    at: row.try_get("at")?,
                    actor: row.try_get("actor")?,
                    kind: row.try_get("kind")?,
                    text: row.try_get("text")?,
                    from: row.try_get("from_name")?,
                    to: row.try_get("to_name")?,
                })
            })
            .collect()
    }

    async fn people(&mut self, team: &str, words: &[String], limit: u32) -> Result<Vec<MemberRow>> {
        let mut q = QueryBuilder::new(format!(
            "SELECT {MEMBER} FROM member m WHERE m.status = 'active' AND m.team_id = "
        ));
        q.push_bind(team);
        for word in words {
            q.push(" AND instr(' ' || m.name_key, ").push_bind(format!(" {word}")).push(") > 0");
        }
        q.push(" ORDER BY m.name_key, m.id LIMIT ").push_bind(i64::from(limit));
        let rows = q.build().fetch_all(self.on()).await?;
        rows.iter().map(decode::member).collect()
    }

    async fn work_item(&mut self, team: &str, item: &str) -> Result<Option<WorkRow>> {
        self.work_where("id", team, item).await
    }

    async fn work_by_once(&mut self, team: &str, once: &str) -> Result<Option<WorkRow>> {
        self.work_where("once", team, once).await
    }

    async fn work_of(&mut self, team: &str, member: &str) -> Result<Vec<(String, u32)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT kind, sum(n) FROM work_tally WHERE team_id = ? AND assignee = ? AND n > 0 GROUP BY kind",
        )
        .bind(team)
        .bind(member)
        .fetch_all(self.on())
        .await?;
        rows.into_iter().map(|(kind, n)| Ok((kind, decode::number("tally", n)?))).collect()
    }

    async fn work_move(&mut self, team: &str, id: &str) -> Result<Option<WorkMove>> {
        let row: Option<(String, i64)> =
            sqlx::query_as("SELECT actor, undone FROM work_move WHERE team_id = ? AND id = ?")
                .bind(team)
                .bind(id)
                .fetch_optional(self.on())
                .await?;
        Ok(row.map(|(actor, undone)| WorkMove { actor, undone: undone != 0 }))
    }

    async fn move_origins(&mut self, team: &str, id: &str) -> Result<Vec<(String, Option<String>)>> {
        Ok(sqlx::query_as(
            "SELECT DISTINCT w.kind, e.from_id FROM work_move v JOIN work_event e ON e.id BETWEEN v.first AND v.last \
             AND e.batch = v.id JOIN work w ON w.id = e.item WHERE v.id = ? AND v.team_id = ?",
        )
        .bind(id)
        .bind(team)
        .fetch_all(self.on())
        .await?)
    }
}
