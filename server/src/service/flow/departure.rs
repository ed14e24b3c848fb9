//! After somebody has gone who set things up: what still runs in their name, and the checklist for it (JT16).

use super::maker::noted;
use super::{automation, key, webhook};
use crate::error::{NOT_FOUND, Refusal};
use crate::live::Topic;
use crate::policies::Rules;
use crate::random;
use crate::service::read::may;
use crate::service::{Act, holds_any};
use crate::session::Member;
use crate::state::App;
use crate::storage::{DepartureRow, MemberRow, Reader, Team};
use shared::api::{DepartureView, Departures, EditDeparture, KindCount};
use shared::policy::{Action, Command, Permit, Status};

/// Rights to set up what runs by itself.
const SET_UP: [Action; 2] = [Action::ManageIntegrations, Action::ManageSharedResources];

impl Act {
    /// Opens a checklist when somebody goes who could set things up, or had done so; one that is open already is about the
    /// same going. Call it with the row as it was before, in the transaction in which they go; `how` is `deactivated` or
    /// `deleted`.
    pub async fn note_departure(
        &mut self,
        permit: &Permit,
        row: &MemberRow,
        how: &str,
    ) -> Result<(), Refusal> {
        if row.status.is_invited() {
            return Ok(());
        }
        // Whoever was deactivated before could do it then.
        let as_active = MemberRow { status: Status::Active, ..row.clone() };
        let could = holds_any(&self.rules, &self.team, &as_active, &SET_UP)?;
        if !could && !self.tx.has_made(&self.team.id, &row.id).await? {
            return Ok(());
        }
        let known = self.tx.open_departure(&self.team.id, &row.id).await?;
        let departure = DepartureRow {
            id: known.as_ref().map_or_else(|| random::id(self.app.random()), |d| Ok(d.id.clone()))?,
            team: self.team.id.clone(),
            member: row.id.clone(),
            name: row.name.clone(),
            role: row.role.clone(),
            how: how.to_owned(),
            at: self.now,
            actor: self.actor.name.clone(),
            password_done: known.as_ref().is_some_and(|d| d.password_done),
            closed_at: None,
        };
        match known {
            Some(_) => self.tx.update_departure(permit, &departure).await?,
            None => self.tx.insert_departure(permit, &departure).await?,
        }
        self.live.topic(Topic::Flow);
        Ok(())
    }
}

/// All of the team: open ones first.
pub async fn list(app: &App, who: &Member) -> Result<Departures, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ManageIntegrations).await?;
    let rows = db.departures(&who.team.id).await?;
    Ok(Departures { items: views(app, db.as_mut(), &who.rules, &who.team, rows).await? })
}

async fn views(
    app: &App,
    db: &mut dyn Reader,
    rules: &Rules,
    team: &Team,
    rows: Vec<DepartureRow>,
) -> Result<Vec<DepartureView>, Refusal> {
    let (keys, hooks) = (db.keys(&team.id).await?, db.webhooks(&team.id).await?);
    let keys = key::views(db, &team.id, keys, app.now()).await?;
    let hooks = webhook::views(db, &team.id, hooks).await?;
    let automations = db.automations(&team.id).await?;
    let automations = automation::views(db, rules, team, automations).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let work = db.work_of(&team.id, &row.member).await?;
        views.push(DepartureView {
            keys: keys.iter().filter(|k| k.made_by.id == row.member).cloned().collect(),
            webhooks: hooks.iter().filter(|w| w.made_by.id == row.member).cloned().collect(),
            automations: automations.iter().filter(|a| a.made_by.id == row.member).cloned().collect(),
            work: work.into_iter().map(|(kind, n)| KindCount { kind, n }).collect(),
            id: row.id,
            member: row.member,
            name: row.name,
            role: row.role,
            how: row.how,
            at: row.at,
            by: row.actor,
            closed_at: row.closed_at,
            password_done: row.password_done,
        });
    }
    Ok(views)
}

/// Ticks, closes, opens again.
pub async fn edit(
    app: &App,
    who: &Member,
    id: &str,
    request: EditDeparture,
) -> Result<(DepartureView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = change(&mut act, id, &request).await;
    let (edited, done) = act.settled(outcome).await?;
    Ok((edited, done.revision))
}

async fn change(act: &mut Act, id: &str, request: &EditDeparture) -> Result<DepartureView, Refusal> {
    let permit = act.judge(Command::ManageIntegrations, None)?;
    let mut row = act.tx.departure(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    if let Some(done) = request.password_done {
        row.password_done = done;
    }
    match request.closed {
        Some(true) => row.closed_at = row.closed_at.or(Some(act.now)),
        Some(false) => row.closed_at = None,
        None => {}
    }
    act.tx.update_departure(&permit, &row).await?;
    act.tried.target_id = Some(row.member.clone());
    act.tried.target_name.clone_from(&row.name);
    noted(act, if row.closed_at.is_some() { "closed" } else { "" }).await?;
    let app = act.app.clone();
    let all = views(&app, act.tx.as_mut(), &act.rules, &act.team, vec![row]).await?;
    all.into_iter().next().ok_or_else(|| Refusal::internal("a departure without a view"))
}
