//! Writes of work: set by set, so that a hundred thousand items are a few statements. Who saw what is narrowed in
//! `work_scope`; the tally and the histories are written with each change.

use super::super::{MovedGroup, NewMove, NewWorkEvent, Result, StoreError, Which, WorkRow, WorkTx};
use super::work_scope::{Of, SHOWN, narrowed, one_of, searched, sees};
use super::{SqliteTx, decode};
use async_trait::async_trait;
use shared::policy::Permit;
use sqlx::{QueryBuilder, Sqlite};

/// Rows that go into one statement. They travel as one JSON text: binding each value apart costs more than the insert.
const CHUNK: usize = 1_000;

/// Adds to the tally what a query counts as (kind, assignee, resource, unit, n).
const COUNT_IN: &str = " WHERE 1 ON CONFLICT DO UPDATE SET n = n + excluded.n";

fn missing(rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::Missing("work")) } else { Ok(()) }
}

/// The items that a move is about, into the connection's own table.
fn chosen<'a>(team: &'a str, which: &Which<'a>, to: Option<&'a str>) -> QueryBuilder<'a, Sqlite> {
    let mut q = QueryBuilder::new("INSERT INTO temp.moving (n, to_id) SELECT w.n, ");
    match which {
        Which::Items(looking, ids) => {
            q.push_bind(to).push(" FROM work w WHERE");
            sees(&mut q, Of::Items, looking);
            one_of(&mut q, " AND w.id", ids.iter().map(String::as_str));
        }
        Which::Matching(looking, narrow, except) => {
            q.push_bind(to).push(" FROM work w WHERE");
            sees(&mut q, Of::Items, looking);
            narrowed(&mut q, Of::Items, narrow);
            searched(&mut q, &narrow.words);
            if !except.is_empty() {
                one_of(&mut q, " AND w.id NOT", except.iter().map(String::as_str));
            }
        }
        Which::Of(member) => {
            q.push_bind(to).push(" FROM work w WHERE w.team_id = ").push_bind(team);
            q.push(" AND w.assignee = ").push_bind(*member).push(" AND ").push(SHOWN);
        }
        Which::Back(batch, givers) => {
            q.push("e.from_id FROM work_move v JOIN work_event e ON e.id BETWEEN v.first AND v.last AND e.batch = v.id");
            q.push(" JOIN work w ON w.id = e.item WHERE v.id = ").push_bind(*batch);
            q.push(" AND v.team_id = ").push_bind(team);
            q.push(" AND w.assignee IS e.to_id AND ").push(SHOWN);
            q.push(
                " AND NOT EXISTS (SELECT 1 FROM work_event l WHERE l.item = e.item AND l.id > e.id AND l.kind = 'assigned')",
            );
            let pairs = givers.iter().map(|(kind, from)| format!("{kind} {}", from.as_deref().unwrap_or("")));
            q.push(" AND w.kind || ' ' || ifnull(e.from_id, '') IN (");
            let mut list = q.separated(", ");
            for pair in pairs {
                list.push_bind(pair);
            }
            q.push(")");
            return q;
        }
    }
    q.push(" AND w.assignee IS NOT ").push_bind(to);
    q
}

type Group = (String, Option<String>, Option<String>, Option<String>, Option<String>, i64, String);

impl SqliteTx {
    async fn run(&mut self, sql: &str) -> Result<()> {
        sqlx::query(sql).execute(self.on()).await?;
        Ok(())
    }

    /// Takes what is about to move out of the tally where it stands, and counts it in where it goes.
    async fn tally_moving(&mut self, team: &str, groups: &[MovedGroup]) -> Result<()> {
        let json: Vec<_> =
            groups.iter().map(|g| (&g.kind, &g.from, &g.to, &g.resource, &g.unit, g.n)).collect();
        let json = decode::to_json("groups", &json)?;
        sqlx::query(
            "UPDATE work_tally SET n = work_tally.n - g.n FROM (SELECT value ->> '$[0]' AS kind, ifnull(value ->> '$[1]', '') AS assignee, \
             ifnull(value ->> '$[3]', '') AS resource, ifnull(value ->> '$[4]', '') AS unit, sum(value ->> '$[5]') AS n \
             FROM json_each(?) GROUP BY 1, 2, 3, 4) g \
             WHERE work_tally.team_id = ? AND work_tally.kind = g.kind AND work_tally.assignee = g.assignee \
             AND work_tally.resource = g.resource AND work_tally.unit = g.unit",
        )
        .bind(&json)
        .bind(team)
        .execute(self.on())
        .await?;
        let sql = format!(
            "INSERT INTO work_tally (team_id, kind, assignee, resource, unit, n) SELECT * FROM (SELECT ?2, value ->> '$[0]', \
             ifnull(value ->> '$[2]', ''), ifnull(value ->> '$[3]', ''), ifnull(value ->> '$[4]', ''), sum(value ->> '$[5]') \
             FROM json_each(?1) GROUP BY 1, 2, 3, 4, 5){COUNT_IN}"
        );
        sqlx::query(&sql).bind(&json).bind(team).execute(self.on()).await?;
        Ok(())
    }

    /// The history of what is about to move, with the names as they are now.
    async fn note_moving(&mut self, team: &str, new: &NewMove) -> Result<()> {
        let before: i64 =
            sqlx::query_scalar("SELECT ifnull(max(id), 0) FROM work_event").fetch_one(self.on()).await?;
        // In the order of the index that they go into.
        let done = sqlx::query(
            "INSERT INTO work_event (item, at, actor, kind, from_id, from_name, to_id, to_name, batch) \
             SELECT w.id, ?1, ?2, 'assigned', w.assignee, ifnull(f.name, ''), t.to_id, ifnull(g.name, ''), ?3 \
             FROM temp.moving t JOIN work w ON w.n = t.n LEFT JOIN member f ON f.id = w.assignee \
             LEFT JOIN member g ON g.id = t.to_id ORDER BY w.id",
        )
        .bind(new.at)
        .bind(&new.actor_name)
        .bind(&new.id)
        .execute(self.on())
        .await?;
        // Nobody else writes meanwhile, so the lines stand one after the other: no index has to find them again.
        let lines = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
        sqlx::query("INSERT INTO work_move (id, team_id, actor, at, first, last) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(&new.id)
            .bind(team)
            .bind(&new.actor)
            .bind(new.at)
            .bind(before.saturating_add(1))
            .bind(before.saturating_add(lines))
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn groups(&mut self) -> Result<Vec<MovedGroup>> {
        let rows: Vec<Group> = sqlx::query_as(
            "SELECT w.kind, w.assignee, t.to_id, w.resource, w.unit, count(*), min(w.id) \
             FROM temp.moving t JOIN work w ON w.n = t.n GROUP BY 1, 2, 3, 4, 5",
        )
        .fetch_all(self.on())
        .await?;
        rows.into_iter()
            .map(|(kind, from, to, resource, unit, n, one)| {
                Ok(MovedGroup { kind, from, to, resource, unit, n: decode::number("count", n)?, one })
            })
            .collect()
    }
}

#[async_trait]
impl WorkTx for SqliteTx {
    async fn insert_work(&mut self, _: &Permit, rows: &[WorkRow]) -> Result<()> {
        for chunk in rows.chunks(CHUNK) {
            let mut json = Vec::with_capacity(chunk.len());
            for w in chunk {
                let fields = decode::to_json("fields", &w.fields)?;
                json.push((
                    (&w.id, &w.team, &w.kind, &w.title, &w.title_key, &w.search_key, fields, &w.assignee),
                    (&w.parent, &w.resource, &w.unit, &w.once, w.created_at, w.touched_at, w.version),
                ));
            }
            let json = decode::to_json("work", &json)?;
            sqlx::query(
                "INSERT INTO work (id, team_id, kind, title, title_key, search_key, fields, assignee, parent, resource, unit, \
                 once, created_at, touched_at, version) \
                 SELECT value ->> '$[0][0]', value ->> '$[0][1]', value ->> '$[0][2]', value ->> '$[0][3]', value ->> '$[0][4]', \
                 value ->> '$[0][5]', value ->> '$[0][6]', value ->> '$[0][7]', value ->> '$[1][0]', value ->> '$[1][1]', \
                 value ->> '$[1][2]', value ->> '$[1][3]', value ->> '$[1][4]', value ->> '$[1][5]', value ->> '$[1][6]' \
                 FROM json_each(?)",
            )
            .bind(&json)
            .execute(self.on())
            .await?;
            let sql = format!(
                "INSERT INTO work_tally (team_id, kind, assignee, resource, unit, n) SELECT * FROM (SELECT value ->> '$[0][1]', \
                 value ->> '$[0][2]', ifnull(value ->> '$[0][7]', ''), ifnull(value ->> '$[1][1]', ''), \
                 ifnull(value ->> '$[1][2]', ''), count(*) FROM json_each(?) GROUP BY 1, 2, 3, 4, 5){COUNT_IN}"
            );
            sqlx::query(&sql).bind(&json).execute(self.on()).await?;
        }
        Ok(())
    }

    async fn insert_work_events(&mut self, _: &Permit, events: &[NewWorkEvent]) -> Result<()> {
        for chunk in events.chunks(CHUNK) {
            let json: Vec<_> =
                chunk.iter().map(|e| (&e.item, e.at, &e.actor, &e.kind, &e.text, &e.to)).collect();
            sqlx::query(
                "INSERT INTO work_event (item, at, actor, kind, text, to_id, to_name) SELECT value ->> '$[0]', value ->> '$[1]', \
                 value ->> '$[2]', value ->> '$[3]', value ->> '$[4]', value ->> '$[5][0]', ifnull(value ->> '$[5][1]', '') \
                 FROM json_each(?)",
            )
            .bind(decode::to_json("events", &json)?)
            .execute(self.on())
            .await?;
        }
        Ok(())
    }

    async fn update_work(&mut self, _: &Permit, w: &WorkRow) -> Result<()> {
        let done = sqlx::query(
            "UPDATE work SET title = ?, title_key = ?, search_key = ?, fields = ?, touched_at = ?, version = ? \
             WHERE team_id = ? AND id = ?",
        )
        .bind(&w.title)
        .bind(&w.title_key)
        .bind(&w.search_key)
        .bind(decode::to_json("fields", &w.fields)?)
        .bind(w.touched_at)
        .bind(w.version)
        .bind(&w.team)
        .bind(&w.id)
        .execute(self.on())
        .await?;
        missing(done.rows_affected())
    }

    async fn touch_work(&mut self, _: &Permit, team: &str, item: &str, at: i64) -> Result<()> {
        let done = sqlx::query("UPDATE work SET touched_at = ? WHERE team_id = ? AND id = ?")
            .bind(at)
            .bind(team)
            .bind(item)
            .execute(self.on())
            .await?;
        missing(done.rows_affected())
    }

    async fn move_work(
        &mut self,
        _: &Permit,
        team: &str,
        which: &Which<'_>,
        to: Option<&str>,
        new: &NewMove,
    ) -> Result<Vec<MovedGroup>> {
        self.run("CREATE TEMP TABLE IF NOT EXISTS moving (n INTEGER PRIMARY KEY, to_id TEXT)").await?;
        self.run("DELETE FROM temp.moving").await?;
        chosen(team, which, to).build().execute(self.on()).await?;
        let groups = self.groups().await?;
        if groups.is_empty() {
            return Ok(groups);
        }
        self.tally_moving(team, &groups).await?;
        self.note_moving(team, new).await?;
        sqlx::query(
            "UPDATE work SET assignee = t.to_id, touched_at = ? FROM temp.moving t WHERE work.n = t.n",
        )
        .bind(new.at)
        .execute(self.on())
        .await?;
        self.run("DELETE FROM temp.moving").await?;
        Ok(groups)
    }

    async fn undo_move(&mut self, _: &Permit, team: &str, id: &str) -> Result<()> {
        sqlx::query("UPDATE work_move SET undone = 1 WHERE team_id = ? AND id = ?")
            .bind(team)
            .bind(id)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn forget_hidden_work(&mut self, _: &Permit, team: &str, member: &str) -> Result<()> {
        sqlx::query(&format!(
            "UPDATE work AS w SET assignee = NULL WHERE w.team_id = ? AND w.assignee = ? AND NOT {SHOWN}"
        ))
        .bind(team)
        .bind(member)
        .execute(self.on())
        .await?;
        // Whoever is gone has no line in the tally either.
        sqlx::query("DELETE FROM work_tally WHERE team_id = ? AND assignee = ? AND n = 0")
            .bind(team)
            .bind(member)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn tally_batch(&mut self, _: &Permit, team: &str, batch: &str) -> Result<()> {
        let sql = format!(
            "INSERT INTO work_tally (team_id, kind, assignee, resource, unit, n) SELECT * FROM (SELECT w.team_id, w.kind, \
             ifnull(w.assignee, ''), ifnull(w.resource, ''), ifnull(w.unit, ''), count(*) FROM work w \
             WHERE w.batch = ? AND w.team_id = ? GROUP BY 1, 2, 3, 4, 5){COUNT_IN}"
        );
        sqlx::query(&sql).bind(batch).bind(team).execute(self.on()).await?;
        Ok(())
    }
}
