//! The commands about the team itself: what it pays for, what it is made of, what it shares, and that it ends.

use crate::commands::{Try, a_try};
use crate::work::Things;
use axum::http::Method;
use rolecall::storage::Team;
use serde_json::{Map, Value, json};
use shared::policy::{Command, Policy};
use shared::profile::{FieldKind, ListDef};
use std::collections::BTreeMap;
use tests::{Client, Failure};

const DENIED_ELSEWHERE: Option<u16> = Some(422);

/// An entry that a list takes.
fn entry(def: &ListDef) -> Value {
    let mut fields = Map::new();
    for (id, field) in def.fields.iter().filter(|(_, field)| field.required) {
        let choice = field.choices.first().filter(|_| field.kind == FieldKind::Choice);
        fields.insert(id.to_owned(), json!(choice.map_or("Something", String::as_str)));
    }
    json!({"name": "Something", "fields": fields})
}

/// One of each thing that the team can have, made by its founder as the page would.
pub async fn make_things(
    founder: &Client,
    team: &Team,
    policy: &Policy,
    member: &str,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut wanted: Vec<(String, String, Value)> = vec![
        ("automation".into(), "/automations".into(), json!({"name": "In turn", "members": [member]})),
        ("key".into(), "/keys".into(), json!({"name": "A form"})),
        ("webhook".into(), "/webhooks".into(), json!({"url": "https://hooks.example/x", "topics": ["work"]})),
        ("review".into(), "/reviews".into(), json!({"days": 0})),
    ];
    for (id, def) in policy.profile().lists.iter() {
        wanted.push((format!("list {id}"), format!("/lists/{id}"), entry(def)));
    }
    let mut made = BTreeMap::new();
    for (what, rest, body) in wanted {
        let answer = founder.post(&format!("/api/v1/teams/{}{rest}", team.id), &body).await?;
        let json = answer.json();
        let inner = [&json["id"], &json[what.as_str()]["id"]];
        if let (true, Some(id)) = (answer.status.is_success(), inner.iter().find_map(|id| id.as_str())) {
            made.insert(what, id.to_owned());
        }
    }
    Ok(made)
}

pub fn about_the_team(team: &Team, policy: &Policy, things: &Things) -> Vec<Try> {
    let base = format!("/api/v1/teams/{}", team.id);
    let mut all = Vec::new();
    let mut add = |command: Command, method: Method, rest: &str, body: Value, allowed: Option<u16>| {
        let name = format!("{method} {rest} of");
        all.push(Try { allowed, ..a_try(name, command, method, format!("{base}{rest}"), body) });
    };
    let (bill, buy, end) = (Command::ViewBilling, Command::PurchaseSeats, Command::DeleteTeam);
    add(bill, Method::GET, "/billing", json!({}), None);
    let limited = policy.profile().seats.iter().find(|(_, def)| def.limited).map(|(id, _)| id);
    // Where nothing is sold, whoever may buy learns that.
    let sold = if limited.is_some() { None } else { DENIED_ELSEWHERE };
    let order = json!({"kind": limited.unwrap_or("none"), "n": 1, "once": "a-key"});
    add(buy, Method::POST, "/seats", order, sold);
    add(end, Method::POST, "/deletion", json!({"name": team.name}), None);
    add(end, Method::DELETE, "/deletion", json!({}), None);
    add(end, Method::GET, "/export", json!({}), None);
    reviews(things, &mut add);
    integrations(things, &mut add);
    shared_things(policy, things, &mut add);
    for (id, def) in policy.profile().team_fields.iter() {
        let value = match def.kind {
            FieldKind::Email => "office@x.example".to_owned(),
            FieldKind::Choice => def.choices.last().cloned().unwrap_or_default(),
            _ => "Something".to_owned(),
        };
        add(Command::EditTeamSettings, Method::PATCH, "", json!({"fields": {id: value}}), None);
    }
    if things.units.iter().any(|u| u == "empty") {
        let units = Command::ManageUnits;
        add(units, Method::PATCH, "/units/empty", json!({"name": "Another"}), None);
        add(units, Method::DELETE, "/units/empty", json!({}), None);
    }
    all
}

type Add<'a> = dyn FnMut(Command, Method, &str, Value, Option<u16>) + 'a;

fn reviews(things: &Things, add: &mut Add<'_>) {
    let command = Command::ReviewAccess;
    add(command, Method::GET, "/reviews?days=30", json!({}), None);
    let Some(id) = things.made.get("review") else {
        add(command, Method::POST, "/reviews", json!({"days": 0}), None);
        return;
    };
    // One is open already.
    add(command, Method::POST, "/reviews", json!({"days": 0}), Some(409));
    add(command, Method::GET, &format!("/reviews/{id}"), json!({}), None);
    add(command, Method::GET, &format!("/reviews/{id}/export.csv"), json!({}), None);
    let line = format!("/reviews/{id}/lines/nobody");
    add(command, Method::PUT, &line, json!({"outcome": "kept"}), Some(404));
    // Not as many as are undecided.
    add(command, Method::POST, &format!("/reviews/{id}/close"), json!({"undecided": 999}), Some(409));
}

fn integrations(things: &Things, add: &mut Add<'_>) {
    let command = Command::ManageIntegrations;
    let hook = json!({"url": "https://hooks.example/y", "topics": ["member"]});
    add(command, Method::POST, "/webhooks", hook, None);
    for (what, list) in [("key", "keys"), ("webhook", "webhooks")] {
        let Some(id) = things.made.get(what) else { continue };
        add(command, Method::POST, &format!("/{list}/{id}/take-over"), json!({}), None);
        if what == "key" {
            add(command, Method::PATCH, &format!("/keys/{id}"), json!({"name": "Another"}), None);
            add(command, Method::POST, &format!("/keys/{id}/rotate"), json!({"overlap_hours": 1}), None);
        } else {
            add(command, Method::GET, &format!("/webhooks/{id}/deliveries"), json!({}), None);
        }
        add(command, Method::DELETE, &format!("/{list}/{id}"), json!({}), None);
    }
    let done = json!({"password_done": true});
    add(command, Method::PATCH, "/departures/nobody", done, Some(404));
}

fn shared_things(policy: &Policy, things: &Things, add: &mut Add<'_>) {
    let command = Command::ManageSharedResources;
    if let Some(id) = things.made.get("automation") {
        let at = format!("/automations/{id}");
        add(command, Method::PATCH, &at, json!({"name": "Another", "version": 1}), None);
        add(command, Method::POST, &format!("{at}/take-over"), json!({}), None);
        add(command, Method::DELETE, &at, json!({}), None);
    }
    if let Some(id) = things.resources.iter().find(|id| *id == "spare") {
        let at = format!("/resources/{id}");
        add(command, Method::PATCH, &at, json!({"name": "Another", "group": "Harbour"}), None);
        add(command, Method::DELETE, &at, json!({}), None);
    }
    for (id, def) in policy.profile().lists.iter() {
        let mut other = entry(def);
        other["name"] = json!("Another");
        add(command, Method::POST, &format!("/lists/{id}"), other, None);
        let Some(one) = things.made.get(&format!("list {id}")) else { continue };
        let at = format!("/lists/{id}/{one}");
        add(command, Method::PATCH, &at, json!({"name": "Yet another", "version": 1}), None);
        add(command, Method::DELETE, &at, json!({}), None);
        if def.ordered {
            add(command, Method::PUT, &format!("/lists/{id}/order"), json!({"ids": [one]}), None);
        }
    }
}
