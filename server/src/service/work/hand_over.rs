//! What somebody has, and where it goes when they leave.

use super::assign::{handing, in_words};
use super::eye::Eye;
use super::moves::Moved;
use crate::error::{NOT_FOUND, Refusal};
use crate::service::act::With;
use crate::service::{Act, manages_unit_of, read, subject_of};
use crate::session::Member;
use crate::state::App;
use crate::storage::{MemberRow, Reader, Which};
use shared::api::{KindCount, MemberWork, MovedWork, Revised};
use shared::policy::{Action, Code, Command, Denial, Heir, KindId, Lift, Permit, Successor};

/// What would move, counted by kind (ST10).
pub async fn preview(app: &App, who: &Member, member: &str) -> Result<MemberWork, Refusal> {
    let mut db = app.read().await?;
    let row = db.member(&who.team.id, member).await?.ok_or(NOT_FOUND)?;
    let policy = &who.rules.policy;
    let reach = policy.authority(&subject_of(policy, &who.row)?, who.team.enterprise);
    let managed = manages_unit_of(&who.row, &row);
    let may = |action: Action| {
        action.permission().is_some_and(|p| reach.may(p) || (managed && reach.unit_permissions.has(p.0)))
    };
    if !may(Action::Deactivate) && !may(Action::Delete) {
        drop(db);
        return Err(read::refused(app, who, Command::HandOver, not_permitted()).await?);
    }
    let found = db.work_of(&who.team.id, member).await?;
    let n = |kind: &str| found.iter().filter(|(k, _)| k == kind).map(|(_, n)| *n).sum::<u32>();
    let kinds =
        policy.kinds().map(|k| policy.kind_name(k)).map(|id| KindCount { kind: id.to_owned(), n: n(id) });
    Ok(MemberWork { kinds: kinds.filter(|c| c.n > 0).collect() })
}

fn not_permitted() -> Denial {
    Denial { code: Code::NotPermitted, subject: None, lift: Some(Lift::AskSomebodyElse), limit: None }
}

/// The kinds of work that a member has some of.
pub(in crate::service) async fn kinds_of<R: Reader + ?Sized>(
    db: &mut R,
    eye: &Eye,
    member: &str,
) -> Result<Vec<KindId>, Refusal> {
    let found = db.work_of(&eye.team.id, member).await?;
    Ok(found.iter().filter_map(|(kind, _)| eye.policy().kind(kind)).collect())
}

/// How a named successor stands for this leaver. `leaves`: they leave in the same breath.
pub(in crate::service) async fn successor(
    act: &mut Act,
    leaver: &MemberRow,
    heir: Option<&MemberRow>,
    given: bool,
    leaves: bool,
) -> Result<Successor, Refusal> {
    let eye = act.eye()?;
    let kinds = kinds_of(act.tx.as_mut(), &eye, &leaver.id).await?;
    let subject = heir.map(|h| subject_of(eye.policy(), h)).transpose()?;
    let heir = match (&subject, heir) {
        (Some(subject), Some(row)) => Some(Heir { subject, leaver: row.id == leaver.id, leaves }),
        _ => None,
    };
    Ok(eye.policy().successor(heir.as_ref(), given, &kinds, act.team.enterprise))
}

/// Gives all work of a member, of every kind, to somebody or to nobody.
pub async fn hand_over(
    app: &App,
    who: &Member,
    member: &str,
    to: Option<&str>,
) -> Result<MovedWork, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = over(&mut act, member, to).await;
    let (moved, revised) = act.settled(outcome).await?;
    Ok(moved.told(&Eye::of(who)?, &revised))
}

async fn over(act: &mut Act, member: &str, to: Option<&str>) -> Result<Moved, Refusal> {
    let row = act.target(member).await?;
    let to = match to {
        Some(id) => Some(act.target(id).await?),
        None => None,
    };
    let permit = act.judge(Command::HandOver, Some(&row))?;
    all(act, &permit, &row, to.as_ref()).await
}

/// The move, once handing over is permitted: the receiver is judged for each kind.
async fn all(
    act: &mut Act,
    permit: &Permit,
    row: &MemberRow,
    to: Option<&MemberRow>,
) -> Result<Moved, Refusal> {
    let entry = act.tried.clone();
    let eye = act.eye()?;
    for kind in kinds_of(act.tx.as_mut(), &eye, &row.id).await? {
        let _ = handing(act, kind, to)?;
    }
    let moved = act.move_work(permit, Which::Of(&row.id), to).await?;
    if !moved.groups.is_empty() {
        act.tried = entry;
        let whose = to.map_or("–", |t| t.name.as_str());
        act.note(&format!("{} → {whose}", in_words(&eye, &moved))).await?;
    }
    Ok(moved)
}

/// Takes access away, undoably. With a successor the work goes there in the same transaction (JT14); without one it stays
/// under the name.
pub async fn deactivate(
    app: &App,
    who: &Member,
    member: &str,
    successor: Option<&str>,
) -> Result<Revised, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = leave(&mut act, member, successor).await;
    act.settle(outcome).await
}

async fn leave(act: &mut Act, member: &str, named: Option<&str>) -> Result<(), Refusal> {
    let row = act.target(member).await?;
    let permit = act.judge(Command::Deactivate, Some(&row))?;
    if let Some(id) = named {
        let heir = act.tx.member(&act.team.id, id).await?;
        let entry = act.tried.clone();
        if successor(act, &row, heir.as_ref(), true, false).await? != Successor::Active {
            return Err(Refusal::Denied(Denial {
                code: Code::SuccessorInvalid,
                subject: None,
                lift: Some(Lift::ChooseSuccessor),
                limit: None,
            }));
        }
        let handing = act.judge(Command::HandOver, Some(&row))?;
        all(act, &handing, &row, heir.as_ref()).await?;
        act.tried = entry;
    }
    act.carry_out(&permit, row, With::Nothing).await?;
    Ok(())
}
