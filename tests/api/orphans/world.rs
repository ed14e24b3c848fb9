//! A team to which things happen, and what must be true of it after each of them.

use super::step::Step;
use crate::stage::kinds;
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tests::{Answer, Failure, Somebody, Story, TestApp, another_team, asked, new_member, ok};

/// Item → kind and whose it is.
pub type Items = BTreeMap<String, (String, Option<String>)>;

/// A member as far as work is concerned.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub id: String,
    pub role: String,
    pub status: String,
    pub away: bool,
}

pub struct World {
    pub(super) app: TestApp,
    pub(super) product: &'static str,
    pub(super) chief: Somebody,
    chief_id: String,
    /// Newest last.
    pub(super) batches: Vec<String>,
    pub(super) secret: Option<String>,
    pub(super) automation: Option<String>,
    pub(super) rotation: Vec<String>,
    pub(super) joined: usize,
    /// How often what really happened: a run in which nothing does proves nothing.
    pub happened: BTreeMap<String, usize>,
}

/// The ways in which a step may change whose an item is.
pub enum Change {
    /// As before.
    None,
    /// These are now so.
    To(BTreeMap<String, Option<String>>),
}

pub fn roles(product: &str) -> &'static [&'static str] {
    match product {
        "jtek" => &["user", "admin"],
        "jetlink" => &["agent", "agent", "reporter", "admin"],
        "salestrekker" => &["broker", "processor", "system-admin"],
        _ => &["member", "admin"],
    }
}

pub fn text(v: &Value) -> String {
    v.as_str().unwrap_or_default().to_owned()
}

impl World {
    pub async fn new(product: &'static str) -> Result<Self, Failure> {
        let app = TestApp::new().await?;
        let chief_role = match product {
            "salestrekker" => "system-admin",
            "jelly" => "owner",
            _ => "admin",
        };
        let mut chief = new_member("world", "chief@world.example", "Chief", chief_role);
        if product == "salestrekker" {
            chief.standing = vec!["organization-owner".into()];
        }
        let mut people = vec![chief];
        for n in 0..5 {
            let role = roles(product)[n % roles(product).len()];
            people.push(new_member("world", &format!("p{n}@world.example"), &format!("Person {n}"), role));
        }
        another_team(&app, "world", product, false, &people).await?;
        let chief = Somebody::of(&app, "chief@world.example", "world").await?;
        let chief_id = chief.team().await?.me.id;
        let mut world = Self {
            app,
            product,
            chief,
            chief_id,
            batches: Vec::new(),
            secret: None,
            automation: None,
            rotation: Vec::new(),
            joined: 0,
            happened: BTreeMap::new(),
        };
        if product != "salestrekker" {
            world.open_intake().await?;
        }
        Ok(world)
    }

    async fn open_intake(&mut self) -> Story {
        let everybody: Vec<_> =
            self.members().await?.into_iter().filter(|m| self.can_hold(m)).map(|m| m.id).collect();
        let made = ok(self.post("/keys", &json!({"name": "Form"})).await?)?.json();
        self.secret = Some(text(&made["secret"]));
        let made =
            ok(self.post("/automations", &json!({"name": "In turn", "members": everybody})).await?)?.json();
        let id = made["id"].as_str().or_else(|| made["automation"]["id"].as_str());
        self.automation = Some(id.ok_or_else(|| format!("no id in {made}"))?.to_owned());
        self.rotation = everybody;
        Ok(())
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Answer, Failure> {
        self.chief.client.post(&self.chief.at(path), body).await
    }

    pub(super) fn can_hold(&self, m: &Member) -> bool {
        m.status == "active" && (self.product != "jetlink" || m.role == "agent" || m.role == "admin")
    }

    pub(super) async fn members(&self) -> Result<Vec<Member>, Failure> {
        let sql = "SELECT json_array(id, role, status, ifnull(fields ->> 'availability', '')) FROM member \
                   WHERE team_id = 'world' ORDER BY email";
        let rows = asked(&self.app, sql).await?;
        Ok(rows
            .iter()
            .map(|r| Member { id: text(&r[0]), role: text(&r[1]), status: text(&r[2]), away: r[3] == "Away" })
            .collect())
    }

    /// Everything that anybody may see.
    pub(super) async fn items(&self) -> Result<Items, Failure> {
        let sql = "SELECT json_array(id, kind, assignee) FROM work WHERE team_id = 'world' AND (batch IS NULL OR batch IN \
                   (SELECT id FROM import WHERE state = 'done'))";
        let rows = asked(&self.app, sql).await?;
        Ok(rows.iter().map(|r| (text(&r[0]), (text(&r[1]), r[2].as_str().map(str::to_owned)))).collect())
    }

    /// Whoever is not the chief: what happens to people happens to them.
    pub(super) async fn one(&self, n: usize) -> Result<Option<Member>, Failure> {
        let all: Vec<_> = self.members().await?.into_iter().filter(|m| m.id != self.chief_id).collect();
        Ok(if all.is_empty() { None } else { all.get(n % all.len()).cloned() })
    }

    /// The same, and most of the time somebody who has work.
    pub(super) async fn one_with(&self, n: usize, items: &Items) -> Result<Option<Member>, Failure> {
        let owners: Vec<_> =
            items.values().filter_map(|(_, o)| o.clone()).filter(|o| *o != self.chief_id).collect();
        if n % 4 == 0 || owners.is_empty() {
            return self.one(n).await;
        }
        let id = &owners[n % owners.len()];
        Ok(self.members().await?.into_iter().find(|m| m.id == *id))
    }

    /// Anybody, or nobody.
    pub(super) async fn anybody(&self, n: usize) -> Result<Option<Member>, Failure> {
        let all = self.members().await?;
        Ok(all.get(n % (all.len() + 1)).cloned())
    }

    /// Takes a step and looks at what has become of everything.
    pub async fn take(&mut self, step: &Step) -> Story {
        let before = self.items().await?;
        let people = self.members().await?;
        let change = self.happen(step, &before).await?;
        let after = self.items().await?;
        let now = self.members().await?;
        if after != before || now != people {
            *self.happened.entry(step.name()).or_default() += 1;
        }
        let moved = match change {
            Change::None => BTreeMap::new(),
            Change::To(moved) => moved,
        };
        for (id, (kind, was)) in &before {
            let (now_kind, now) = after.get(id).ok_or_else(|| format!("{kind} {id} of {was:?} is lost"))?;
            let want = moved.get(id).unwrap_or(was);
            if now != want || now_kind != kind {
                return Err(format!(
                    "{kind} {id} of {was:?} is {now:?}'s, not {want:?}'s; people were {people:?}"
                )
                .into());
            }
        }
        for (id, (kind, now)) in after.iter().filter(|(id, _)| !before.contains_key(*id)) {
            let want = moved.get(id).ok_or_else(|| format!("{kind} {id} of {now:?} came from nowhere"))?;
            if now != want {
                return Err(format!("new {kind} {id} is {now:?}'s, not {want:?}'s").into());
            }
        }
        self.whole().await
    }

    /// All that somebody has, moved.
    pub(super) fn all_of(&self, items: &Items, who: &[&str], to: Option<&str>) -> Change {
        let theirs =
            items.iter().filter(|(_, (_, owner))| owner.as_deref().is_some_and(|o| who.contains(&o)));
        Change::To(theirs.map(|(id, _)| (id.clone(), to.map(str::to_owned))).collect())
    }

    /// A successor that the rules took must have been one (ST10).
    pub(super) fn heir_fits(&self, heir: &Member, leavers: &[&str], items: &Items) -> Story {
        let moves = items.values().any(|(_, o)| o.as_deref().is_some_and(|o| leavers.contains(&o)));
        let fits = heir.status == "active"
            && !leavers.contains(&heir.id.as_str())
            && (!moves || self.can_hold(heir));
        if fits { Ok(()) } else { Err(format!("{heir:?} succeeded {leavers:?}").into()) }
    }

    /// A refusal must be one by the rules; a mistake of the test or the server is none.
    pub(super) fn denied(&self, answer: &Answer) -> Result<Change, Failure> {
        match answer.status.as_u16() {
            403 | 409 | 410 => Ok(Change::None),
            _ => {
                Err(format!("answered {:?} {}", answer.outcome(), String::from_utf8_lossy(&answer.bytes))
                    .into())
            }
        }
    }

    pub(super) fn allowed(&self, answer: &Answer, able: bool) -> Story {
        if answer.status.is_success() == able {
            return Ok(());
        }
        Err(format!("able {able}: {:?} {}", answer.outcome(), String::from_utf8_lossy(&answer.bytes)).into())
    }

    pub(super) fn keep(&mut self, answer: &Answer) {
        if let Some(batch) = answer.json()["batch"].as_str() {
            self.batches.push(batch.to_owned());
        }
    }

    pub(super) async fn give(
        &mut self,
        kind: &str,
        body: Value,
        to: Option<Member>,
        which: BTreeSet<String>,
        items: &Items,
    ) -> Result<Change, Failure> {
        let answer = self.post(&format!("/work/{kind}/assign"), &body).await?;
        self.allowed(&answer, to.as_ref().is_none_or(|m| self.can_hold(m)))?;
        if !answer.status.is_success() {
            return Ok(Change::None);
        }
        let to = to.map(|m| m.id);
        let really = which.iter().filter(|id| items.get(*id).is_some_and(|(_, o)| *o != to)).count();
        if answer.json()["moved"] != json!(really) {
            return Err(format!("{body}: {} instead of {really}", answer.json()).into());
        }
        self.keep(&answer);
        Ok(Change::To(which.into_iter().map(|id| (id, to.clone())).collect()))
    }

    pub(super) fn deleted(
        &self,
        answer: &Answer,
        who: &[&str],
        heir: Option<Member>,
        items: &Items,
    ) -> Result<Change, Failure> {
        if !answer.status.is_success() {
            return self.denied(answer);
        }
        let Some(heir) = heir else {
            let had = items.values().any(|(_, o)| o.as_deref().is_some_and(|o| who.contains(&o)));
            if self.product == "salestrekker" && had {
                return Err("deleted without a successor (ST10)".into());
            }
            return Ok(self.all_of(items, who, None));
        };
        self.heir_fits(&heir, who, items)?;
        Ok(self.all_of(items, who, Some(&heir.id)))
    }

    /// What the histories say of a move tells what taking it back must do.
    pub(super) async fn undo(&mut self, move_back: usize, items: &Items) -> Result<Change, Failure> {
        let Some(batch) = self.batches.iter().rev().nth(move_back).cloned() else { return Ok(Change::None) };
        let sql = format!(
            "SELECT json_array(e.item, e.from_id, e.to_id, (SELECT max(l.id) FROM work_event l WHERE l.item = e.item AND \
             l.kind = 'assigned') = e.id, (SELECT undone FROM work_move WHERE id = e.batch)) FROM work_event e WHERE e.batch = '{batch}'"
        );
        let rows = asked(&self.app, &sql).await?;
        let answer = ok(self.post("/work/undo", &json!({ "batch": batch })).await?)?;
        let people: BTreeMap<_, _> = self.members().await?.into_iter().map(|m| (m.id.clone(), m)).collect();
        let mut back = BTreeMap::new();
        for row in &rows {
            let (item, from, last, undone) = (text(&row[0]), row[1].as_str(), row[3] == 1, row[4] == 1);
            let there = from.is_none_or(|f| {
                people
                    .get(f)
                    .is_some_and(|m| self.product != "jetlink" || m.role == "agent" || m.role == "admin")
            });
            if last && !undone && there {
                back.insert(item, from.map(str::to_owned));
            }
        }
        let really = back.iter().filter(|(id, o)| items.get(*id).is_some_and(|(_, now)| now != *o)).count();
        if answer.json()["moved"] != json!(really) {
            return Err(format!("gave back {} instead of {really}", answer.json()).into());
        }
        Ok(Change::To(back))
    }
}
