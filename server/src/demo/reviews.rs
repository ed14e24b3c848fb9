//! A closed access review of three months ago (VA11): what such a record looks like after people in it have gone.

use super::person::Seeder;
use crate::clock::{DAY, MINUTE};
use crate::error::Refusal;
use crate::random;
use crate::storage::{MemberRow, NewAudit, ReviewLineRow, ReviewRow};

/// Somebody as they were then: address of who is still there, name, switches, resources, days since seen, outcome.
type Then =
    (&'static str, &'static str, &'static [&'static str], &'static [&'static str], Option<i64>, &'static str);

const THEN: [Then; 4] = [
    ("theo@voice.example", "Theo Lindgren", &["billable-minutes"], &[], None, "kept"),
    ("", "Hugo Bauer", &["edit-agents"], &["booking"], Some(301), "removed"),
    ("", "Ingrid Solberg", &["crm", "recordings"], &["intake", "after-hours"], Some(244), "removed"),
    (
        "rosa@voice.example",
        "Rosa Delgado",
        &["crm", "recordings", "advanced-editor"],
        &["recall", "after-hours", "intake"],
        Some(210),
        "reduced",
    ),
];

impl Seeder {
    /// The record, where the product reviews access.
    pub async fn reviews(&mut self, team: &str, people: &[MemberRow]) -> Result<(), Refusal> {
        let Some((by, other)) = people.first().zip(people.get(1)).filter(|_| team == "voice-agents") else {
            return Ok(());
        };
        let began = self.now - 95 * DAY;
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let mut lines = Vec::with_capacity(THEN.len());
        let mut minutes = 0;
        for (email, name, grants, access, seen, outcome) in THEN {
            let there = people.iter().find(|p| p.email == email).map(|p| p.id.clone());
            minutes += 4;
            lines.push(ReviewLineRow {
                member: there.map_or_else(|| random::id(self.app.random()), Ok)?,
                name: name.to_owned(),
                role: "member".to_owned(),
                additions: Vec::new(),
                grants: owned(grants),
                access: owned(access),
                last_active_at: seen.map(|days| self.now - days * DAY),
                outcome: outcome.to_owned(),
                // Two share the work.
                actor: if minutes > 8 { &other.name } else { &by.name }.clone(),
                at: Some(began + minutes * MINUTE),
            });
        }
        let row = ReviewRow {
            id: random::id(self.app.random())?,
            started_at: began,
            actor: by.name.clone(),
            days: 90,
            closed_at: Some(began + 25 * MINUTE),
            ..ReviewRow::default()
        };
        self.tx.insert_review(&self.permit, team, &row, &lines).await?;
        for (at, detail) in [
            (row.started_at, "started: 4 people, 90 days"),
            (began + 25 * MINUTE, "closed: kept 1, reduced 1, removed 2, undecided 0"),
        ] {
            let entry = NewAudit {
                team: team.to_owned(),
                at,
                actor_id: Some(by.id.clone()),
                actor_name: by.name.clone(),
                action: "review-access".to_owned(),
                detail: detail.to_owned(),
                ..NewAudit::default()
            };
            self.tx.insert_audit(&entry).await?;
        }
        Ok(())
    }
}
