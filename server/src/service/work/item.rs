//! One item with its history and what is linked to it.

use super::eye::{Eye, open};
use crate::error::{NOT_FOUND, Refusal};
use crate::session::Member;
use crate::state::App;
use crate::storage::{Reader, WorkSeen};
use shared::api::WorkDetail;
use shared::policy::KindId;

/// Linked items that a detail shows.
const LINKED: u32 = 50;
/// Lines of history that a detail shows.
const EVENTS: u32 = 200;

/// One item; what is out of scope is not found, like what doesn't exist.
pub async fn detail(app: &App, who: &Member, kind: &str, item: &str) -> Result<WorkDetail, Refusal> {
    let (eye, kind) = open(app, who, kind).await?;
    let mut db = app.read().await?;
    let seen = db.work_seen(&eye.looking(kind), item).await?.ok_or(NOT_FOUND)?;
    whole(db.as_mut(), &eye, kind, seen).await
}

/// The item with all that belongs to it.
pub(super) async fn whole<R: Reader + ?Sized>(
    db: &mut R,
    eye: &Eye,
    kind: KindId,
    seen: WorkSeen,
) -> Result<WorkDetail, Refusal> {
    let policy = eye.policy();
    let mut linked = Vec::new();
    for other in policy.kinds().filter(|k| eye.opens(*k)) {
        let links = policy.kind_def(other).and_then(|(_, def)| def.parent.as_deref());
        let left = LINKED.saturating_sub(u32::try_from(linked.len()).unwrap_or(LINKED));
        if links == Some(policy.kind_name(kind)) && left > 0 {
            let rows = db.work_linked(&eye.looking(other), &seen.row.id, left).await?;
            linked.extend(rows.into_iter().map(|row| eye.view(row)));
        }
    }
    let events = db.work_events(&seen.row.id, EVENTS).await?;
    let mut facing = None;
    if let (Some(_), Some(person)) = (&policy.profile().facing, &seen.assignee) {
        let row = db.member(&eye.team.id, &person.id).await?;
        facing = row.map(|row| policy.facing_name(&row.fields, &row.name));
    }
    Ok(WorkDetail { item: eye.view(seen), linked, facing, events })
}
