//! Inviting people, or making accounts for them.

use super::act::Act;
use super::change::rename;
use super::subject_of;
use crate::error::{ACCOUNT_EXISTS, Refusal};
use crate::limits::Limit;
use crate::random;
use crate::session::Member;
use crate::state::App;
use crate::storage::{Account, MemberRow};
use shared::api::{FieldProblem, InviteRequest, InviteResponse, Invitee};
use shared::policy::{Command, Permit, Policy, RoleId, Status, accept};
use shared::validate::{address_key, check_address, check_fields, check_password};
use std::collections::BTreeSet;

/// Invites everybody of the request, or nobody.
pub async fn invite(app: &App, member: &Member, request: InviteRequest) -> Result<InviteResponse, Refusal> {
    let policy = &member.rules.policy;
    let role = checked(policy, &request)?;
    let hash = match (&request.password, request.send_mail) {
        (Some(password), false) => Some(app.passwords().hash(password).await?),
        _ => None,
    };
    let mut act = Act::begin(app, member).await?;
    let outcome = all(&mut act, role, &request, hash.as_deref()).await;
    let done = act.settle(outcome).await?;
    Ok(InviteResponse { members: done.members, counts: done.counts, revision: done.revision })
}

/// Everything that can be said without the database, field by field.
pub(super) fn checked(policy: &Policy, request: &InviteRequest) -> Result<RoleId, Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field: String, code: &str| faults.push(FieldProblem { field, code: code.to_owned() });
    let role = match &request.role {
        None => policy.default_role(),
        Some(id) => policy.role(id).unwrap_or_else(|| {
            fault("role".into(), "unknown-role");
            policy.default_role()
        }),
    };
    if request.people.is_empty() {
        fault("people".into(), "required");
    }
    if request.people.len() > 1_000 {
        return Err(Refusal::field("people", "too-many"));
    }
    let mut seen = BTreeSet::new();
    for (at, person) in request.people.iter().enumerate() {
        if let Err(code) = check_address(&person.email) {
            fault(format!("people.{at}.email"), code);
        } else if !seen.insert(address_key(&person.email)) {
            fault(format!("people.{at}.email"), "duplicate");
        }
        for (field, code) in check_fields(policy, role, &person.fields) {
            fault(format!("people.{at}.{field}"), code);
        }
    }
    for id in &request.grants {
        if policy.grant(id).is_none() {
            fault("grants".into(), "unknown-grant");
        }
    }
    let sso = policy.sso_grant();
    if !request.send_mail && request.grants.iter().any(|id| policy.grant(id) == sso && sso.is_some()) {
        // Somebody who signs in through the identity provider has no password that another could choose.
        fault("send_mail".into(), "required");
    } else if !request.send_mail && !policy.profile().invitation.mail_optional {
        fault("send_mail".into(), "required");
    }
    match (&request.password, request.send_mail) {
        (Some(_), true) => fault("password".into(), "unknown-field"),
        (None, false) => fault("password".into(), "required"),
        (Some(password), false) => {
            if let Err(code) = check_password(password, policy.password_min()) {
                fault("password".into(), code);
            }
        }
        (None, true) => {}
    }
    if faults.is_empty() { Ok(role) } else { Err(Refusal::Fields(faults)) }
}

pub(super) async fn all(
    act: &mut Act,
    role: RoleId,
    request: &InviteRequest,
    hash: Option<&str>,
) -> Result<(), Refusal> {
    let mut known = false;
    for person in &request.people {
        known |= act.tx.member_by_email(&act.team.id, &address_key(&person.email)).await?.is_some();
    }
    let people = u32::try_from(request.people.len()).unwrap_or(u32::MAX);
    let unit = request.unit.clone().or_else(|| sole(&act.actor.manages));
    let manages = unit.as_ref().is_some_and(|unit| act.actor.manages.contains(unit));
    let permit = act.judge_in(Command::Invite { role, people, known }, None, manages)?;
    // After the verdict: who may not invite cannot use up the team's invitations (P4).
    act.app.limits().take_many(Limit::Invite, &act.team.id, people)?;
    check_access(act, &request.access).await?;
    if let Some(id) = &unit {
        act.tx.unit(&act.team.id, id).await?.ok_or_else(|| Refusal::field("unit", "unknown-unit"))?;
    }
    for person in &request.people {
        let mut row = new_row(act, role, person)?;
        row.unit.clone_from(&unit);
        if unit.is_some() && !manages {
            // Into a unit of somebody else's: that is putting a member into a unit, and judged like it.
            let _ = act.judge(Command::SetUnit, Some(&row))?;
        }
        extras(act, &mut row, request)?;
        // Judging the extras replaced what the log remembers: it is about inviting again.
        let _ = act.judge_in(Command::Invite { role, people, known }, None, manages)?;
        match hash {
            None => {
                act.add(&permit, &row).await?;
                act.send_invitation(&permit, &row).await?;
            }
            Some(hash) => make(act, &permit, row, hash).await?,
        }
    }
    Ok(())
}

/// Whoever manages one unit invites into that one without saying so (ST2).
fn sole(units: &[String]) -> Option<String> {
    if let [one] = units { Some(one.clone()) } else { None }
}

/// Resources are this team's own (A3).
pub(super) async fn check_access(act: &mut Act, access: &[String]) -> Result<(), Refusal> {
    if access.is_empty() {
        return Ok(());
    }
    let own: BTreeSet<String> = act.tx.resources(&act.team.id).await?.into_iter().map(|r| r.id).collect();
    if access.iter().all(|id| own.contains(id)) {
        Ok(())
    } else {
        Err(Refusal::field("access", "unknown-resource"))
    }
}

fn new_row(act: &Act, role: RoleId, person: &Invitee) -> Result<MemberRow, Refusal> {
    let policy = act.policy();
    let mut fields = person.fields.clone();
    fields.retain(|_, value| !value.trim().is_empty());
    let mut row = MemberRow {
        id: random::id(act.app.random())?,
        team: act.team.id.clone(),
        account: None,
        email: person.email.clone(),
        email_key: address_key(&person.email),
        name: String::new(),
        name_key: String::new(),
        fields,
        role: policy.role_name(role).to_owned(),
        additions: Vec::new(),
        grants: Vec::new(),
        standing: Vec::new(),
        access: Vec::new(),
        unit: None,
        manages: Vec::new(),
        status: Status::Pending,
        expires_at: Some(act.now.saturating_add(policy.invitation_lasts())),
        sent: 1,
        invited_at: act.now,
        joined_at: None,
        deactivated_at: None,
        last_active_at: None,
        version: 1,
        shared_account: false,
        avatar: None,
    };
    rename(policy, &mut row);
    Ok(row)
}

/// Switches and resources that the person starts with are judged like any later change of them (A7, A8).
fn extras(act: &mut Act, row: &mut MemberRow, request: &InviteRequest) -> Result<(), Refusal> {
    for id in &request.grants {
        let Some(grant) = act.policy().grant(id) else { continue };
        let _ = act.judge(Command::SetGrant { grant, on: true }, Some(row))?;
        if !row.grants.contains(id) {
            row.grants.push(id.clone());
        }
    }
    if !request.access.is_empty() {
        let _ = act.judge(Command::SetAccess, Some(row))?;
        row.access.clone_from(&request.access);
        row.access.sort_unstable();
        row.access.dedup();
    }
    Ok(())
}

/// An account without a mail (VA5): the person is a member at once.
async fn make(act: &mut Act, permit: &Permit, mut row: MemberRow, hash: &str) -> Result<(), Refusal> {
    if act.tx.account_by_email(&row.email_key).await?.is_some() {
        // Whoever has an account elsewhere joins by their own will, with their own password.
        return Err(ACCOUNT_EXISTS.into());
    }
    let _ = accept(&subject_of(act.policy(), &row)?, act.now)?;
    let account = Account {
        id: random::id(act.app.random())?,
        email: row.email.clone(),
        email_key: row.email_key.clone(),
        name: row.name.clone(),
        password_hash: Some(hash.to_owned()),
        borrowed: true,
        language: None,
        created_at: act.now,
    };
    act.tx.insert_account(&account).await?;
    row.account = Some(account.id);
    row.status = Status::Active;
    row.expires_at = None;
    row.sent = 0;
    row.joined_at = Some(act.now);
    act.add(permit, &row).await
}
