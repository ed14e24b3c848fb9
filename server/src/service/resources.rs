//! What members are given access to: voice agents, workflows (VA4, ST8).

use super::act::{Act, With};
use super::read::may;
use super::{STRUCTURE_READERS, holds_any};
use crate::error::{NOT_FOUND, Refusal};
use crate::live::Topic;
use crate::random;
use crate::session::Member;
use crate::state::App;
use crate::storage::{InUse, Resource};
use shared::api::{NewResource, PersonView, ResourceDetail, ResourceView, Resources, Revised};
use shared::policy::Command;
use shared::validate::check_name;
use std::collections::BTreeMap;

/// The list comes in one piece.
const MANY: usize = 2_000;

/// All resources, with who has them.
pub async fn list(app: &App, who: &Member) -> Result<Resources, Refusal> {
    let mut db = app.read().await?;
    if !holds_any(&who.rules, &who.team, &who.row, &STRUCTURE_READERS)? {
        may(app, who, db.as_mut(), Command::ManageSharedResources).await?;
    }
    let policy = &who.rules.policy;
    let mut members: BTreeMap<String, Vec<PersonView>> = BTreeMap::new();
    for m in db.resource_members(&who.team.id).await? {
        let away = policy.is_away(&m.fields);
        let person = PersonView { id: m.id, name: m.name, role: m.role, away, denial: None };
        members.entry(m.of).or_default().push(person);
    }
    let all = db.resources(&who.team.id).await?;
    let items = all
        .into_iter()
        .map(|resource| ResourceDetail {
            members: members.remove(&resource.id).unwrap_or_default(),
            resource: view(resource),
        })
        .collect();
    Ok(Resources { items })
}

/// A resource on the wire.
pub fn view(r: Resource) -> ResourceView {
    ResourceView { id: r.id, name: r.name, group: r.group }
}

/// Makes a resource.
pub async fn add(app: &App, who: &Member, request: NewResource) -> Result<(ResourceView, i64), Refusal> {
    let mut act = Act::begin(app, who).await?;
    let mut made = None;
    let outcome = make(&mut act, &request).await.map(|r| made = Some(r));
    let done = act.settle(outcome).await?;
    let resource = made.ok_or_else(|| Refusal::internal("a resource was made and is gone"))?;
    Ok((view(resource), done.revision))
}

async fn make(act: &mut Act, request: &NewResource) -> Result<Resource, Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    if act.policy().profile().resources.is_none() {
        return Err(NOT_FOUND.into());
    }
    let (name, group) = named(act, request, None).await?;
    let resource = Resource { id: random::id(act.app.random())?, name, group };
    act.tx.insert_resource(&permit, &act.team.id, &resource).await?;
    noted(act, &format!("+ {}", resource.name)).await?;
    Ok(resource)
}

/// Name and group; no other resource of the group has the name.
async fn named(act: &mut Act, new: &NewResource, but: Option<&str>) -> Result<(String, String), Refusal> {
    check_name(&new.name).map_err(|code| Refusal::field("name", code))?;
    let (name, group) = (new.name.trim(), new.group.trim());
    if !group.is_empty() {
        check_name(group).map_err(|code| Refusal::field("group", code))?;
    }
    let all = act.tx.resources(&act.team.id).await?;
    if all.iter().any(|r| r.name == name && r.group == group && Some(r.id.as_str()) != but) {
        return Err(Refusal::field("name", "duplicate"));
    }
    if but.is_none() && all.len() >= MANY {
        return Err(Refusal::field("name", "too-many"));
    }
    Ok((name.to_owned(), group.to_owned()))
}

/// Resources stand in the team's own view too.
async fn noted(act: &mut Act, detail: &str) -> Result<(), Refusal> {
    act.live.topic(Topic::Structure);
    act.live.topic(Topic::Team);
    act.note(detail).await
}

/// Another name or group.
pub async fn edit(app: &App, who: &Member, id: &str, request: NewResource) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = edited(&mut act, id, &request).await;
    act.settle(outcome).await
}

async fn edited(act: &mut Act, id: &str, request: &NewResource) -> Result<(), Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    let old = act.tx.resource(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    let (name, group) = named(act, request, Some(id)).await?;
    let new = Resource { id: old.id.clone(), name, group };
    if new == old {
        return Ok(());
    }
    act.tx.update_resource(&permit, &act.team.id, &new).await?;
    noted(act, &format!("{} → {}", old.name, new.name)).await
}

/// Deletes a resource that no work belongs to; nobody has it afterwards.
pub async fn delete(app: &App, who: &Member, id: &str) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = deleted(&mut act, id).await;
    act.settle(outcome).await
}

async fn deleted(act: &mut Act, id: &str) -> Result<(), Refusal> {
    let permit = act.judge(Command::ManageSharedResources, None)?;
    let resource = act.tx.resource(&act.team.id, id).await?.ok_or(NOT_FOUND)?;
    let used = act.tx.resource_in_use(&act.team.id, id).await?;
    if used != InUse::default() {
        return Err(Refusal::InUse(used));
    }
    act.changed = act.tx.delete_resource(&permit, &act.team.id, id).await?;
    noted(act, &format!("− {}", resource.name)).await
}

/// Gives a member access to one resource, or takes it (ST8): judged like every other change of their access.
pub async fn set_member(
    app: &App,
    who: &Member,
    resource: &str,
    target: &str,
    on: bool,
) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = given(&mut act, resource, target, on).await;
    act.settle(outcome).await
}

async fn given(act: &mut Act, resource: &str, target: &str, on: bool) -> Result<(), Refusal> {
    let row = act.target(target).await?;
    let _ = act.judge(Command::SetAccess, Some(&row))?;
    act.tx.resource(&act.team.id, resource).await?.ok_or(NOT_FOUND)?;
    let mut access: Vec<String> = row.access.iter().filter(|id| *id != resource).cloned().collect();
    if on {
        access.push(resource.to_owned());
        access.sort_unstable();
    }
    if access.len() == row.access.len() {
        return Ok(());
    }
    act.command(Command::SetAccess, row, With::Access(&access)).await?;
    Ok(())
}
