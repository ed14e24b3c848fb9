//! What comes in from outside with an API key: new work, routed to whoever's turn it is (JT11, JL3), and activity on it
//! (JT18). Everything happens in one write transaction, so concurrent senders are served one after the other and each turn
//! is taken once.

use super::happened::{Happened, post};
use super::rotation;
use crate::error::{NOT_FOUND, Refusal, UNKNOWN_KEY};
use crate::live::{LiveChange, Topic, WorkChange, WorkPlace};
use crate::random;
use crate::service::notice::{News, Teller, Told, arrived, notify};
use crate::service::work::{check_fields, keys};
use crate::session::Program;
use crate::state::App;
use crate::storage::{AutomationRow, NewWorkEvent, Reader, TurnRow, Tx, WorkRow};
use shared::api::{Intake, OutsideActivity, PutIntake, TakenIn};
use shared::policy::{KindId, Notice, Policy, take_in};
use shared::profile::WorkDef;
use shared::validate::{check_note, check_text};
use std::collections::BTreeSet;

/// Takes something new in; says whether it is new. The same `once` again answers the item that it made the first time.
pub async fn take(app: &App, program: &Program, request: Intake) -> Result<(TakenIn, bool), Refusal> {
    let mut visit = Visit::begin(app, program).await?;
    if let Some(once) = &request.once {
        check_text(once).map_err(|code| Refusal::field("once", code))?;
        if let Some(known) = visit.tx.work_by_once(&program.team.id, once).await? {
            let answer = told(&mut *visit.tx, program, &known).await?;
            return Ok((answer, false));
        }
    }
    let answer = visit.take_in(request).await?;
    visit.finish().await?;
    Ok((answer, true))
}

/// The same by the sender's own name for it: taken in the first time, and afterwards changed where it differs. The same again
/// changes nothing.
pub async fn put(
    app: &App,
    program: &Program,
    reference: String,
    request: PutIntake,
) -> Result<(TakenIn, bool), Refusal> {
    if reference.trim().is_empty() {
        return Err(Refusal::field("reference", "required"));
    }
    check_text(&reference).map_err(|code| Refusal::field("reference", code))?;
    let mut visit = Visit::begin(app, program).await?;
    let known = visit.tx.work_by_once(&program.team.id, &reference).await?;
    let new = known.is_none();
    let changed = match known {
        Some(known) => visit.change(known, request).await?,
        None => {
            let PutIntake { title, fields, automation, unit } = request;
            Some(
                visit
                    .take_in(Intake { title, fields, automation, unit, once: Some(reference.clone()) })
                    .await?,
            )
        }
    };
    if let Some(answer) = changed {
        visit.finish().await?;
        return Ok((answer, new));
    }
    let row = visit.tx.work_by_once(&program.team.id, &reference).await?.ok_or(NOT_FOUND)?;
    Ok((told(&mut *visit.tx, program, &row).await?, false))
}

/// An item as the customer-facing side may show it.
pub async fn look(app: &App, program: &Program, item: &str) -> Result<TakenIn, Refusal> {
    let mut db = app.read().await?;
    let row = db.work_item(&program.team.id, item).await?.ok_or(NOT_FOUND)?;
    told(&mut *db, program, &row).await
}

/// Something happened to it outside: a line in its history, and whoever has it is told (JT18).
pub async fn note(
    app: &App,
    program: &Program,
    item: &str,
    request: OutsideActivity,
) -> Result<TakenIn, Refusal> {
    let mut visit = Visit::begin(app, program).await?;
    let row = visit.tx.work_item(&program.team.id, item).await?.ok_or(NOT_FOUND)?;
    check_note(&request.text).map_err(|code| Refusal::field("text", code))?;
    let text = request.text.trim().to_owned();
    let kind = program.rules.policy.kind(&row.kind).ok_or(NOT_FOUND)?;
    let permit = take_in();
    let event = visit.event(&row, "activity", text, None);
    visit.tx.insert_work_events(&permit, &[event]).await?;
    visit.tx.touch_work(&permit, &program.team.id, &row.id, visit.now).await?;
    if let Some(to) = row.assignee.clone() {
        visit.tell(&[News { to, about: Notice::Activity, kind, item: Some(row.id.clone()), n: 1 }]).await?;
    }
    visit.live.work.push(WorkChange { kind: row.kind.clone(), places: Some(vec![place(&row)]) });
    let answer = told(&mut *visit.tx, program, &row).await?;
    visit.finish().await?;
    Ok(answer)
}

/// One request of a program: a transaction under way.
struct Visit<'a> {
    app: &'a App,
    program: &'a Program,
    tx: Box<dyn Tx>,
    now: i64,
    live: LiveChange,
    mailed: bool,
    /// Lines of history after this one are the visit's own.
    since: i64,
}

impl<'a> Visit<'a> {
    /// A key that was revoked while the request waited for its turn opens nothing any more.
    async fn begin(app: &'a App, program: &'a Program) -> Result<Self, Refusal> {
        let mut tx = app.write().await?;
        tx.key_by_hash(&program.hash, app.now()).await?.ok_or(UNKNOWN_KEY)?;
        let since = tx.last_work_event().await?;
        Ok(Self { app, program, tx, now: app.now(), live: LiveChange::default(), mailed: false, since })
    }

    /// Makes it, and gives it to whoever's turn it is.
    async fn take_in(&mut self, request: Intake) -> Result<TakenIn, Refusal> {
        let automation = self.automation(request.automation.as_deref()).await?;
        let rules = std::sync::Arc::clone(&self.program.rules);
        let policy = &rules.policy;
        let kind = automation.as_ref().map_or_else(|| policy.routed_kind(), |a| policy.kind(&a.kind));
        let kind = kind.ok_or(NOT_FOUND)?;
        let (id, def) = policy.kind_def(kind).ok_or(NOT_FOUND)?;
        let fields = request.fields.clone().into_iter().filter(|(_, v)| !v.trim().is_empty()).collect();
        let faults = check_fields(def, &request.title, &fields, |_| true);
        if !faults.is_empty() {
            return Err(Refusal::Fields(faults));
        }
        self.check_unit(def, request.unit.as_deref()).await?;
        let turns = match automation.as_ref().filter(|a| a.running) {
            Some(a) => self.tx.rotations(&self.program.team.id, Some(&a.id)).await?,
            None => Vec::new(),
        };
        let subject = policy.routing_subject(kind).and_then(|field| fields.get(field)).map(String::as_str);
        let all: Vec<&TurnRow> = turns.iter().collect();
        let turn = rotation::chosen(&self.program.rules, &self.program.team, kind, subject, &all)?;
        let found = keys(def, request.title.trim(), &fields);
        let row = WorkRow {
            id: random::id(self.app.random())?,
            team: self.program.team.id.clone(),
            kind: id.to_owned(),
            title: request.title.trim().to_owned(),
            title_key: found.title_key,
            search_key: found.search_key,
            assignee: turn.map(|t| t.member.id.clone()),
            unit: request.unit.clone(),
            once: request.once.clone(),
            created_at: self.now,
            touched_at: self.now,
            version: 1,
            fields,
            ..WorkRow::default()
        };
        self.write(kind, &row, automation.as_ref(), turn).await?;
        told(&mut *self.tx, self.program, &row).await
    }

    /// Changes what differs; nothing when nothing does.
    async fn change(&mut self, old: WorkRow, request: PutIntake) -> Result<Option<TakenIn>, Refusal> {
        let kind = self.policy().kind(&old.kind).ok_or(NOT_FOUND)?;
        let (_, def) = self.policy().kind_def(kind).ok_or(NOT_FOUND)?;
        let mut row = WorkRow { title: request.title.trim().to_owned(), ..old.clone() };
        for (id, value) in request.fields {
            match value.trim() {
                "" => row.fields.remove(&id),
                value => row.fields.insert(id, value.to_owned()),
            };
        }
        let faults = check_fields(def, &row.title, &row.fields, |_| true);
        if !faults.is_empty() {
            return Err(Refusal::Fields(faults));
        }
        if row == old {
            return Ok(None);
        }
        let differs = |id: &str| row.fields.get(id) != old.fields.get(id);
        let title = (row.title != old.title).then(|| def.title.clone());
        let fields = def.fields.iter().filter(|(id, _)| differs(id)).map(|(_, field)| field.label.clone());
        let edited: Vec<String> = title.into_iter().chain(fields).collect();
        let found = keys(def, &row.title, &row.fields);
        (row.title_key, row.search_key) = (found.title_key, found.search_key);
        row.version = row.version.saturating_add(1);
        row.touched_at = self.now;
        let permit = take_in();
        self.tx.update_work(&permit, &row).await?;
        let event = self.event(&row, "edited", edited.join(", "), None);
        self.tx.insert_work_events(&permit, &[event]).await?;
        self.live.work.push(WorkChange { kind: row.kind.clone(), places: Some(vec![place(&row)]) });
        Ok(Some(told(&mut *self.tx, self.program, &row).await?))
    }

    fn policy(&self) -> &'a Policy {
        &self.program.rules.policy
    }

    /// The named automation, or the team's first that runs.
    async fn automation(&mut self, named: Option<&str>) -> Result<Option<AutomationRow>, Refusal> {
        let team = &self.program.team.id;
        if let Some(id) = named {
            let found = self.tx.automation(team, id).await?;
            return found.map(Some).ok_or_else(|| Refusal::field("automation", "unknown-automation"));
        }
        let Some(kind) = self.policy().routed_kind() else { return Ok(None) };
        Ok(self.tx.first_automation(team, self.policy().kind_name(kind)).await?)
    }

    async fn check_unit(&mut self, def: &WorkDef, unit: Option<&str>) -> Result<(), Refusal> {
        let Some(unit) = unit else { return Ok(()) };
        if !def.unit {
            return Err(Refusal::field("unit", "unknown-field"));
        }
        let found = self.tx.unit(&self.program.team.id, unit).await?;
        found.map(|_| ()).ok_or_else(|| Refusal::field("unit", "unknown-unit"))
    }

    async fn write(
        &mut self,
        kind: KindId,
        row: &WorkRow,
        automation: Option<&AutomationRow>,
        turn: Option<&TurnRow>,
    ) -> Result<(), Refusal> {
        let permit = take_in();
        self.tx.insert_work(&permit, std::slice::from_ref(row)).await?;
        let to = turn.map(|t| (t.member.id.clone(), t.member.name.clone()));
        let event = self.event(row, "arrived", automation.map_or_else(String::new, |a| a.name.clone()), to);
        self.tx.insert_work_events(&permit, &[event]).await?;
        if let (Some(automation), Some(turn)) = (automation, turn) {
            self.tx.take_turn(&permit, &automation.id, &turn.member.id).await?;
            self.live.topic(Topic::Flow);
            let (to, item) = (turn.member.id.clone(), Some(row.id.clone()));
            self.tell(&[News { to, about: Notice::Assigned, kind, item, n: 1 }]).await?;
        }
        let by = teller(self.app, self.program, self.now);
        let rung = arrived(self.tx.as_mut(), &by, kind, &row.id, &place(row)).await?;
        self.heard(rung);
        self.live.work.push(WorkChange { kind: row.kind.clone(), places: Some(vec![place(row)]) });
        Ok(())
    }

    /// A line of history, under the key's name.
    fn event(&self, row: &WorkRow, kind: &str, text: String, to: Option<(String, String)>) -> NewWorkEvent {
        NewWorkEvent {
            item: row.id.clone(),
            at: self.now,
            actor: self.program.key.name.clone(),
            kind: kind.to_owned(),
            text,
            to,
        }
    }

    async fn tell(&mut self, news: &[News]) -> Result<(), Refusal> {
        let rung = notify(self.tx.as_mut(), &teller(self.app, self.program, self.now), news).await?;
        self.heard(rung);
        Ok(())
    }

    fn heard(&mut self, rung: Told) {
        self.mailed |= rung.mailed;
        self.live.told.extend(rung.members);
    }

    async fn finish(mut self) -> Result<(), Refusal> {
        self.tx.bump_revision(&self.program.team.id).await?;
        let happened = Happened {
            team: &self.program.team.id,
            at: self.now,
            actor: &self.program.key.name,
            members: Vec::new(),
            removed: &[],
            events: &[],
            kinds: self.live.work.iter().map(|w| w.kind.as_str()).collect::<BTreeSet<_>>(),
            since: self.since,
        };
        self.mailed |= post(self.tx.as_mut(), &happened).await?;
        self.tx.commit().await?;
        if self.mailed {
            self.app.wake_outbox();
        }
        self.app.live().publish(&self.program.team.id, self.live);
        Ok(())
    }
}

fn teller<'a>(app: &'a App, program: &'a Program, now: i64) -> Teller<'a> {
    Teller { app, rules: &program.rules, team: &program.team, actor: None, name: &program.key.name, now }
}

fn place(row: &WorkRow) -> WorkPlace {
    WorkPlace { assignee: row.assignee.clone(), unit: row.unit.clone(), resource: row.resource.clone() }
}

/// What the sender may know: whose it is under the name that customers see (JL9), and nothing else of that person.
async fn told<R: Reader + ?Sized>(db: &mut R, program: &Program, row: &WorkRow) -> Result<TakenIn, Refusal> {
    let who = match &row.assignee {
        Some(id) => db.member(&program.team.id, id).await?,
        None => None,
    };
    let name = who.as_ref().map(|m| program.rules.policy.facing_name(&m.fields, &m.name));
    Ok(TakenIn { id: row.id.clone(), kind: row.kind.clone(), assigned: who.is_some(), name })
}
