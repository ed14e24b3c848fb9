//! People who join, are away, are in turn; what comes in from outside and from files.

use super::world::{Change, Items, Member, World, roles, text};
use axum::http::Method;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tests::{Failure, Story, asked, ok};

impl World {
    pub(super) async fn join(&mut self, role: usize) -> Story {
        self.joined += 1;
        let email = format!("j{}@world.example", self.joined);
        let role = roles(self.product)[role % roles(self.product).len()];
        let fields = match self.product {
            "jelly" => json!({}),
            _ => json!({"first-name": "Joined", "last-name": format!("{}", self.joined)}),
        };
        let mut body = json!({"people": [{"email": email, "fields": fields}]});
        if self.product != "salestrekker" {
            body["role"] = json!(role);
        }
        let answer = self.chief.invites(body).await?;
        if answer.status.as_u16() == 429 {
            return Ok(());
        }
        ok(answer)?;
        // Every third never comes.
        if self.joined % 3 != 0 {
            let token = self.app.token_for(&email).await?;
            let mut more = json!({"password": tests::PASSWORD});
            if self.product == "jelly" {
                more["name"] = json!("Joined Later");
            }
            let (_, answer) = tests::accept(&self.app, &token, more).await?;
            ok(answer)?;
        }
        Ok(())
    }

    /// Somebody says that they are away, or back.
    pub(super) async fn away(&self, who: usize) -> Result<Change, Failure> {
        let has = ["jtek", "jelly"].contains(&self.product);
        let (true, Some(who)) = (has, self.one(who).await?) else { return Ok(Change::None) };
        if who.status != "active" {
            return Ok(Change::None);
        }
        let email =
            asked(&self.app, &format!("SELECT json_array(email) FROM member WHERE id = '{}'", who.id))
                .await?;
        let browser = self.app.signed_in(&text(&email[0][0])).await?;
        let value = if who.away { "Available" } else { "Away" };
        let body = json!({"team": "world", "fields": {"availability": value}});
        ok(browser.patch("/api/v1/me", &body).await?)?;
        Ok(Change::None)
    }

    pub(super) async fn rotate(&mut self, who: &[usize]) -> Story {
        let Some(id) = &self.automation else { return Ok(()) };
        let mut all = Vec::new();
        for n in who {
            if let Some(m) = self.one(*n).await?
                && !all.contains(&m.id)
            {
                all.push(m.id);
            }
        }
        let list = ok(self.chief.client.get(&self.chief.at("/automations")).await?)?.json();
        let version = list["items"][0]["version"].clone();
        let path = self.chief.at(&format!("/automations/{id}"));
        let answer = self.chief.client.patch(&path, &json!({"members": all, "version": version})).await?;
        if answer.status.is_success() {
            self.rotation = all;
        } else {
            self.denied(&answer).or_else(|e| if answer.status == 422 { Ok(Change::None) } else { Err(e) })?;
        }
        Ok(())
    }

    pub(super) async fn intake(&self, items: &Items) -> Result<Change, Failure> {
        let Some(secret) = &self.secret else { return Ok(Change::None) };
        let people = self.members().await?;
        let bearer = format!("Bearer {secret}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let body = json!({"title": format!("Lead {}", items.len())}).to_string().into_bytes();
        let answer =
            ok(self.app.client().send(Method::POST, "/api/v1/intake", Some(body), &headers).await?)?.json();
        let id = text(&answer["id"]);
        let now = self.items().await?;
        let (_, owner) = now.get(&id).ok_or("what came in is not there")?;
        let in_turn: Vec<_> = people
            .iter()
            .filter(|m| self.rotation.contains(&m.id) && self.can_hold(m) && !m.away)
            .map(|m| m.id.clone())
            .collect();
        match owner {
            Some(owner) if in_turn.contains(owner) => {}
            None if in_turn.is_empty() => {}
            _ => return Err(format!("{owner:?} got it, and {in_turn:?} were in turn").into()),
        }
        Ok(Change::To([(id, owner.clone())].into()))
    }

    pub(super) async fn import(
        &self,
        lines: usize,
        to: &[usize],
        cancel: bool,
        items: &Items,
    ) -> Result<Change, Failure> {
        if self.product != "jtek" {
            return Ok(Change::None);
        }
        let mut csv = String::from("Name,Email\n");
        for n in 0..lines {
            csv.push_str(&format!("Imported {n},i{n}@x.example\n"));
        }
        let headers = [("origin", tests::ORIGIN), ("content-type", "text/csv")];
        let path = self.chief.at("/work/contact/imports?file=a.csv");
        let answer =
            ok(self.chief.client.send(Method::POST, &path, Some(csv.into_bytes()), &headers).await?)?;
        let id = text(&answer.json()["id"]);
        let mut people = Vec::new();
        for n in to {
            if let Some(m) = self.one(*n).await?
                && !people.iter().any(|p: &Member| p.id == m.id)
            {
                people.push(m);
            }
        }
        let mut plan = json!({"columns": ["title", "email"]});
        match people.as_slice() {
            [one] => plan["to"] = json!(one.id),
            [] => {}
            many => plan["rotate"] = json!(many.iter().map(|m| &m.id).collect::<Vec<_>>()),
        }
        let answer = self.post(&format!("/imports/{id}/start"), &plan).await?;
        if !answer.status.is_success() {
            let able = people.iter().all(|m| self.can_hold(m));
            if able || ![403, 409, 422].contains(&answer.status.as_u16()) {
                return Err(format!(
                    "import: {:?} {}",
                    answer.outcome(),
                    String::from_utf8_lossy(&answer.bytes)
                )
                .into());
            }
            return Ok(Change::None);
        }
        if cancel {
            let _ = self.post(&format!("/imports/{id}/cancel"), &json!({})).await?;
        }
        for _ in 0..2_000 {
            let now = ok(self.chief.client.get(&self.chief.at(&format!("/imports/{id}"))).await?)?.json();
            if now["state"] != "running" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // A cancelled one takes its rows away in the background; they are seen by nobody meanwhile.
        for _ in 0..2_000 {
            let left = asked(
                &self.app,
                &format!(
                    "SELECT json_array(count(*)) FROM work w JOIN import i ON i.id = w.batch WHERE i.id = '{id}' AND i.state <> 'done'"
                ),
            )
            .await?;
            if left[0][0] == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let now = ok(self.chief.client.get(&self.chief.at(&format!("/imports/{id}"))).await?)?.json();
        let after = self.items().await?;
        let new: Vec<_> = after.iter().filter(|(id, _)| !items.contains_key(*id)).collect();
        let want = if now["state"] == "done" { lines } else { 0 };
        if new.len() != want || now["state"] == "running" || (!cancel && now["state"] != "done") {
            return Err(format!("{} of {lines} lines are in: {now}", new.len()).into());
        }
        // In turn, evenly.
        let mut got: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for (_, (_, owner)) in &new {
            *got.entry(owner.clone()).or_default() += 1;
        }
        let (most, least) =
            (got.values().max().copied().unwrap_or(0), got.values().min().copied().unwrap_or(0));
        let known: BTreeSet<_> = people.iter().map(|m| Some(m.id.clone())).collect();
        let strangers = got.keys().any(|o| !known.contains(o) && !(people.is_empty() && o.is_none()));
        if strangers || most - least > 1 {
            return Err(format!("given to {got:?}").into());
        }
        Ok(Change::To(new.into_iter().map(|(id, (_, owner))| (id.clone(), owner.clone())).collect()))
    }
}
