//! Details, switches and resources of a member; one's own details; the team's name.

use super::act::{Act, With};
use super::invite::check_access;
use super::people::same_version;
use super::subject_of;
use crate::error::{NOT_FOUND, Refusal};
use crate::limits::Limit;
use crate::session::Member;
use crate::state::App;
use crate::storage::MemberRow;
use shared::api::{EditMember, EditTeam, FieldProblem, FieldValues, Revised};
use shared::policy::{Action, Command, FieldId, Policy};
use shared::validate::{check_field, check_name};

/// Changes a member: each part is judged, all are written or none.
pub async fn member(app: &App, who: &Member, target: &str, request: EditMember) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = parts(&mut act, target, &request).await;
    act.settle(outcome).await
}

async fn parts(act: &mut Act, target: &str, request: &EditMember) -> Result<(), Refusal> {
    let mut row = act.target(target).await?;
    editor(act, &row)?;
    same_version(row.version, request.version)?;
    if let Some(fields) = &request.fields {
        for (id, value) in changed(&row, fields) {
            let field = act.policy().field(id).ok_or_else(|| Refusal::field(id, "unknown-field"))?;
            // The rules are asked before the value is looked at: who may not edit learns nothing about fields.
            let _ = act.judge(Command::EditMember { field }, Some(&row))?;
            check(act.policy(), &row, id, value)?;
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
            act.command(Command::SetAccess, row, With::Access(&access)).await?;
        }
    }
    Ok(())
}

/// Somebody who may change nothing at all about a member is refused whatever the request holds (A2).
fn editor(act: &mut Act, row: &MemberRow) -> Result<(), Refusal> {
    let subject = subject_of(act.policy(), &act.actor)?;
    let reach = act.policy().authority(&subject, act.team.enterprise);
    let may =
        |action: Action| action.permission().is_some_and(|p| reach.may(p) || reach.unit_permissions.has(p.0));
    if [Action::EditMember, Action::SetGrant, Action::SetAccess].into_iter().any(may) {
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

/// Changes the own details (JY13).
pub async fn oneself(app: &App, who: &Member, fields: &FieldValues) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = own_parts(&mut act, fields).await;
    act.settle(outcome).await
}

async fn own_parts(act: &mut Act, fields: &FieldValues) -> Result<(), Refusal> {
    let row = act.actor.clone();
    let permit = act.judge(Command::EditOwnPreferences, None)?;
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

/// Changes the team's name (JY14).
pub async fn team(app: &App, who: &Member, request: EditTeam) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = match &request.name {
        Some(name) => rename(&mut act, name).await,
        None => Ok(()),
    };
    act.settle(outcome).await
}

async fn rename(act: &mut Act, name: &str) -> Result<(), Refusal> {
    let permit = act.judge(Command::EditTeamSettings, None)?;
    check_name(name).map_err(|code| Refusal::field("name", code))?;
    let name = name.trim();
    if name == act.team.name {
        return Ok(());
    }
    let told = format!("{} → {name}", act.team.name);
    act.tx.rename_team(&permit, &act.team.id, name).await?;
    act.note(&told).await
}
