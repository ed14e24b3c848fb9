//! People's pictures (VA1).

use super::act::Act;
use super::{now_facts, read, subject_of};
use crate::error::{NOT_FOUND, Refusal};
use crate::limits::Limit;
use crate::random;
use crate::session::Member;
use crate::state::App;
use crate::storage::Avatar;
use axum::body::Bytes;
use shared::api::Revised;
use shared::policy::{Action, Command, decide};
use shared::roster::Counts;

/// A member's picture, for whoever may see the member: oneself, whoever sees the member list, and whoever picks people for
/// work.
pub async fn show(app: &App, who: &Member, id: &str) -> Result<Avatar, Refusal> {
    if id != who.row.id {
        let policy = &who.rules.policy;
        let actor = subject_of(policy, &who.row)?;
        let reach = policy.authority(&actor, who.team.enterprise);
        let facts = now_facts(&who.rules, &who.team, &Counts::default(), &who.row, None);
        let assigns = Action::AssignWork.permission().is_some_and(|p| reach.may(p));
        if !assigns && let Err(denial) = decide(policy, &actor, Command::ViewMembers, None, &facts, app.now())
        {
            return Err(read::refused(app, who, Command::ViewMembers, denial).await?);
        }
    }
    Ok(app.read().await?.avatar(&who.team.id, id).await?.ok_or(NOT_FOUND)?)
}

/// Sets the own picture. Like the other own details, by the right to change one's own preferences.
pub async fn set(app: &App, who: &Member, file: Bytes) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    if let Err(refusal) = act.judge(Command::EditOwnPreferences, None) {
        return act.settle(Err::<(), _>(refusal)).await;
    }
    // Nobody else waits for the database while the picture is decoded.
    drop(act);
    app.limits().take(Limit::Picture, &who.row.id)?;
    let drawn = app.pictures().draw_anew(file).await;
    let image = drawn.map_err(|unfit| Refusal::field("picture", unfit.code()))?;
    let avatar = Avatar { version: random::id(app.random())?, image };
    let mut act = Act::begin(app, who).await?;
    let outcome = keep(&mut act, Some(&avatar)).await;
    act.settle(outcome).await
}

/// Removes the own picture; the initials stand there again.
pub async fn remove(app: &App, who: &Member) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = keep(&mut act, None).await;
    act.settle(outcome).await
}

async fn keep(act: &mut Act, avatar: Option<&Avatar>) -> Result<(), Refusal> {
    let permit = act.judge(Command::EditOwnPreferences, None)?;
    let (team, me) = (act.team.id.clone(), act.actor.id.clone());
    match avatar {
        Some(avatar) => act.tx.set_avatar(&permit, &team, &me, avatar).await?,
        None if act.actor.avatar.is_none() => return Ok(()),
        None => act.tx.delete_avatar(&permit, &team, &me).await?,
    }
    act.tried.target_id = Some(me.clone());
    act.tried.target_name.clone_from(&act.actor.name);
    // The row's version stays: whoever edits this member's details has nothing to look at again.
    act.changed.push(me);
    act.note(if avatar.is_some() { "+ picture" } else { "− picture" }).await
}
