//! What a transaction did, told to the team's webhooks: written into the outbox in that very transaction.

use super::webhook::{MEMBER, WORK};
use crate::clock::Millis;
use crate::error::Refusal;
use crate::storage::{MemberRow, Tx, WorkHappened};
use crate::webhook::{Delivery, KIND};
use serde_json::{Value, json};
use shared::roster::Event;
use std::collections::BTreeSet;

/// Items that one delivery names; of more than these it says so.
const NAMED: u32 = 100;

/// What happened to one member.
pub struct MemberEvent {
    /// The member's id.
    pub member: String,
    /// What the host calls them.
    pub reference: Option<String>,
    /// `invited`, `joined`, `role-changed`, …
    pub event: &'static str,
}

/// An event of the rules by the name that hosts know it by.
pub fn name(event: Event) -> &'static str {
    match event {
        Event::InviteResent => "invited-again",
        Event::InviteCancelled => "invitation-cancelled",
        Event::Joined => "joined",
        Event::Edited(_) => "edited",
        Event::RoleChanged { .. } | Event::AdditionGiven(_) | Event::AdditionTaken(_) => "role-changed",
        Event::GrantSet(..) | Event::AccessSet | Event::UnitSet | Event::StandingSet(..) => "rights-changed",
        Event::HandedOver => "handed-over",
        Event::Deactivated => "deactivated",
        Event::Restored => "restored",
        Event::Deleted(_) => "removed",
        Event::PasswordSet => "password-set",
    }
}

/// What one transaction did.
pub struct Happened<'a> {
    /// The team.
    pub team: &'a str,
    /// When.
    pub at: Millis,
    /// Name of who did it.
    pub actor: &'a str,
    /// Members as they are afterwards.
    pub members: Vec<&'a MemberRow>,
    /// Ids of members who are gone.
    pub removed: &'a [String],
    /// What happened to them, in order.
    pub events: &'a [MemberEvent],
    /// Kinds of work that changed.
    pub kinds: BTreeSet<&'a str>,
    /// Lines of history after this one are the transaction's own.
    pub since: i64,
}

/// Writes a delivery for each webhook that wants to know; says whether there was one.
pub async fn post(tx: &mut dyn Tx, what: &Happened<'_>) -> Result<bool, Refusal> {
    let (people, work) = (!what.members.is_empty() || !what.removed.is_empty(), !what.kinds.is_empty());
    if !people && !work {
        return Ok(false);
    }
    let hooks = tx.webhooks(what.team).await?;
    let wants =
        |topic: &str| hooks.iter().filter(|h| h.topics.iter().any(|t| t == topic)).collect::<Vec<_>>();
    let mut any = false;
    for (topic, changed) in [(MEMBER, people), (WORK, work)] {
        let to = wants(topic);
        if !changed || to.is_empty() {
            continue;
        }
        let body = if topic == MEMBER { of_members(what) } else { of_work(tx, what).await? };
        for hook in to {
            let delivery = Delivery { webhook: hook.id.clone(), body: body.to_string() };
            let payload = serde_json::to_string(&delivery).map_err(Refusal::internal)?;
            tx.insert_letter(KIND, &payload, what.at).await?;
            any = true;
        }
    }
    Ok(any)
}

fn of_members(what: &Happened<'_>) -> Value {
    let one = |m: &&MemberRow| json!({"id": m.id, "role": m.role, "status": m.status.id()});
    let event = |e: &MemberEvent| json!({"member": e.member, "reference": e.reference, "event": e.event});
    json!({
        "topic": MEMBER,
        "team": what.team,
        "at": what.at,
        "actor": what.actor,
        "members": what.members.iter().map(one).collect::<Vec<_>>(),
        "removed": what.removed,
        "events": what.events.iter().map(event).collect::<Vec<_>>(),
    })
}

/// Ids and what happened; no names of customers, which are asked for where they are needed.
async fn of_work(tx: &mut dyn Tx, what: &Happened<'_>) -> Result<Value, Refusal> {
    let mut lines = tx.work_happened(what.team, what.since, NAMED.saturating_add(1)).await?;
    let named = usize::try_from(NAMED).unwrap_or(usize::MAX);
    let more = lines.len() > named;
    lines.truncate(named);
    let one = |l: &WorkHappened| json!({"kind": l.kind, "item": l.item, "event": l.event, "from": l.from, "to": l.to});
    Ok(json!({
        "topic": WORK,
        "team": what.team,
        "at": what.at,
        "actor": what.actor,
        "kinds": what.kinds,
        "items": lines.iter().map(one).collect::<Vec<_>>(),
        "more": more,
    }))
}
