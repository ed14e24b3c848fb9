//! What runs by itself in the demo's teams, and somebody who has left such things behind (JT16).

use super::person::Seeder;
use crate::clock::{DAY, MINUTE};
use crate::error::Refusal;
use crate::random;
use crate::service::flow::key::START;
use crate::storage::{AutomationRow, DepartureRow, KeyRow, MadeBy, MemberRow, WebhookRow};
use shared::api::KeyScope;

/// An automation to make: its name, whose turn it is in order, and how many items it has given.
struct Rotation {
    name: &'static str,
    people: Vec<String>,
    given: usize,
}

impl Seeder {
    /// Automations, keys, a webhook and a departure, where the product takes something in from outside.
    pub async fn flow(&mut self, team: &str, people: &[MemberRow]) -> Result<(), Refusal> {
        let id = |email: &str| people.iter().find(|p| p.email == email).map(|p| p.id.clone());
        let ids = |emails: &[&str]| emails.iter().filter_map(|e| id(e)).collect::<Vec<_>>();
        let Some(first) = people.first() else { return Ok(()) };
        let first = MadeBy { id: first.id.clone(), name: first.name.clone() };
        match team {
            "jtek" => {
                let people = ids(&["tyler@juniper.example", "rachel@juniper.example"]);
                let leads = Rotation { name: "New web leads", people: people.clone(), given: 37 };
                self.automation(team, "contact", &first, 120, leads).await?;
                let gone = MadeBy { id: random::id(self.app.random())?, name: "Marcus Bell".into() };
                let ads = Rotation { name: "Facebook ads", people, given: 12 };
                self.automation(team, "contact", &gone, 200, ads).await?;
                self.key(team, "Website contact form", &first, 120, 2 * 60).await?;
                self.key(team, "Zapier", &gone, 210, 25).await?;
                self.webhook(team, "https://hooks.juniper.example/crm", &gone, 205).await?;
                self.departure(team, "admin", &gone, &first).await?;
            }
            "jetlink" => {
                let agents = people.iter().filter(|p| p.role == "agent").take(8).map(|p| p.id.clone());
                let people: Vec<String> = agents.collect();
                let given = people.len() * 9;
                let all = Rotation { name: "Incoming conversations", people, given };
                self.automation(team, "conversation", &first, 90, all).await?;
                self.key(team, "Chat widget", &first, 90, 1).await?;
            }
            "jelly" => {
                let people = ids(&[
                    "member@jelly.example",
                    "admin@jelly.example",
                    "arthur@jelly.example",
                    "grace@jelly.example",
                ]);
                let inbox = Rotation { name: "Shared inbox", people, given: 22 };
                self.automation(team, "conversation", &first, 60, inbox).await?;
                self.key(team, "Support address", &first, 60, 12).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn automation(
        &mut self,
        team: &str,
        kind: &str,
        by: &MadeBy,
        days: i64,
        rotation: Rotation,
    ) -> Result<(), Refusal> {
        let row = AutomationRow {
            id: random::id(self.app.random())?,
            team: team.to_owned(),
            name: rotation.name.to_owned(),
            kind: kind.to_owned(),
            running: true,
            turn: 0,
            made_by: by.clone(),
            created_at: self.now - days * DAY,
            version: 1,
        };
        self.tx.insert_automation(&self.permit, &row).await?;
        self.tx.set_rotation(&self.permit, &row.id, &rotation.people).await?;
        for member in rotation.people.iter().cycle().take(rotation.given) {
            self.tx.take_turn(&self.permit, &row.id, member).await?;
        }
        Ok(())
    }

    /// Nobody has this key: whoever wants one makes one.
    async fn key(
        &mut self,
        team: &str,
        name: &str,
        by: &MadeBy,
        days: i64,
        used: i64,
    ) -> Result<(), Refusal> {
        let secret = format!("{START}{}", random::token(self.app.random())?);
        let row = KeyRow {
            id: random::id(self.app.random())?,
            team: team.to_owned(),
            name: name.to_owned(),
            prefix: secret.chars().take(8).collect(),
            made_by: by.clone(),
            created_at: self.now - days * DAY,
            last_used_at: Some(self.now - used * MINUTE),
            scopes: vec![KeyScope::Intake.id().to_owned(), KeyScope::Lists.id().to_owned()],
            ..KeyRow::default()
        };
        Ok(self.tx.insert_key(&self.permit, &row, &random::hash(&secret)).await?)
    }

    async fn webhook(&mut self, team: &str, url: &str, by: &MadeBy, days: i64) -> Result<(), Refusal> {
        let row = WebhookRow {
            id: random::id(self.app.random())?,
            team: team.to_owned(),
            url: url.to_owned(),
            topics: vec!["work".to_owned()],
            secret: random::token(self.app.random())?,
            made_by: by.clone(),
            created_at: self.now - days * DAY,
            delivered_at: Some(self.now - 40 * MINUTE),
            error: String::new(),
        };
        Ok(self.tx.insert_webhook(&self.permit, &row).await?)
    }

    /// Somebody whose account is gone: what they set up still runs.
    async fn departure(&mut self, team: &str, role: &str, who: &MadeBy, by: &MadeBy) -> Result<(), Refusal> {
        let row = DepartureRow {
            id: random::id(self.app.random())?,
            team: team.to_owned(),
            member: who.id.clone(),
            name: who.name.clone(),
            role: role.to_owned(),
            how: "deleted".to_owned(),
            at: self.now - 9 * DAY,
            actor: by.name.clone(),
            password_done: false,
            closed_at: None,
        };
        Ok(self.tx.insert_departure(&self.permit, &row).await?)
    }
}
