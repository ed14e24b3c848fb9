//! Automations: new work goes in turn to chosen people (JT11, JL3).

use super::maker::{Makers, noted, oneself};
use super::rotation;
use crate::error::{NOT_FOUND, Refusal};
use crate::policies::Rules;
use crate::random;
use crate::service::people::same_version;
use crate::service::read::may;
use crate::service::{Act, subject_of};
use crate::session::Member;
use crate::state::App;
use crate::storage::{AutomationRow, MemberRow, Reader, Team, TurnRow};
use shared::api::{AutomationView, Automations, EditAutomation, FieldProblem, NewAutomation};
use shared::policy::{Command, KindId, Skip};
use shared::validate::check_name;

/// The list comes in one piece.
const MANY: usize = 100;
/// A rotation's longest.
const PEOPLE: usize = 200;

/// All of the team.
pub async fn list(app: &App, who: &Member) -> Result<Automations, Refusal> {
    let mut db = app.read().await?;
    may(app, who, db.as_mut(), Command::ManageSharedResources).await?;
    let rows = db.automations(&who.team.id).await?;
    Ok(Automations { items: views(db.as_mut(), &who.rules, &who.team, rows).await? })
}

/// Rows on the wire, with their rotations.
pub async fn views(
    db: &mut dyn Reader,
    rules: &Rules,
    team: &Team,
    rows: Vec<AutomationRow>,
) -> Result<Vec<AutomationView>, Refusal> {
    let one = if let [only] = rows.as_slice() { Some(only.id.clone()) } else { None };
    let rotations = db.rotations(&team.id, one.as_deref()).await?;
    let makers = Makers::of(db, &team.id, &rows.iter().map(|r| &r.made_by).collect::<Vec<_>>()).await?;
    rows.into_iter()
        .map(|row| {
            let turns: Vec<&TurnRow> = rotations.iter().filter(|t| t.automation == row.id).collect();
            let kind = rules.policy.kind(&row.kind);
            let next = match kind.filter(|_| row.running) {
                Some(kind) => rotation::chosen(rules, team, kind, None, &turns)?,
                None => None,
            };
            Ok(AutomationView {
                next: next.map(|t| t.member.id.clone()),
                members: turns
                    .iter()
                    .map(|t| rotation::view(rules, team, kind, t))
                    .collect::<Result<_, _>>()?,
                made_by: makers.view(row.made_by),
                id: row.id,
                name: row.name,
                kind: row.kind,
                on: row.running,
                created_at: row.created_at,
                version: row.version,
            })
        })
        .collect()
}

async fn view(act: &mut Act, row: AutomationRow) -> Result<AutomationView, Refusal> {
    let all = views(act.tx.as_mut(), &act.rules, &act.team, vec![row]).await?;
    all.into_iter().next().ok_or_else(|| Refusal::internal("an automation without a view"))
}

/// Makes one for the kind of work that comes in.
pub async fn add(app: &App, who: &Member, request: NewAutomation) -> Result<(AutomationView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = make(&mut act, &request).await;
    let (made, done) = act.settled(outcome).await?;
    Ok((made, done.revision))
}

async fn make(act: &mut Act, request: &NewAutomation) -> Result<AutomationView, Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    let kind = act.policy().routed_kind().ok_or(NOT_FOUND)?;
    check_name(&request.name).map_err(|code| Refusal::field("name", code))?;
    if act.tx.automations(&act.team.id).await?.len() >= MANY {
        return Err(Refusal::field("name", "too-many"));
    }
    check_rotation(act, kind, &request.members, &[]).await?;
    let row = AutomationRow {
        id: random::id(act.app.random())?,
        team: act.team.id.clone(),
        name: request.name.trim().to_owned(),
        kind: act.policy().kind_name(kind).to_owned(),
        running: true,
        turn: 0,
        made_by: oneself(&act.actor),
        created_at: act.now,
        version: 1,
    };
    act.tx.insert_automation(&permit, &row).await?;
    act.tx.set_rotation(&permit, &row.id, &request.members).await?;
    noted(act, &format!("+ {}", row.name)).await?;
    view(act, row).await
}

/// Whoever is new in a rotation must be able to get work; who is in it already may stay and is skipped.
async fn check_rotation(
    act: &mut Act,
    kind: KindId,
    members: &[String],
    known: &[String],
) -> Result<(), Refusal> {
    if members.is_empty() {
        return Err(Refusal::field("members", "required"));
    }
    if members.len() > PEOPLE {
        return Err(Refusal::field("members", "too-many"));
    }
    let mut problems = Vec::new();
    for (at, id) in members.iter().enumerate() {
        let code = if members.get(..at).is_some_and(|before| before.contains(id)) {
            Some("duplicate")
        } else if known.contains(id) {
            None
        } else {
            match act.tx.member(&act.team.id, id).await? {
                Some(row) => unfit(act, kind, &row)?,
                None => Some("unknown-member"),
            }
        };
        if let Some(code) = code {
            problems.push(FieldProblem { field: format!("members.{at}"), code: code.to_owned() });
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Fields(problems)) }
}

/// Somebody who is away today is back tomorrow; the other reasons last.
fn unfit(act: &Act, kind: KindId, row: &MemberRow) -> Result<Option<&'static str>, Refusal> {
    let subject = subject_of(act.policy(), row)?;
    let skip = act.policy().skip(&subject, &row.fields, kind, act.team.enterprise);
    Ok(skip.filter(|s| *s != Skip::Away).map(Skip::id))
}

/// Another name, on or off, another rotation.
pub async fn edit(
    app: &App,
    who: &Member,
    id: &str,
    request: EditAutomation,
) -> Result<(AutomationView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = change(&mut act, id, &request).await;
    let (edited, done) = act.settled(outcome).await?;
    Ok((edited, done.revision))
}

async fn change(act: &mut Act, id: &str, request: &EditAutomation) -> Result<AutomationView, Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    let mut row = act.tx.automation(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    same_version(row.version, request.version)?;
    if let Some(name) = &request.name {
        check_name(name).map_err(|code| Refusal::field("name", code))?;
        name.trim().clone_into(&mut row.name);
    }
    if let Some(on) = request.on {
        row.running = on;
    }
    row.version = row.version.saturating_add(1);
    act.tx.update_automation(&permit, &row).await?;
    if let Some(members) = &request.members {
        let kind = act.policy().kind(&row.kind).ok_or(NOT_FOUND)?;
        let turns = act.tx.rotations(&act.team.id, Some(id)).await?;
        let known: Vec<String> = turns.into_iter().map(|t| t.member.id).collect();
        check_rotation(act, kind, members, &known).await?;
        act.tx.set_rotation(&permit, id, members).await?;
    }
    noted(act, &row.name).await?;
    view(act, row).await
}
