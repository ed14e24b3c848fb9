//! Units of an organization: what there is, who belongs to which, and who manages the accounts in them (ST2).

use super::act::{Act, With};
use super::read::may;
use super::{STRUCTURE_READERS, holds_any};
use crate::error::{NOT_FOUND, Refusal};
use crate::live::Topic;
use crate::random;
use crate::session::Member;
use crate::state::App;
use crate::storage::{InUse, Unit};
use shared::api::{EditUnit, NewUnit, PersonRef, Revised, SetStanding, SetUnit, UnitRef, UnitView, Units};
use shared::policy::{Command, StandingId};
use shared::validate::check_name;
use std::collections::BTreeMap;

/// The list comes in one piece.
const MANY: usize = 2_000;

/// All units, with who manages them.
pub async fn list(app: &App, who: &Member) -> Result<Units, Refusal> {
    let mut db = app.read().await?;
    if !holds_any(&who.rules, &who.team, &who.row, &STRUCTURE_READERS)? {
        may(app, who, db.as_mut(), Command::ManageUnits).await?;
    }
    let sizes: BTreeMap<String, u32> = db.unit_sizes(&who.team.id).await?.into_iter().collect();
    let mut managers: BTreeMap<String, Vec<PersonRef>> = BTreeMap::new();
    for m in db.unit_managers(&who.team.id).await? {
        managers.entry(m.of).or_default().push(PersonRef { id: m.id, name: m.name, status: m.status });
    }
    let units = db.units(&who.team.id).await?;
    let items = units
        .into_iter()
        .map(|unit| UnitView {
            members: sizes.get(&unit.id).copied().unwrap_or(0),
            managers: managers.remove(&unit.id).unwrap_or_default(),
            id: unit.id,
            name: unit.name,
            kind: unit.kind,
        })
        .collect();
    Ok(Units { items })
}

/// Makes a unit.
pub async fn add(app: &App, who: &Member, request: NewUnit) -> Result<(UnitRef, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let mut made = None;
    let outcome = make(&mut act, &request).await.map(|unit| made = Some(unit));
    let done = act.settle(outcome).await?;
    let unit = made.ok_or_else(|| Refusal::internal("a unit was made and is gone"))?;
    Ok((UnitRef { id: unit.id, name: unit.name, kind: unit.kind }, done.revision))
}

async fn make(act: &mut Act, request: &NewUnit) -> Result<Unit, Refusal> {
    let permit = act.judge(Command::ManageUnits, None)?;
    let kinds = act.policy().profile().units.as_ref().map_or(&[] as &[String], |u| &u.kinds);
    if !kinds.contains(&request.kind) {
        return Err(Refusal::field("kind", "not-a-choice"));
    }
    let name = named(act, &request.name, &request.kind, None).await?;
    let unit = Unit { id: random::id(act.app.random())?, kind: request.kind.clone(), name };
    act.tx.insert_unit(&permit, &act.team.id, &unit).await?;
    noted(act, &format!("+ {} {}", unit.kind, unit.name)).await?;
    Ok(unit)
}

/// A name that no other unit of the kind has.
async fn named(act: &mut Act, name: &str, kind: &str, but: Option<&str>) -> Result<String, Refusal> {
    check_name(name).map_err(|code| Refusal::field("name", code))?;
    let name = name.trim();
    let all = act.tx.units(&act.team.id).await?;
    if all.iter().any(|u| u.kind == kind && u.name == name && Some(u.id.as_str()) != but) {
        return Err(Refusal::field("name", "duplicate"));
    }
    if but.is_none() && all.len() >= MANY {
        return Err(Refusal::field("name", "too-many"));
    }
    Ok(name.to_owned())
}

/// Units stand beside everybody's name: the whole team looks again.
async fn noted(act: &mut Act, detail: &str) -> Result<(), Refusal> {
    act.live.topic(Topic::Structure);
    act.live.topic(Topic::Team);
    act.note(detail).await
}

/// Renames a unit.
pub async fn rename(app: &App, who: &Member, id: &str, request: EditUnit) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = renamed(&mut act, id, &request.name).await;
    act.settle(outcome).await
}

async fn renamed(act: &mut Act, id: &str, name: &str) -> Result<(), Refusal> {
    let permit = act.judge(Command::ManageUnits, None)?;
    let unit = act.tx.unit(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    let name = named(act, name, &unit.kind, Some(id)).await?;
    if name == unit.name {
        return Ok(());
    }
    act.tx.rename_unit(&permit, &act.team.id, id, &name).await?;
    noted(act, &format!("{} → {name}", unit.name)).await
}

/// Deletes a unit that nobody and nothing belongs to.
pub async fn delete(app: &App, who: &Member, id: &str) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = deleted(&mut act, id).await;
    act.settle(outcome).await
}

async fn deleted(act: &mut Act, id: &str) -> Result<(), Refusal> {
    let permit = act.judge(Command::ManageUnits, None)?;
    let unit = act.tx.unit(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    let used = act.tx.unit_in_use(&act.team.id, id).await?;
    if used != InUse::default() {
        return Err(Refusal::InUse(used));
    }
    act.tx.delete_unit(&permit, &act.team.id, id).await?;
    noted(act, &format!("− {} {}", unit.kind, unit.name)).await
}

/// Puts a member into a unit, or back into the organization itself.
pub async fn put(app: &App, who: &Member, target: &str, request: SetUnit) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = moved(&mut act, target, request.unit.as_deref()).await;
    act.settle(outcome).await
}

async fn moved(act: &mut Act, target: &str, unit: Option<&str>) -> Result<(), Refusal> {
    let row = act.target(target).await?;
    let _ = act.judge(Command::SetUnit, Some(&row))?;
    let found = match unit {
        Some(id) => Some(existing(act, id).await?),
        None => None,
    };
    if row.unit.as_deref() == unit {
        return Ok(());
    }
    let to = found.as_ref().map(|u| (u.id.as_str(), u.name.as_str()));
    act.command(Command::SetUnit, row, With::Unit(to)).await?;
    act.live.topic(Topic::Structure);
    Ok(())
}

async fn existing(act: &mut Act, id: &str) -> Result<Unit, Refusal> {
    let unit = act.tx.unit(&act.team.id, id).await?;
    unit.ok_or_else(|| Refusal::field("unit", "unknown-unit"))
}

/// Gives a standing or takes it; one over units unit by unit (ST2).
pub async fn set_standing(
    app: &App,
    who: &Member,
    target: &str,
    standing: &str,
    request: SetStanding,
    on: bool,
) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = stand(&mut act, target, standing, request.unit.as_deref(), on).await;
    act.settle(outcome).await
}

async fn stand(
    act: &mut Act,
    target: &str,
    standing: &str,
    unit: Option<&str>,
    on: bool,
) -> Result<(), Refusal> {
    let row = act.target(target).await?;
    let held = row.standing.iter().any(|s| s == standing);
    // One that the profile doesn't know is nobody's to give; the rules say so for any id beyond the last.
    let standing = act.policy().standing(standing).unwrap_or(StandingId(u8::MAX));
    let _ = act.judge(Command::SetStanding { standing, on }, Some(&row))?;
    let (manages, about) = if act.policy().standing_has_units(standing) {
        managed(act, &row.manages, unit, on).await?
    } else if unit.is_some() {
        return Err(Refusal::field("unit", "unknown"));
    } else {
        (row.manages.clone(), String::new())
    };
    // It stays while one unit remains.
    let stays = if act.policy().standing_has_units(standing) { !manages.is_empty() } else { on };
    if held == stays && manages == row.manages {
        return Ok(());
    }
    let command = Command::SetStanding { standing, on: stays };
    act.command(command, row, With::Manages(&manages, &about)).await?;
    act.live.topic(Topic::Structure);
    Ok(())
}

/// The units afterwards, and the name of the one that came or went. Without one, all of them go.
async fn managed(
    act: &mut Act,
    now: &[String],
    unit: Option<&str>,
    on: bool,
) -> Result<(Vec<String>, String), Refusal> {
    let Some(id) = unit else {
        return if on { Err(Refusal::field("unit", "required")) } else { Ok((Vec::new(), String::new())) };
    };
    let unit = existing(act, id).await?;
    let mut after: Vec<String> = now.iter().filter(|u| *u != id).cloned().collect();
    if on {
        after.push(unit.id);
        after.sort_unstable();
    }
    Ok((after, unit.name))
}
