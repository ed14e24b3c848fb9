//! The first team and its first owner.

use super::account::{Opened, open_session};
use super::change::rename;
use crate::clock::Millis;
use crate::error::{ALREADY_SET_UP, Refusal};
use crate::limits::Limit;
use crate::policies::Rules;
use crate::random;
use crate::state::App;
use crate::storage::{Account, MemberRow, NewAudit, Team};
use shared::api::{FieldProblem, NewTeam};
use shared::policy::{Policy, Status, Subject, Via, found_team};
use shared::validate::{address_key, check_address, check_name, check_password};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Sets the server up, once, and signs the founder in.
pub async fn set_up(app: &App, source: &str, request: NewTeam) -> Result<Opened, Refusal> {
    app.limits().take(Limit::Token, source)?;
    if !app.read().await?.is_empty().await? {
        return Err(ALREADY_SET_UP.into());
    }
    let rules = checked(app, &request)?;
    let hash = app.passwords().hash(&request.password).await?;
    let now = app.now();
    let mut tx = app.write().await?;
    if !tx.is_empty().await? {
        return Err(ALREADY_SET_UP.into());
    }
    let permit = found_team(0)?;
    let team = Team {
        id: random::id(app.random())?,
        name: request.team_name.trim().to_owned(),
        profile: rules.policy.profile().id.clone(),
        enterprise: false,
        seats: first_seats(&rules.policy, &rules.policy.founder(), now),
        settings: Vec::new(),
        fields: BTreeMap::new(),
        deletes_at: None,
        revision: 1,
        created_at: now,
    };
    let email_key = address_key(&request.email);
    let founder = rules.policy.founder();
    let mut row = MemberRow {
        id: random::id(app.random())?,
        team: team.id.clone(),
        account: Some(random::id(app.random())?),
        email: request.email.clone(),
        email_key: email_key.clone(),
        name: String::new(),
        name_key: String::new(),
        fields: rules.policy.split_name(&request.name),
        role: rules.policy.role_name(founder.role).to_owned(),
        additions: rules.policy.addition_names(founder.additions),
        grants: rules.policy.grant_names(founder.grants),
        standing: rules.policy.standing_names(founder.standing),
        access: Vec::new(),
        unit: None,
        manages: Vec::new(),
        status: Status::Active,
        expires_at: None,
        sent: 0,
        invited_at: now,
        joined_at: Some(now),
        deactivated_at: None,
        last_active_at: Some(now),
        version: 1,
        shared_account: false,
        avatar: None,
    };
    rename(&rules.policy, &mut row);
    let account = Account {
        id: row.account.clone().unwrap_or_default(),
        email: request.email.clone(),
        email_key,
        name: request.name.trim().to_owned(),
        password_hash: Some(hash),
        borrowed: false,
        language: None,
        created_at: now,
    };
    tx.insert_team(&permit, &team).await?;
    tx.insert_account(&account).await?;
    tx.insert_member(&permit, &row).await?;
    tx.insert_audit(&NewAudit {
        team: team.id.clone(),
        at: now,
        actor_id: Some(row.id.clone()),
        actor_name: row.name.clone(),
        action: "found-team".into(),
        ..NewAudit::default()
    })
    .await?;
    let opened = open_session(app, tx.as_mut(), &account, Via::Password, None).await?;
    tx.commit().await?;
    Ok(opened)
}

/// A new team has bought no seats yet: where they run out, it begins with those that its founder takes (JL6).
fn first_seats(policy: &Policy, founder: &Subject, now: Millis) -> BTreeMap<String, u32> {
    let limited = policy.profile().seats.iter().enumerate().filter(|(_, (_, def))| def.limited);
    limited.map(|(at, (id, _))| (id.to_owned(), u32::from(policy.takes_seat(at, founder, now)))).collect()
}

fn checked(app: &App, request: &NewTeam) -> Result<Arc<Rules>, Refusal> {
    let mut faults = Vec::new();
    let mut fault =
        |field: &str, code: &str| faults.push(FieldProblem { field: field.into(), code: code.into() });
    let rules = app.rules(&request.profile);
    if rules.is_none() {
        fault("profile", "unknown-profile");
    }
    let min = rules.as_ref().map_or(8, |r| r.policy.password_min());
    for (field, verdict) in [
        ("team_name", check_name(&request.team_name)),
        ("name", check_name(&request.name)),
        ("email", check_address(&request.email)),
        ("password", check_password(&request.password, min)),
    ] {
        if let Err(code) = verdict {
            fault(field, code);
        }
    }
    match rules {
        Some(rules) if faults.is_empty() => Ok(rules),
        _ => Err(Refusal::Fields(faults)),
    }
}
