//! Commands about one member, each in its own transaction; and many rows at once (ST9).

use super::act::{Act, With};
use super::work;
use crate::error::{Refusal, STALE_VERSION};
use crate::limits::Limit;
use crate::session::Member;
use crate::state::App;
use shared::api::{DeleteMembers, Revised, SetPassword};
use shared::policy::{Command, Policy};
use shared::validate::check_password;

/// Gives a command to a member that needs nothing but the member's id.
pub async fn plain(app: &App, member: &Member, target: &str, command: Command) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, member).await?;
    let outcome = one(&mut act, target, command).await;
    act.settle(outcome).await
}

async fn one(act: &mut Act, target: &str, command: Command) -> Result<(), Refusal> {
    let row = act.target(target).await?;
    act.command(command, row, With::Nothing).await?;
    Ok(())
}

/// Sends an invitation again.
pub async fn resend(app: &App, member: &Member, target: &str) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, member).await?;
    let outcome = resend_one(&mut act, target).await;
    act.settle(outcome).await
}

async fn resend_one(act: &mut Act, target: &str) -> Result<(), Refusal> {
    let row = act.target(target).await?;
    let _ = act.judge(Command::ResendInvite, Some(&row))?;
    act.app.limits().take(Limit::Resend, &row.id)?;
    act.command(Command::ResendInvite, row, With::Nothing).await?;
    Ok(())
}

/// The command for a new main role; an addition's id is a command that is never permitted.
pub fn change_role(policy: &Policy, id: &str) -> Result<Command, Refusal> {
    match (policy.role(id), policy.addition(id)) {
        (Some(to), _) => Ok(Command::ChangeRole { to }),
        (None, Some(_)) => Ok(Command::ChangeRoleToAddition),
        (None, None) => Err(Refusal::field("role", "unknown-role")),
    }
}

/// The command for giving or taking an addition.
pub fn addition(policy: &Policy, id: &str, give: bool) -> Result<Command, Refusal> {
    let addition = policy.addition(id);
    if addition.is_none() && policy.role(id).is_none() {
        return Err(Refusal::field("role", "unknown-role"));
    }
    Ok(if give { Command::AddRole { addition } } else { Command::RemoveRole { addition } })
}

/// Sets a member's password (VA8).
pub async fn set_password(
    app: &App,
    member: &Member,
    target: &str,
    request: SetPassword,
) -> Result<Revised, Refusal> {
    let min = member.rules.policy.password_min();
    check_password(&request.password, min).map_err(|code| Refusal::field("password", code))?;
    // Asked before hashing as well, so that nobody without the right makes the server work.
    let mut act = Act::begin(app, member).await?;
    let asked = match act.target(target).await {
        Ok(row) => act.judge(Command::SetPassword, Some(&row)).map(|_| ()),
        Err(e) => Err(e),
    };
    match asked {
        Ok(()) => drop(act),
        Err(e) => return act.settle::<()>(Err(e)).await,
    }
    let hash = app.passwords().hash(&request.password).await?;
    let mut act = Act::begin(app, member).await?;
    let outcome = set_hash(&mut act, target, &hash).await;
    act.settle(outcome).await
}

async fn set_hash(act: &mut Act, target: &str, hash: &str) -> Result<(), Refusal> {
    let row = act.target(target).await?;
    act.command(Command::SetPassword, row, With::PasswordHash(hash)).await?;
    Ok(())
}

/// Deletes members, all or none.
pub async fn delete(app: &App, member: &Member, request: DeleteMembers) -> Result<Revised, Refusal> {
    if request.members.is_empty() || request.members.len() > 200 {
        let code = if request.members.is_empty() { "required" } else { "too-many" };
        return Err(Refusal::field("members", code));
    }
    let mut act = Act::begin(app, member).await?;
    let outcome = delete_all(&mut act, &request).await;
    act.settle(outcome).await
}

async fn delete_all(act: &mut Act, request: &DeleteMembers) -> Result<(), Refusal> {
    // Anybody else's member is not found before anything is judged (A3).
    let mut rows = Vec::with_capacity(request.members.len());
    for (at, id) in request.members.iter().enumerate() {
        if request.members.iter().take(at).any(|earlier| earlier == id) {
            return Err(Refusal::field("members", "duplicate"));
        }
        rows.push(act.target(id).await?);
    }
    let heir = match &request.successor {
        None => None,
        Some(id) => act.tx.member(&act.team.id, id).await?,
    };
    for row in rows {
        // Somebody who leaves in the same breath can take nothing over.
        let leaves = request.successor.as_ref().is_some_and(|id| request.members.contains(id));
        let given = request.successor.is_some();
        let successor = work::successor(act, &row, heir.as_ref(), given, leaves).await?;
        let with = heir.as_ref().map_or(With::Nothing, With::Successor);
        act.command(Command::Delete { successor }, row, with).await?;
    }
    Ok(())
}

/// 409 when the row is not the one that the editor saw (A11).
pub fn same_version(stored: i64, seen: i64) -> Result<(), Refusal> {
    if stored == seen { Ok(()) } else { Err(STALE_VERSION.into()) }
}
