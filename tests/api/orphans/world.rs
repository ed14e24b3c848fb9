//! A team to which things happen, and what must be true of it after each of them.

use super::step::Step;
use crate::stage::kinds;
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tests::{Answer, Failure, Somebody, Story, TestApp, another_team, asked, new_member, ok};

/// Item → kind and whose it is.
type Items = BTreeMap<String, (String, Option<String>)>;

/// A member as far as work is concerned.
#[derive(Clone, Debug)]
struct Member {
    id: String,
    role: String,
    status: String,
    away: bool,
}

pub struct World {
    app: TestApp,
    product: &'static str,
    chief: Somebody,
    chief_id: String,
    /// Newest last.
    batches: Vec<String>,
    secret: Option<String>,
    automation: Option<String>,
    rotation: Vec<String>,
    joined: usize,
}

/// The ways in which a step may change whose an item is.
enum Change {
    /// As before.
    None,
    /// These are now so.
    To(BTreeMap<String, Option<String>>),
}

fn roles(product: &str) -> &'static [&'static str] {
    match product {
        "jtek" => &["user", "admin"],
        "jetlink" => &["agent", "agent", "reporter", "admin"],
        "salestrekker" => &["broker", "processor", "system-admin"],
        _ => &["member", "admin"],
    }
}

fn text(v: &Value) -> String {
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

    async fn post(&self, path: &str, body: &Value) -> Result<Answer, Failure> {
        self.chief.client.post(&self.chief.at(path), body).await
    }

    fn can_hold(&self, m: &Member) -> bool {
        m.status == "active" && (self.product != "jetlink" || m.role == "agent" || m.role == "admin")
    }

    async fn members(&self) -> Result<Vec<Member>, Failure> {
        let sql = "SELECT json_array(id, role, status, ifnull(fields ->> 'availability', '')) FROM member \
                   WHERE team_id = 'world' ORDER BY email";
        let rows = asked(&self.app, sql).await?;
        Ok(rows
            .iter()
            .map(|r| Member { id: text(&r[0]), role: text(&r[1]), status: text(&r[2]), away: r[3] == "Away" })
            .collect())
    }

    /// Everything that anybody may see.
    async fn items(&self) -> Result<Items, Failure> {
        let sql = "SELECT json_array(id, kind, assignee) FROM work WHERE team_id = 'world' AND (batch IS NULL OR batch IN \
                   (SELECT id FROM import WHERE state = 'done'))";
        let rows = asked(&self.app, sql).await?;
        Ok(rows.iter().map(|r| (text(&r[0]), (text(&r[1]), r[2].as_str().map(str::to_owned)))).collect())
    }

    /// Whoever is not the chief: what happens to people happens to them.
    async fn one(&self, n: usize) -> Result<Option<Member>, Failure> {
        let all: Vec<_> = self.members().await?.into_iter().filter(|m| m.id != self.chief_id).collect();
        Ok(if all.is_empty() { None } else { all.get(n % all.len()).cloned() })
    }

    /// Anybody, or nobody.
    async fn anybody(&self, n: usize) -> Result<Option<Member>, Failure> {
        let all = self.members().await?;
        Ok(all.get(n % (all.len() + 1)).cloned())
    }

    /// Takes a step and looks at what has become of everything.
    pub async fn take(&mut self, step: &Step) -> Story {
        let before = self.items().await?;
        let people = self.members().await?;
        let change = self.happen(step, &before).await?;
        let after = self.items().await?;
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

    /// The database agrees with itself.
    async fn whole(&self) -> Story {
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

    /// All that somebody has, moved.
    fn all_of(&self, items: &Items, who: &[&str], to: Option<&str>) -> Change {
        let theirs =
            items.iter().filter(|(_, (_, owner))| owner.as_deref().is_some_and(|o| who.contains(&o)));
        Change::To(theirs.map(|(id, _)| (id.clone(), to.map(str::to_owned))).collect())
    }

    /// A successor that the rules took must have been one (ST10).
    fn heir_fits(&self, heir: &Member, leavers: &[&str], items: &Items) -> Story {
        let moves = items.values().any(|(_, o)| o.as_deref().is_some_and(|o| leavers.contains(&o)));
        let fits = heir.status == "active"
            && !leavers.contains(&heir.id.as_str())
            && (!moves || self.can_hold(heir));
        if fits { Ok(()) } else { Err(format!("{heir:?} succeeded {leavers:?}").into()) }
    }

    async fn happen(&mut self, step: &Step, items: &Items) -> Result<Change, Failure> {
        let kind_of = |n: usize| kinds(self.product)[n % kinds(self.product).len()];
        Ok(match step {
            Step::Create { kind, to } => {
                let (kind, to) = (kind_of(*kind), self.anybody(*to).await?);
                let mut body = json!({"title": format!("Item {}", items.len())});
                if let Some(to) = &to {
                    body["assignee"] = json!(to.id);
                }
                let answer = self.post(&format!("/work/{kind}"), &body).await?;
                let able = to.as_ref().is_none_or(|m| self.can_hold(m));
                self.allowed(&answer, able)?;
                match answer.status.is_success() {
                    true => Change::To([(text(&answer.json()["item"]["id"]), to.map(|m| m.id))].into()),
                    false => Change::None,
                }
            }
            Step::Assign { kind, items: which, to } => {
                let (kind, to) = (kind_of(*kind), self.anybody(*to).await?);
                let all: Vec<_> =
                    items.iter().filter(|(_, (k, _))| k == kind).map(|(id, _)| id.clone()).collect();
                if all.is_empty() {
                    return Ok(Change::None);
                }
                let which: BTreeSet<_> = which.iter().map(|n| all[n % all.len()].clone()).collect();
                let body = json!({"to": to.as_ref().map(|m| &m.id), "items": which});
                self.give(kind, body, to, which, items).await?
            }
            Step::AssignAll { kind, of, to, except } => {
                let (kind, of, to) = (kind_of(*kind), self.anybody(*of).await?, self.anybody(*to).await?);
                let owner = of.map(|m| m.id);
                let theirs: Vec<_> = items
                    .iter()
                    .filter(|(_, (k, o))| k == kind && *o == owner)
                    .map(|(id, _)| id.clone())
                    .collect();
                let except: Vec<_> = theirs.iter().take(*except).cloned().collect();
                let which = theirs.into_iter().filter(|id| !except.contains(id)).collect();
                let filter = json!({"assignee": owner.unwrap_or_else(|| "none".into())});
                let body = json!({"to": to.as_ref().map(|m| &m.id), "filter": filter, "except": except});
                self.give(kind, body, to, which, items).await?
            }
            Step::Undo { move_back } => self.undo(*move_back, items).await?,
            Step::HandOver { from, to } => {
                let (Some(from), to) = (self.one(*from).await?, self.anybody(*to).await?) else {
                    return Ok(Change::None);
                };
                let path = format!("/members/{}/hand-over", from.id);
                let answer = self.post(&path, &json!({"to": to.as_ref().map(|m| &m.id)})).await?;
                if !answer.status.is_success() {
                    return self.denied(&answer);
                }
                if let Some(to) = &to {
                    let moves = items.values().any(|(_, o)| o.as_ref() == Some(&from.id)) && to.id != from.id;
                    if moves && !self.can_hold(to) {
                        return Err(format!("{to:?} took over").into());
                    }
                }
                self.keep(&answer);
                self.all_of(items, &[&from.id], to.as_ref().map(|m| m.id.as_str()))
            }
            Step::Deactivate { who, heir } => {
                let Some(who) = self.one(*who).await? else { return Ok(Change::None) };
                let heir = match heir {
                    Some(n) => self.one(*n).await?,
                    None => None,
                };
                let body = heir.as_ref().map_or_else(|| json!({}), |h| json!({"successor": h.id}));
                let answer = self.post(&format!("/members/{}/deactivate", who.id), &body).await?;
                if !answer.status.is_success() {
                    return self.denied(&answer);
                }
                match heir {
                    Some(heir) => {
                        self.heir_fits(&heir, &[&who.id], items)?;
                        self.all_of(items, &[&who.id], Some(&heir.id))
                    }
                    // It stays under the name (JT13, ST11).
                    None => Change::None,
                }
            }
            Step::Restore { who } => {
                let Some(who) = self.one(*who).await? else { return Ok(Change::None) };
                let _ = self.post(&format!("/members/{}/restore", who.id), &json!({})).await?;
                Change::None
            }
            Step::Delete { who, heir } => {
                let Some(who) = self.one(*who).await? else { return Ok(Change::None) };
                let heir = match heir {
                    Some(n) => self.anybody(*n).await?,
                    None => None,
                };
                let body = heir.as_ref().map_or_else(|| json!({}), |h| json!({"successor": h.id}));
                let path = self.chief.at(&format!("/members/{}", who.id));
                let answer = self.chief.client.delete(&path, &body).await?;
                self.deleted(&answer, &[&who.id], heir, items)?
            }
            Step::DeleteTwo { first, second, heir } => {
                let (Some(a), Some(b)) = (self.one(*first).await?, self.one(*second).await?) else {
                    return Ok(Change::None);
                };
                let heir = match heir {
                    Some(n) => self.anybody(*n).await?,
                    None => None,
                };
                let mut body = json!({"members": [a.id, b.id]});
                if let Some(heir) = &heir {
                    body["successor"] = json!(heir.id);
                }
                let answer = self.post("/actions/delete", &body).await?;
                self.deleted(&answer, &[&a.id, &b.id], heir, items)?
            }
            Step::Join { role } => {
                self.join(*role).await?;
                Change::None
            }
            Step::ChangeRole { who, role } => {
                let Some(who) = self.one(*who).await? else { return Ok(Change::None) };
                let path = self.chief.at(&format!("/members/{}/role", who.id));
                let role = roles(self.product)[role % roles(self.product).len()];
                let _ = self.chief.client.put(&path, &json!({ "role": role })).await?;
                Change::None
            }
            Step::Away { who } => self.away(*who).await?,
            Step::Import { lines, to, cancel } => self.import(*lines, to, *cancel, items).await?,
            Step::Intake => self.intake(items).await?,
            Step::Edit { item } => {
                if let Some((id, (kind, _))) = items.iter().nth(item % items.len().max(1)) {
                    let path = self.chief.at(&format!("/work/{kind}/{id}"));
                    let version = ok(self.chief.client.get(&path).await?)?.json()["item"]["version"].clone();
                    let body = json!({"title": format!("Edited {item}"), "version": version});
                    ok(self.chief.client.patch(&path, &body).await?)?;
                }
                Change::None
            }
            Step::Note { item } => {
                if let Some((id, (kind, _))) = items.iter().nth(item % items.len().max(1)) {
                    ok(self.post(&format!("/work/{kind}/{id}/notes"), &json!({"text": "Called"})).await?)?;
                }
                Change::None
            }
            Step::Rotate { who } => {
                self.rotate(who).await?;
                Change::None
            }
            Step::Setting { on } => {
                if self.product == "jtek" {
                    let settings = if *on { json!(["assigned-only"]) } else { json!([]) };
                    ok(self.chief.client.patch(&self.chief.at(""), &json!({"settings": settings})).await?)?;
                }
                Change::None
            }
        })
    }

    /// A refusal must be one by the rules; a mistake of the test or the server is none.
    fn denied(&self, answer: &Answer) -> Result<Change, Failure> {
        match answer.status.as_u16() {
            403 | 409 | 410 => Ok(Change::None),
            _ => {
                Err(format!("answered {:?} {}", answer.outcome(), String::from_utf8_lossy(&answer.bytes))
                    .into())
            }
        }
    }

    fn allowed(&self, answer: &Answer, able: bool) -> Story {
        if answer.status.is_success() == able {
            return Ok(());
        }
        Err(format!("able {able}: {:?} {}", answer.outcome(), String::from_utf8_lossy(&answer.bytes)).into())
    }

    fn keep(&mut self, answer: &Answer) {
        if let Some(batch) = answer.json()["batch"].as_str() {
            self.batches.push(batch.to_owned());
        }
    }

    async fn give(
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

    fn deleted(
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
    async fn undo(&mut self, move_back: usize, items: &Items) -> Result<Change, Failure> {
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

    async fn join(&mut self, role: usize) -> Story {
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
    async fn away(&self, who: usize) -> Result<Change, Failure> {
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

    async fn rotate(&mut self, who: &[usize]) -> Story {
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

    async fn intake(&self, items: &Items) -> Result<Change, Failure> {
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

    async fn import(
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
