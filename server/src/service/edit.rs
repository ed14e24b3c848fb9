//! Details, switches and resources of a member; one's own details; the team's name, settings and details.

use super::act::{Act, With};
use super::holds_any;
use super::invite::check_access;
use super::people::same_version;
use crate::error::{NOT_FOUND, NOT_IN_WIDGET, Refusal};
use crate::limits::Limit;
use crate::live::{Topic, WorkChange};
use crate::locale;
use crate::session::Member;
use crate::state::App;
use crate::storage::MemberRow;
use shared::api::{EditMember, EditTeam, FieldProblem, FieldValues, Revised};
use shared::policy::{Action, Command, FieldId, Permit, Policy};
use shared::validate::{check_field, check_name};

/// Changes a member: each part is judged, all are written or none.
pub async fn member(app: &App, who: &Member, target: &str, request: EditMember) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = parts(&mut act, who.in_widget, target, &request).await;
    act.settle(outcome).await
}

async fn parts(act: &mut Act, in_widget: bool, target: &str, request: &EditMember) -> Result<(), Refusal> {
    let row = act.target(target).await?;
    editor(act, &row)?;
    same_version(row.version, request.version)?;
    differing(act, in_widget, row, request).await?;
    Ok(())
}

/// Writes what differs, each part judged; answers the row afterwards.
pub(super) async fn differing(
    act: &mut Act,
    in_widget: bool,
    mut row: MemberRow,
    request: &EditMember,
) -> Result<MemberRow, Refusal> {
    if let Some(fields) = &request.fields {
        for (id, value) in changed(&row, fields) {
            let field = act.policy().field(id).ok_or_else(|| Refusal::field(id, "unknown-field"))?;
            // The rules are asked before the value is looked at: who may not edit learns nothing about fields.
            let _ = act.judge(Command::EditMember { field }, Some(&row))?;
            check(act.policy(), &row, id, value)?;
            if id == "email" && row.account.is_some() && in_widget {
                // It is what the account is signed in with.
                return Err(NOT_IN_WIDGET.into());
            }
            if id == "email" && row.account.is_none() {
                act.app.limits().take(Limit::Resend, &row.id)?;
            }
            row = go_on(act.command(Command::EditMember { field }, row, With::Value(id, value)).await?)?;
        }
    }
    if let Some(grants) = &request.grants {
        row = switches(act, row, grants).await?;
    }
    if let Some(access) = &request.access {
        let mut access = access.clone();
        access.sort_unstable();
        access.dedup();
        if access != row.access {
            let _ = act.judge(Command::SetAccess, Some(&row))?;
            check_access(act, &access).await?;
            row = go_on(act.command(Command::SetAccess, row, With::Access(&access)).await?)?;
        }
    }
    Ok(row)
}

/// Somebody who may change nothing at all about a member is refused whatever the request holds (A2).
fn editor(act: &mut Act, row: &MemberRow) -> Result<(), Refusal> {
    const PARTS: [Action; 3] = [Action::EditMember, Action::SetGrant, Action::SetAccess];
    if holds_any(&act.rules, &act.team, &act.actor, &PARTS)? {
        return Ok(());
    }
    act.judge(Command::EditMember { field: FieldId(0) }, Some(row)).map(|_| ())
}

async fn switches(act: &mut Act, mut row: MemberRow, wanted: &[String]) -> Result<MemberRow, Refusal> {
    if wanted.iter().any(|id| act.policy().grant(id).is_none()) {
        return Err(Refusal::field("grants", "unknown-grant"));
    }
    for grant in act.policy().grants().collect::<Vec<_>>() {
        let id = act.policy().profile().grants.at(usize::from(grant.0)).map(|(id, _)| id.to_owned());
        let Some(id) = id else { continue };
        let on = wanted.contains(&id);
        if row.grants.contains(&id) != on {
            row = go_on(act.command(Command::SetGrant { grant, on }, row, With::Nothing).await?)?;
        }
    }
    Ok(row)
}

fn go_on(row: Option<MemberRow>) -> Result<MemberRow, Refusal> {
    Ok(row.ok_or(NOT_FOUND)?)
}

/// Only what differs is an edit: a form sends all of its fields.
fn changed<'a>(row: &MemberRow, fields: &'a FieldValues) -> Vec<(&'a str, &'a str)> {
    let old = |id: &str| {
        if id == "email" { row.email.as_str() } else { row.fields.get(id).map_or("", String::as_str) }
    };
    fields.iter().map(|(id, v)| (id.as_str(), v.as_str())).filter(|(id, v)| old(id) != *v).collect()
}

fn check(policy: &Policy, row: &MemberRow, id: &str, value: &str) -> Result<(), Refusal> {
    let problem =
        |code: &str| Refusal::Fields(vec![FieldProblem { field: id.to_owned(), code: code.to_owned() }]);
    let def = policy.profile().fields.get(id).ok_or_else(|| problem("unknown-field"))?;
    if policy.role(&row.role).is_some_and(|role| !policy.field_shows(def, role)) {
        return Err(problem("unknown-field"));
    }
    check_field(def, value).map_err(problem)
}

/// Changes the own details (JY13) and the own language (JL10).
pub async fn oneself(
    app: &App,
    who: &Member,
    fields: &FieldValues,
    language: Option<&str>,
) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = own_parts(&mut act, fields, language).await;
    act.settle(outcome).await
}

async fn own_parts(act: &mut Act, fields: &FieldValues, language: Option<&str>) -> Result<(), Refusal> {
    let row = act.actor.clone();
    let permit = act.judge(Command::EditOwnPreferences, None)?;
    if let (Some(tag), Some(account)) = (language, &row.account) {
        if !tag.is_empty() && !locale::is_known(tag) {
            return Err(Refusal::field("language", "not-a-choice"));
        }
        act.tx.set_language(account, Some(tag).filter(|t| !t.is_empty())).await?;
        act.wrote = true;
    }
    let mut after = row.clone();
    for (id, value) in changed(&row, fields) {
        if id == "email" {
            // Whoever sits at an open session must not carry the account off to another address.
            return Err(Refusal::field(id, "cannot-change"));
        }
        if act.policy().profile().fields.get(id).is_some_and(|def| def.immutable) {
            return Err(Refusal::field(id, "cannot-change"));
        }
        check(act.policy(), &row, id, value)?;
        act.set_field(&mut after, id, value).await?;
    }
    if after == row {
        return Ok(());
    }
    if let Some(account) = after.account.clone() {
        // One's own name is one's own in every team.
        act.tx.set_account_name(&account, &after.name).await?;
    }
    act.save_own(&permit, after).await
}

/// Changes the team's name, its settings and its details (JY14, JT6).
pub async fn team(app: &App, who: &Member, request: EditTeam) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = team_parts(&mut act, &request).await;
    act.settle(outcome).await
}

async fn team_parts(act: &mut Act, request: &EditTeam) -> Result<(), Refusal> {
    let permit = act.judge(Command::EditTeamSettings, None)?;
    let mut told = Vec::new();
    if let Some(name) = &request.name {
        check_name(name).map_err(|code| Refusal::field("name", code))?;
        let name = name.trim();
        if name != act.team.name {
            told.push(format!("{} → {name}", act.team.name));
            act.tx.rename_team(&permit, &act.team.id, name).await?;
        }
    }
    if let Some(wanted) = &request.settings {
        let known = &act.policy().profile().settings;
        if wanted.iter().any(|id| known.position(id).is_none()) {
            return Err(Refusal::field("settings", "unknown-setting"));
        }
        // In the profile's order, each once.
        let on: Vec<String> =
            known.iter().map(|(id, _)| id.to_owned()).filter(|id| wanted.contains(id)).collect();
        let is = |list: &[String], id: &str| list.iter().any(|s| s == id);
        for (id, _) in known.iter().filter(|(id, _)| is(&on, id) != is(&act.team.settings, id)) {
            told.push(format!("{id} {}", if is(&on, id) { "on" } else { "off" }));
        }
        if on != act.team.settings {
            act.tx.set_settings(&permit, &act.team.id, &on).await?;
            // Who sees what of the work may be another matter now: everybody looks again.
            act.live.work = act.policy().kinds().map(|k| all_of(act.policy().kind_name(k))).collect();
        }
    }
    if let Some(fields) = &request.fields {
        details(act, &permit, fields, &mut told).await?;
    }
    if told.is_empty() {
        return Ok(());
    }
    act.live.topic(Topic::Team);
    act.note(&told.join("; ")).await
}

/// The team's own details, as the profile has them (JY14): every one that is named is taken, or none is.
async fn details(
    act: &mut Act,
    permit: &Permit,
    wanted: &FieldValues,
    told: &mut Vec<String>,
) -> Result<(), Refusal> {
    let defs = &act.policy().profile().team_fields;
    let fault = |(id, value): (&String, &String)| {
        let code = defs.get(id).map_or(Err("unknown-field"), |def| check_field(def, value)).err()?;
        Some(FieldProblem { field: id.clone(), code: code.to_owned() })
    };
    let faults: Vec<FieldProblem> = wanted.iter().filter_map(fault).collect();
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults));
    }
    let mut after = act.team.fields.clone();
    for (id, value) in wanted {
        let value = if value.trim().is_empty() { "" } else { value.as_str() };
        let before =
            if value.is_empty() { after.remove(id) } else { after.insert(id.clone(), value.to_owned()) };
        let before = before.unwrap_or_default();
        if before != value {
            let said = |text: &str| if text.is_empty() { "−".to_owned() } else { text.to_owned() };
            told.push(format!("{id}: {} → {}", said(&before), said(value)));
        }
    }
    if after != act.team.fields {
        act.tx.set_team_fields(permit, &act.team.id, &after).await?;
    }
    Ok(())
}

fn all_of(kind: &str) -> WorkChange {
    WorkChange { kind: kind.to_owned(), places: None }
}
