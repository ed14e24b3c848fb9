//! What must be true after every step: of the database, and of what the server counts.

use super::world::{World, text};
use crate::stage::kinds;
use serde_json::json;
use std::collections::BTreeMap;
use tests::{Story, asked, ok};

impl World {
    /// The database agrees with itself.
    pub(super) async fn whole(&self) -> Story {
        let shown = "(w.batch IS NULL OR w.batch IN (SELECT id FROM import WHERE state = 'done'))";
        let counted = format!(
            "SELECT w.kind, ifnull(w.assignee, '') a, ifnull(w.resource, '') r, ifnull(w.unit, '') u, count(*) n \
             FROM work w WHERE w.team_id = 'world' AND {shown} GROUP BY 1, 2, 3, 4"
        );
        let tally =
            "SELECT kind, assignee, resource, unit, n FROM work_tally WHERE team_id = 'world' AND n > 0";
        let checks = [
            ("items that the tally does not count", format!("SELECT json_array(kind, a, r, u, n) FROM ({counted} EXCEPT {tally})")),
            (
                "counts without items",
                format!("SELECT json_array(kind, assignee, resource, unit, n) FROM ({tally} EXCEPT {counted})"),
            ),
            (
                "items that point at nobody of this team",
                "SELECT json_array(w.id, w.assignee, w.batch) FROM work w LEFT JOIN member m ON m.id = w.assignee \
                 AND m.team_id = w.team_id WHERE w.assignee IS NOT NULL AND m.id IS NULL"
                    .into(),
            ),
            (
                "items of somebody who was never here",
                "SELECT json_array(w.id, m.email) FROM work w JOIN member m ON m.id = w.assignee WHERE m.status = 'pending'".into(),
            ),
            (
                "histories that end elsewhere than the item",
                format!(
                    "SELECT json_array(w.id, w.assignee, l.kind, l.to_id) FROM work w LEFT JOIN work_event l ON l.id = \
                     (SELECT max(e.id) FROM work_event e WHERE e.item = w.id AND e.kind IN ('made', 'imported', 'arrived', 'assigned')) \
                     WHERE {shown} AND (l.id IS NULL OR l.to_id IS NOT w.assignee)"
                ),
            ),
            (
                "gaps in a history",
                format!(
                    "SELECT json_array(item, kind, from_id, before) FROM (SELECT e.item, e.kind, e.from_id, \
                     lag(e.to_id) OVER (PARTITION BY e.item ORDER BY e.id) AS before FROM work_event e JOIN work w ON w.id = e.item \
                     WHERE {shown} AND e.kind IN ('made', 'imported', 'arrived', 'assigned')) \
                     WHERE kind = 'assigned' AND from_id IS NOT before"
                ),
            ),
            (
                "histories without a beginning",
                format!(
                    "SELECT json_array(w.id) FROM work w WHERE {shown} AND (SELECT e.kind FROM work_event e WHERE e.item = w.id \
                     ORDER BY e.id LIMIT 1) NOT IN ('made', 'imported', 'arrived')"
                ),
            ),
            (
                "leftovers of imports that came to nothing",
                "SELECT json_array(w.id, i.state) FROM work w JOIN import i ON i.id = w.batch WHERE i.state NOT IN ('done', 'running')".into(),
            ),
            (
                "turns of nobody",
                "SELECT json_array(t.member) FROM automation_member t LEFT JOIN member m ON m.id = t.member WHERE m.id IS NULL".into(),
            ),
            (
                "foreign keys",
                "SELECT json_array(\"table\", \"rowid\", parent) FROM pragma_foreign_key_check".into(),
            ),
        ];
        for (what, sql) in checks {
            let rows = asked(&self.app, &sql).await?;
            if let Some(row) = rows.first() {
                return Err(format!("{what}: {} such, like {row}", rows.len()).into());
            }
        }
        Ok(())
    }

    /// What the server counts is what is there, for everybody who has any.
    pub async fn counted_over_http(&self) -> Story {
        let items = self.items().await?;
        for kind in kinds(self.product) {
            let counts =
                ok(self.chief.client.get(&self.chief.at(&format!("/work/{kind}/counts"))).await?)?.json();
            let mut want: BTreeMap<String, u64> = BTreeMap::new();
            let (mut all, mut nobodys) = (0_u64, 0_u64);
            for (_, owner) in items.values().filter(|(k, _)| k == kind) {
                all += 1;
                match owner {
                    Some(id) => *want.entry(id.clone()).or_default() += 1,
                    None => nobodys += 1,
                }
            }
            let got: BTreeMap<String, u64> = counts["people"]
                .as_array()
                .ok_or("no people")?
                .iter()
                .map(|p| (text(&p["person"]["id"]), p["n"].as_u64().unwrap_or(0)))
                .collect();
            assert_eq!(got, want, "{kind}");
            assert_eq!(counts["tally"]["all"], json!(all), "{kind}");
            assert_eq!(counts["tally"]["unassigned"], json!(nobodys), "{kind}");
        }
        self.found_by_words().await?;
        for member in self.members().await? {
            let path = self.chief.at(&format!("/members/{}/work", member.id));
            let told = ok(self.chief.client.get(&path).await?)?.json();
            let told: BTreeMap<String, u64> = told["kinds"]
                .as_array()
                .ok_or("no kinds")?
                .iter()
                .map(|k| (text(&k["kind"]), k["n"].as_u64().unwrap_or(0)))
                .collect();
            let mut want: BTreeMap<String, u64> = BTreeMap::new();
            for (kind, owner) in items.values() {
                if owner.as_ref() == Some(&member.id) {
                    *want.entry(kind.clone()).or_default() += 1;
                }
            }
            assert_eq!(told, want, "what {} would hand over", member.id);
        }
        Ok(())
    }

    /// A search finds each item by what it is called now, and by nothing that it was called before.
    async fn found_by_words(&self) -> Story {
        for kind in kinds(self.product) {
            for word in ["Item", "Edited", "Lead", "Imported"] {
                let sql = format!(
                    "SELECT json_array(w.id) FROM work w WHERE w.team_id = 'world' AND w.kind = '{kind}' AND w.title LIKE '{word} %' \
                     AND (w.batch IS NULL OR w.batch IN (SELECT id FROM import WHERE state = 'done'))"
                );
                let want = asked(&self.app, &sql).await?.len();
                let path = self.chief.at(&format!("/work/{kind}?q={word}&limit=1"));
                let page = ok(self.chief.client.get(&path).await?)?.json();
                assert_eq!(page["total"], json!(want), "{kind} found by {word}");
            }
        }
        Ok(())
    }
}
