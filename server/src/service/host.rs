//! What a host says of its users with an API key: judged like the same by the key's maker, in one transaction (A7).

use super::act::{Act, With};
use super::flow::widget::maker;
use super::{edit, invite, member_view, now_facts, people, subject_of};
use crate::error::{ALREADY_MEMBER, NOT_FOUND, Refusal};
use crate::session::Program;
use crate::state::App;
use crate::storage::MemberRow;
use shared::api::{EditMember, FieldProblem, HostMember, InviteRequest, Invitee, PutMember, REFERENCE_MAX};
use shared::policy::{Command, decide, take_in};
use shared::roster::Counts;
use shared::validate::{address_key, check_address, check_text};

/// The member whom the host calls so.
pub async fn show(app: &App, program: &Program, reference: &str) -> Result<HostMember, Refusal> {
    let (rules, team) = (&program.rules, &program.team);
    let mut db = app.read().await?;
    let actor = maker(db.as_mut(), &program.key).await?;
    let subject = subject_of(&rules.policy, &actor)?;
    let facts = now_facts(rules, team, &Counts::default(), &actor, None);
    let _ = decide(&rules.policy, &subject, Command::ViewMembers, None, &facts, app.now())?;
    let row = db.member_by_reference(&team.id, reference).await?.ok_or(NOT_FOUND)?;
    let member = Some(member_view(&rules.policy, row, &actor));
    Ok(HostMember { reference: reference.to_owned(), member, revision: team.revision })
}

/// Invites or changes somebody; says whether they are new. The same again changes nothing.
pub async fn put(
    app: &App,
    program: &Program,
    reference: &str,
    request: PutMember,
) -> Result<(HostMember, bool), Refusal> {
    checked(reference, &request)?;
    let mut act = Act::begin_for(app, program).await?;
    let viewer = act.actor.clone();
    let outcome = written(&mut act, reference, request).await;
    let ((row, new), done) = act.settled(outcome).await?;
    let member = row.map(|row| member_view(&program.rules.policy, row, &viewer));
    Ok((HostMember { reference: reference.to_owned(), member, revision: done.revision }, new))
}

fn checked(reference: &str, request: &PutMember) -> Result<(), Refusal> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, code: &str| {
        faults.push(FieldProblem { field: field.to_owned(), code: code.to_owned() });
    };
    if reference.trim().is_empty() {
        fault("reference", "required");
    } else if reference.len() > REFERENCE_MAX {
        fault("reference", "too-long");
    } else if let Err(code) = check_text(reference) {
        fault("reference", code);
    }
    if let Some(Err(code)) = request.email.as_deref().map(check_address) {
        fault("email", code);
    }
    if request.fields.contains_key("email") {
        // It has a place of its own here.
        fault("fields.email", "unknown-field");
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Fields(faults)) }
}

type Written = (Option<MemberRow>, bool);

async fn written(act: &mut Act, reference: &str, request: PutMember) -> Result<Written, Refusal> {
    let team = act.team.id.clone();
    if let Some(row) = act.tx.member_by_reference(&team, reference).await? {
        return Ok((update(act, row, request).await?, false));
    }
    let email = request.email.clone().ok_or_else(|| Refusal::field("email", "required"))?;
    if let Some(row) = act.tx.member_by_email(&team, &address_key(&email)).await? {
        if act.tx.reference_of(&team, &row.id).await?.is_some() {
            return Err(ALREADY_MEMBER.into());
        }
        // Whoever may not even see the team's people links none of them.
        let _ = act.judge(Command::ViewMembers, None)?;
        act.tx.set_reference(&take_in(), &team, &row.id, reference).await?;
        act.wrote = true;
        return Ok((update(act, row, request).await?, false));
    }
    if request.active == Some(false) {
        return Err(NOT_FOUND.into());
    }
    let new = invited(act, reference, email, request).await?;
    Ok((Some(new), true))
}

async fn invited(
    act: &mut Act,
    reference: &str,
    email: String,
    request: PutMember,
) -> Result<MemberRow, Refusal> {
    let invitation = InviteRequest {
        people: vec![Invitee { email, fields: request.fields }],
        role: request.role,
        grants: request.grants.unwrap_or_default(),
        access: request.access.unwrap_or_default(),
        unit: None,
        send_mail: true,
        password: None,
    };
    let role = invite::checked(act.policy(), &invitation)?;
    invite::all(act, role, &invitation, None).await?;
    let id = act.changed.last().cloned().ok_or_else(|| Refusal::internal("nobody was invited"))?;
    let team = act.team.id.clone();
    act.tx.set_reference(&take_in(), &team, &id, reference).await?;
    if let Some(event) = act.events.last_mut() {
        // Written before the reference was.
        event.reference = Some(reference.to_owned());
    }
    act.target(&id).await
}

async fn update(act: &mut Act, mut row: MemberRow, request: PutMember) -> Result<Option<MemberRow>, Refusal> {
    if request.active == Some(true) && row.status.is_former() {
        row = again(act.command(Command::Restore, row, With::Nothing).await?)?;
    }
    if request.active == Some(false) && row.status.is_invited() {
        return act.command(Command::CancelInvite, row, With::Nothing).await;
    }
    let mut fields = request.fields;
    if let Some(email) = request.email {
        fields.insert("email".to_owned(), email);
    }
    let edit = EditMember {
        version: row.version,
        fields: Some(fields),
        grants: request.grants,
        access: request.access,
    };
    row = edit::differing(act, false, row, &edit).await?;
    if let Some(id) = &request.role {
        let command = people::change_role(act.policy(), id)?;
        if !act.policy().is_of_role(&subject_of(act.policy(), &row)?, id) {
            row = again(act.command(command, row, With::Nothing).await?)?;
        }
    }
    if request.active == Some(false) && row.status.has_access() {
        row = again(act.command(Command::Deactivate, row, With::Nothing).await?)?;
    }
    Ok(Some(row))
}

fn again(row: Option<MemberRow>) -> Result<MemberRow, Refusal> {
    Ok(row.ok_or(NOT_FOUND)?)
}
