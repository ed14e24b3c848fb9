//! Assigning work: one item, many, or all that a filter has; and taking such a move back.

use super::eye::Eye;
use super::list::narrow;
use super::moves::Moved;
use crate::error::{NOT_FOUND, Refusal};
use crate::service::{Act, subject_of};
use crate::session::Member;
use crate::state::App;
use crate::storage::{MemberRow, Which};
use shared::api::{AssignWork, KindCount, MovedWork};
use shared::policy::{Command, KindId, Permit, Status, Subject};

/// Items that one request may name.
const NAMED: usize = 1_000;

/// Gives items to somebody, or to nobody; all or none.
pub async fn assign(
    app: &App,
    who: &Member,
    kind: &str,
    mut request: AssignWork,
) -> Result<MovedWork, Refusal> {
    let kind = Eye::of(who)?.kind(kind)?;
    check(&request)?;
    if let Some(items) = &mut request.items {
        items.sort_unstable();
        items.dedup();
    }
    let mut act = Act::begin(app, who).await?;
    let outcome = give(&mut act, kind, &request).await;
    let (moved, revised) = act.settled(outcome).await?;
    Ok(moved.told(&Eye::of(who)?, &revised))
}

fn check(request: &AssignWork) -> Result<(), Refusal> {
    match (&request.items, &request.filter) {
        (Some(_), Some(_)) => return Err(Refusal::field("filter", "unknown-field")),
        (None, None) => return Err(Refusal::field("items", "required")),
        (Some(items), None) if items.is_empty() => return Err(Refusal::field("items", "required")),
        (Some(items), None) if items.len() > NAMED => return Err(Refusal::field("items", "too-many")),
        (Some(_), None) if !request.except.is_empty() => {
            return Err(Refusal::field("except", "unknown-field"));
        }
        _ => {}
    }
    if request.except.len() > NAMED { Err(Refusal::field("except", "too-many")) } else { Ok(()) }
}

async fn give(act: &mut Act, kind: KindId, request: &AssignWork) -> Result<Moved, Refusal> {
    let to = match &request.to {
        Some(id) => Some(act.target(id).await?),
        None => None,
    };
    let permit = handing(act, kind, to.as_ref())?;
    let tried = act.tried.clone();
    let eye = act.eye()?;
    let looking = eye.looking(kind);
    let narrowed;
    let which = match (&request.items, &request.filter) {
        (Some(items), _) => {
            if act.tx.work_titles(&looking, items).await?.len() != items.len() {
                return Err(NOT_FOUND.into());
            }
            Which::Items(looking, items)
        }
        (None, filter) => {
            let f = filter.clone().unwrap_or_default();
            narrowed = narrow(&eye, f.q.as_deref(), f.assignee.as_deref(), f.resource.as_deref())?;
            Which::Matching(looking, &narrowed, &request.except)
        }
    };
    let moved = act.move_work(&permit, which, to.as_ref()).await?;
    act.tried = tried;
    log(act, &eye, &moved).await?;
    Ok(moved)
}

/// Asks whether work of a kind may go there.
pub(super) fn handing(act: &mut Act, kind: KindId, to: Option<&MemberRow>) -> Result<Permit, Refusal> {
    match to {
        Some(row) => act.judge(Command::AssignWork { kind: Some(kind) }, Some(row)),
        None => act.judge(Command::UnassignWork { kind: Some(kind) }, None),
    }
}

/// One line in the team's log for a move, however many items it has.
pub(super) async fn log(act: &mut Act, eye: &Eye, moved: &Moved) -> Result<(), Refusal> {
    if moved.groups.is_empty() {
        return Ok(());
    }
    act.note(&in_words(eye, moved)).await
}

/// `12 Contacts, 3 Opportunities`.
pub(super) fn in_words(eye: &Eye, moved: &Moved) -> String {
    let part = |c: KindCount| {
        let def = eye.policy().kind(&c.kind).and_then(|k| eye.policy().kind_def(k)).map(|(_, def)| def);
        let noun = def.map_or(c.kind.as_str(), |d| if c.n == 1 { &d.label } else { &d.plural });
        format!("{} {noun}", c.n)
    };
    moved.kinds(eye).into_iter().map(part).collect::<Vec<_>>().join(", ")
}

/// Gives back what a move took, where nobody has moved it on since. Only whoever made the move can.
pub async fn undo(app: &App, who: &Member, batch: &str) -> Result<MovedWork, Refusal> {
    let mut act = Act::begin(app, who).await?;
    let outcome = give_back(&mut act, batch).await;
    let (moved, revised) = act.settled(outcome).await?;
    Ok(moved.told(&Eye::of(who)?, &revised))
}

async fn give_back(act: &mut Act, batch: &str) -> Result<Moved, Refusal> {
    let made = act.tx.work_move(&act.team.id, batch).await?.filter(|m| m.actor == act.actor.id);
    if made.ok_or(NOT_FOUND)?.undone {
        return Ok(Moved::default());
    }
    let eye = act.eye()?;
    let mut permit = None;
    let mut givers = Vec::new();
    for (kind_id, from) in act.tx.move_origins(&act.team.id, batch).await? {
        let kind = eye.kind(&kind_id)?;
        // Taking it away from whoever has it now is judged; who had it before had it by right, and keeps the name (JT13).
        permit = Some(act.judge(Command::UnassignWork { kind: Some(kind) }, None)?);
        let stays = match &from {
            None => true,
            Some(id) => act.tx.member(&act.team.id, id).await?.is_some_and(|m| held(&eye, kind, &m)),
        };
        if stays {
            givers.push((kind_id, from));
        }
    }
    let (Some(permit), false) = (permit, givers.is_empty()) else { return Ok(Moved::default()) };
    let tried = act.tried.clone();
    let moved = act.move_work(&permit, Which::Back(batch, &givers), None).await?;
    act.tx.undo_move(&permit, &act.team.id, batch).await?;
    if !moved.groups.is_empty() {
        act.tried = tried;
        act.note(&format!("↶ {}", in_words(&eye, &moved))).await?;
    }
    Ok(moved)
}

/// They could hold the kind if they were active: somebody deactivated gets back what was under their name.
fn held(eye: &Eye, kind: KindId, row: &MemberRow) -> bool {
    let Ok(subject) = subject_of(eye.policy(), row) else { return false };
    eye.policy().can_hold(&Subject { status: Status::Active, ..subject }, kind, eye.team.enterprise)
}
