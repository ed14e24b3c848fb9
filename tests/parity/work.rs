//! The commands about work and what an organization is made of, as the rules take them and as HTTP takes them.

use crate::commands::{Try, a_try};
use axum::http::Method;
use rolecall::storage::{MemberRow, Team, WorkRow};
use serde_json::{Value, json};
use shared::policy::{Command, Policy, Status, found_team};
use std::collections::BTreeMap;
use tests::{Failure, START, TestApp};

/// What the tries are about, made past the server.
pub struct Things {
    pub units: Vec<String>,
    pub resources: Vec<String>,
    /// Ids of what the founder made, by what it is.
    pub made: BTreeMap<String, String>,
}

fn item_of(kind: &str, member: &str) -> String {
    format!("item-{kind}-{member}")
}

impl Things {
    /// An item of each kind for everybody who is here, where they see it; a unit, where there are units.
    pub async fn make(
        app: &TestApp,
        team: &Team,
        policy: &Policy,
        rows: &[MemberRow],
        made: BTreeMap<String, String>,
    ) -> Result<Self, Failure> {
        let permit = found_team(0).map_err(|d| format!("{d:?}"))?;
        let mut tx = app.app.write().await?;
        let units: Vec<String> = tx.units(&team.id).await?.into_iter().map(|u| u.id).collect();
        let resources: Vec<String> = tx.resources(&team.id).await?.into_iter().map(|r| r.id).collect();
        let mut items = Vec::new();
        for row in rows.iter().filter(|r| r.status != Status::Pending) {
            for kind in policy.kinds() {
                let name = policy.kind_name(kind);
                let with_resource = policy.kind_def(kind).is_some_and(|(_, def)| def.resource);
                items.push(WorkRow {
                    id: item_of(name, &row.id),
                    team: team.id.clone(),
                    kind: name.to_owned(),
                    title: "Something".into(),
                    title_key: "something".into(),
                    search_key: " something".into(),
                    assignee: Some(row.id.clone()),
                    resource: row.access.first().or(resources.first()).filter(|_| with_resource).cloned(),
                    unit: row.unit.clone(),
                    created_at: START,
                    touched_at: START,
                    version: 1,
                    ..WorkRow::default()
                });
            }
        }
        tx.insert_work(&permit, &items).await?;
        tx.commit().await?;
        Ok(Self { units, resources, made })
    }

    /// Whether the viewer's own item is in their sight: a call is not, without any agent (VA4).
    fn sees_own(&self, policy: &Policy, actor: &MemberRow) -> bool {
        let by_access = policy.profile().work.iter().any(|(_, def)| def.resource);
        !by_access || actor.role == policy.profile().founder.role || !actor.access.is_empty()
    }
}

/// Commands that are about nobody in particular.
pub fn about_the_team(team: &Team, policy: &Policy, actor: &MemberRow, things: &Things) -> Vec<Try> {
    let base = format!("/api/v1/teams/{}", team.id);
    let at = |rest: &str| format!("{base}{rest}");
    let mut all = Vec::new();
    for kind in policy.kinds() {
        let name = policy.kind_name(kind);
        let see = Command::ViewWork { kind };
        for rest in ["", "/counts", "/export"] {
            let path = at(&format!("/work/{name}{rest}"));
            all.push(a_try(format!("see {name}{rest} of"), see, Method::GET, path, json!({})));
        }
        let own = item_of(name, &actor.id);
        let sees = things.sees_own(policy, actor);
        let mut new = json!({"title": "Something new"});
        let by_resource = policy.kind_def(kind).is_some_and(|(_, def)| def.resource);
        if let (true, Some(resource)) = (by_resource && !sees_all(policy, actor), actor.access.first()) {
            new["resource"] = json!(resource);
        }
        if sees {
            let edit = Command::EditWork { kind };
            all.push(a_try(
                format!("make a {name} in"),
                edit,
                Method::POST,
                at(&format!("/work/{name}")),
                new,
            ));
            all.push(a_try(
                format!("edit a {name} of"),
                edit,
                Method::PATCH,
                at(&format!("/work/{name}/{own}")),
                json!({"title": "Another", "version": 1}),
            ));
            all.push(a_try(
                format!("write on a {name} of"),
                edit,
                Method::POST,
                at(&format!("/work/{name}/{own}/notes")),
                json!({"text": "A note"}),
            ));
            all.push(a_try(
                format!("make a {name} nobody's in"),
                Command::UnassignWork { kind: Some(kind) },
                Method::POST,
                at(&format!("/work/{name}/assign")),
                json!({"to": null, "items": [own]}),
            ));
        }
        if policy.kind_def(kind).is_some_and(|(_, def)| def.import) {
            let path = at(&format!("/work/{name}/imports?file=a.csv"));
            let mut a = a_try("import into", Command::ImportWork { kind }, Method::POST, path, json!({}));
            a.file = Some("Name\nSomebody\n");
            all.push(a);
        }
    }
    for (rest, body) in [("/keys", json!({"name": "Form"})), ("/departures", Value::Null)] {
        let method = if body.is_null() { Method::GET } else { Method::POST };
        all.push(a_try(format!("use {rest} of"), Command::ManageIntegrations, method, at(rest), body));
    }
    for rest in ["/keys", "/webhooks"] {
        all.push(a_try(
            format!("list {rest} of"),
            Command::ManageIntegrations,
            Method::GET,
            at(rest),
            json!({}),
        ));
    }
    if policy.routed_kind().is_some() {
        let body = json!({"name": "In turn", "members": [actor.id]});
        let command = Command::ManageSharedResources;
        all.push(a_try("add an automation to", command, Method::POST, at("/automations"), body));
        all.push(a_try("list automations of", command, Method::GET, at("/automations"), json!({})));
    }
    if policy.profile().resources.is_some() {
        let body = json!({"name": "One more"});
        all.push(a_try(
            "add a resource to",
            Command::ManageSharedResources,
            Method::POST,
            at("/resources"),
            body,
        ));
    }
    let kind = policy.profile().units.as_ref().and_then(|u| u.kinds.first()).cloned();
    let body = json!({"name": "One more", "kind": kind.unwrap_or_else(|| "Branch".into())});
    all.push(a_try("add a unit to", Command::ManageUnits, Method::POST, at("/units"), body));
    for (id, _) in policy.profile().settings.iter() {
        let body = json!({"settings": [id]});
        all.push(a_try(format!("set {id} in"), Command::EditTeamSettings, Method::PATCH, base.clone(), body));
    }
    all
}

fn sees_all(policy: &Policy, actor: &MemberRow) -> bool {
    actor.role == policy.profile().founder.role
}

/// Commands about a member.
pub fn about_members(
    team: &Team,
    policy: &Policy,
    actor: &MemberRow,
    target: &MemberRow,
    things: &Things,
) -> Vec<Try> {
    let base = format!("/api/v1/teams/{}", team.id);
    let member = format!("{base}/members/{}", target.id);
    let mut all = Vec::new();
    for kind in policy.kinds().filter(|_| things.sees_own(policy, actor)) {
        let name = policy.kind_name(kind);
        let command = Command::AssignWork { kind: Some(kind) };
        let path = format!("{base}/work/{name}/assign");
        let body = json!({"to": target.id, "items": [item_of(name, &actor.id)]});
        all.push(a_try(format!("give a {name} to"), command, Method::POST, path, body));
    }
    let path = format!("{member}/hand-over");
    all.push(a_try("hand over the work of", Command::HandOver, Method::POST, path, json!({"to": null})));
    all.push(a_try("see as", Command::ViewAs, Method::POST, format!("{member}/view-as"), json!({})));
    for unit in things.units.iter().take(1).map(|u| json!(u)).chain([Value::Null]) {
        let body = json!({ "unit": unit });
        all.push(a_try("put into a unit", Command::SetUnit, Method::PUT, format!("{member}/unit"), body));
    }
    for (id, _) in policy.profile().standing.iter() {
        let Some(standing) = policy.standing(id) else { continue };
        let units = policy.standing_has_units(standing);
        for (on, method) in [(true, Method::PUT), (false, Method::DELETE)] {
            let command = Command::SetStanding { standing, on };
            // One over units is given unit by unit, and taken with the last.
            let unit = if on { things.units.iter().find(|u| !target.manages.contains(u)) } else { None };
            if units && on && unit.is_none() && policy.has_units(team.enterprise) {
                continue;
            }
            let body = if units { json!({ "unit": unit }) } else { json!({}) };
            all.push(a_try(
                format!("set {id} {on} of"),
                command,
                method,
                format!("{member}/standing/{id}"),
                body,
            ));
        }
    }
    if let Some(resource) = things.resources.iter().find(|r| !target.access.contains(r)) {
        let path = format!("{base}/resources/{resource}/members/{}", target.id);
        all.push(a_try("give a resource to", Command::SetAccess, Method::PUT, path.clone(), json!({})));
        all.push(a_try("take a resource from", Command::SetAccess, Method::DELETE, path, json!({})));
    }
    all
}
