//! Making an item, changing it, writing a note on it.

use super::eye::Eye;
use super::item::whole;
use super::keys::{check_fields, keys};
use super::moves::NewItem;
use crate::error::{NOT_FOUND, Refusal};
use crate::service::Act;
use crate::service::notice::News;
use crate::service::people::same_version;
use crate::session::Member;
use crate::state::App;
use crate::storage::{Looking, MemberRow, NewWorkEvent, Sight, WorkRow, WorkSeen};
use shared::api::{EditWork, FieldProblem, NewWork, WorkDetail};
use shared::policy::{Command, KindId, Notice, Permit, Scope};
use shared::profile::WorkDef;
use shared::validate::{check_name, check_note, check_work_field};

/// The item as it is now, and the team's revision.
pub type Answer = (WorkDetail, i64);

/// Makes an item.
pub async fn create(app: &App, who: &Member, kind: &str, request: NewWork) -> Result<Answer, Refusal> {
    let kind = Eye::of(who)?.kind(kind)?;
    let mut act = Act::begin(app, who).await?;
    let outcome = make(&mut act, kind, request).await;
    let (detail, revised) = act.settled(outcome).await?;
    Ok((detail, revised.revision))
}

async fn make(act: &mut Act, kind: KindId, request: NewWork) -> Result<WorkDetail, Refusal> {
    let permit = act.judge(Command::EditWork { kind }, None)?;
    let eye = act.eye()?;
    let def = eye.def(kind)?;
    let fields = request.fields.into_iter().filter(|(_, v)| !v.trim().is_empty()).collect();
    let faults = check_fields(def, &request.title, &fields, |id| eye.sees_field(kind, id));
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    if let Some(parent) = &request.parent {
        linkable(act, &eye, def, parent).await?;
    }
    let resource = resource(act, &eye, kind, def, request.resource).await?;
    let unit = unit(act, &eye, kind, def, request.unit).await?;
    let assignee = match &request.assignee {
        // Whoever sees their own alone would not see again what they make for nobody.
        None if eye.scope(kind).assigned => Some(act.actor.clone()),
        None => None,
        Some(id) => Some(receiver(act, kind, id).await?),
    };
    let title = request.title.trim().to_owned();
    let new = NewItem { kind, title, fields, parent: request.parent, resource, unit, once: None };
    let row = act.insert_work(&permit, new, assignee.as_ref(), "made").await?;
    // The maker is shown what they made, even when it is somebody else's now and out of their sight.
    let sight = Sight { scope: Scope::default(), ..eye.looking(kind).sight };
    let made = act.tx.work_seen(&Looking { sight, ..eye.looking(kind) }, &row.id).await?.ok_or(NOT_FOUND)?;
    whole(act.tx.as_mut(), &eye, kind, made).await
}

/// Whoever is to have it: judged like any assignment.
async fn receiver(act: &mut Act, kind: KindId, id: &str) -> Result<MemberRow, Refusal> {
    let row = act.target(id).await?;
    let _ = act.judge(Command::AssignWork { kind: Some(kind) }, Some(&row))?;
    Ok(row)
}

/// What it is linked to must be of the right kind, and seen.
async fn linkable(act: &mut Act, eye: &Eye, def: &WorkDef, parent: &str) -> Result<(), Refusal> {
    let wanted = def.parent.as_deref().and_then(|id| eye.policy().kind(id));
    let kind = wanted.ok_or_else(|| Refusal::field("parent", "unknown-field"))?;
    let seen = act.tx.work_seen(&eye.looking(kind), parent).await?;
    seen.map(|_| ()).ok_or_else(|| Refusal::field("parent", "not-found"))
}

async fn resource(
    act: &mut Act,
    eye: &Eye,
    kind: KindId,
    def: &WorkDef,
    given: Option<String>,
) -> Result<Option<String>, Refusal> {
    let access = eye.scope(kind).access;
    let Some(id) = given else {
        return if access { Err(Refusal::field("resource", "required")) } else { Ok(None) };
    };
    if !def.resource {
        return Err(Refusal::field("resource", "unknown-field"));
    }
    let known = act.tx.resources(&act.team.id).await?.iter().any(|r| r.id == id);
    if !known || (access && !eye.row.access.contains(&id)) {
        return Err(Refusal::field("resource", "not-found"));
    }
    Ok(Some(id))
}

/// The unit; the maker's own unless told.
async fn unit(
    act: &mut Act,
    eye: &Eye,
    kind: KindId,
    def: &WorkDef,
    given: Option<String>,
) -> Result<Option<String>, Refusal> {
    if !def.unit {
        return if given.is_some() { Err(Refusal::field("unit", "unknown-field")) } else { Ok(None) };
    }
    let Some(id) = given else { return Ok(eye.row.unit.clone()) };
    let known = act.tx.units(&act.team.id).await?.iter().any(|u| u.id == id);
    if !known || (eye.scope(kind).unit && eye.row.unit.as_ref() != Some(&id)) {
        return Err(Refusal::field("unit", "not-found"));
    }
    Ok(Some(id))
}

/// What somebody may write to, as they see it.
async fn writable(act: &mut Act, kind: KindId, item: &str) -> Result<(Permit, Eye, WorkSeen), Refusal> {
    let permit = act.judge(Command::EditWork { kind }, None)?;
    let eye = act.eye()?;
    let seen = act.tx.work_seen(&eye.looking(kind), item).await?.ok_or(NOT_FOUND)?;
    Ok((permit, eye, seen))
}

/// Changes an item.
pub async fn edit(
    app: &App,
    who: &Member,
    kind: &str,
    item: &str,
    request: EditWork,
) -> Result<Answer, Refusal> {
    let kind = Eye::of(who)?.kind(kind)?;
    let mut act = Act::begin(app, who).await?;
    let outcome = change(&mut act, kind, item, request).await;
    let (detail, revised) = act.settled(outcome).await?;
    Ok((detail, revised.revision))
}

async fn change(act: &mut Act, kind: KindId, item: &str, request: EditWork) -> Result<WorkDetail, Refusal> {
    let (permit, eye, seen) = writable(act, kind, item).await?;
    same_version(seen.row.version, request.version)?;
    let def = eye.def(kind)?;
    let mut row = seen.row.clone();
    let mut edited = Vec::new();
    if let Some(title) = &request.title
        && title.trim() != row.title
    {
        title.trim().clone_into(&mut row.title);
        edited.push(def.title.clone());
    }
    let mut faults = Vec::new();
    if let Err(code) = check_name(&row.title) {
        faults.push(FieldProblem { field: "title".into(), code: code.into() });
    }
    for (id, value) in request.fields.unwrap_or_default() {
        if row.fields.get(&id).map_or("", String::as_str) == value.trim() {
            continue;
        }
        // A field that is not theirs to see is unknown, whatever it holds (VA3).
        let field = def.fields.get(&id).filter(|_| eye.sees_field(kind, &id));
        match field.map(|f| (f, check_work_field(f, &value))) {
            None => faults.push(FieldProblem { field: id, code: "unknown-field".into() }),
            Some((_, Err(code))) => faults.push(FieldProblem { field: id, code: code.into() }),
            Some((field, Ok(()))) => {
                edited.push(field.label.clone());
                match value.trim() {
                    "" => row.fields.remove(&id),
                    value => row.fields.insert(id, value.to_owned()),
                };
            }
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    if edited.is_empty() {
        return whole(act.tx.as_mut(), &eye, kind, seen).await;
    }
    let keys = keys(def, &row.title, &row.fields);
    (row.title_key, row.search_key) = (keys.title_key, keys.search_key);
    row.version = row.version.saturating_add(1);
    row.touched_at = act.now;
    act.tx.update_work(&permit, &row).await?;
    happened(act, &permit, &row, "edited", edited.join(", ")).await?;
    let seen = act.tx.work_seen(&eye.looking(kind), item).await?.ok_or(NOT_FOUND)?;
    whole(act.tx.as_mut(), &eye, kind, seen).await
}

/// Writes a note on an item.
pub async fn note(app: &App, who: &Member, kind: &str, item: &str, text: &str) -> Result<Answer, Refusal> {
    let kind = Eye::of(who)?.kind(kind)?;
    let mut act = Act::begin(app, who).await?;
    let outcome = write(&mut act, kind, item, text).await;
    let (detail, revised) = act.settled(outcome).await?;
    Ok((detail, revised.revision))
}

async fn write(act: &mut Act, kind: KindId, item: &str, text: &str) -> Result<WorkDetail, Refusal> {
    let (permit, eye, seen) = writable(act, kind, item).await?;
    check_note(text).map_err(|code| Refusal::field("text", code))?;
    act.tx.touch_work(&permit, &act.team.id, item, act.now).await?;
    happened(act, &permit, &seen.row, "note", text.trim().to_owned()).await?;
    let seen = act.tx.work_seen(&eye.looking(kind), item).await?.ok_or(NOT_FOUND)?;
    whole(act.tx.as_mut(), &eye, kind, seen).await
}

/// A line in the history; whose it is, is told (JT18).
async fn happened(
    act: &mut Act,
    permit: &Permit,
    row: &WorkRow,
    kind: &str,
    text: String,
) -> Result<(), Refusal> {
    let line = NewWorkEvent {
        item: row.id.clone(),
        at: act.now,
        actor: act.actor.name.clone(),
        kind: kind.to_owned(),
        text,
        to: None,
    };
    act.tx.insert_work_events(permit, &[line]).await?;
    act.wrote = true;
    act.changed_item(row);
    let Some(to) = row.assignee.clone() else { return Ok(()) };
    let of = act.policy().kind(&row.kind).ok_or(NOT_FOUND)?;
    act.tell(&[News { to, about: Notice::Activity, kind: of, item: Some(row.id.clone()), n: 1 }]).await
}
