//! From rows to what the rules and the page see.

use crate::clock::Millis;
use crate::error::Refusal;
use crate::policies::Rules;
use crate::storage::{MemberRow, Tally, Team};
use shared::api::{AccountStanding, MemberView};
use shared::policy::{Action, Command, Facts, PermissionId, Policy, Subject, Target, decide};
use shared::roster::{Counts, SeatCount};

/// The row as the rules see it. A role that the profile no longer has is an operator's fault, and nobody's right.
pub fn subject_of(policy: &Policy, row: &MemberRow) -> Result<Subject, Refusal> {
    policy
        .subject(&row.role, &row.additions, &row.grants, &row.standing, row.status, row.expires_at)
        .ok_or_else(|| Refusal::internal(format!("member {} has the unknown role {}", row.id, row.role)))
}

/// The row as the target of `actor`'s command.
pub fn target_of(policy: &Policy, actor: &MemberRow, row: &MemberRow) -> Result<Target, Refusal> {
    Ok(Target {
        subject: subject_of(policy, row)?,
        oneself: actor.id == row.id,
        shared_account: row.shared_account,
    })
}

/// The actor manages the unit that the other belongs to; whether that gives a right is for the rules to say (ST2).
pub fn manages_unit_of(actor: &MemberRow, other: &MemberRow) -> bool {
    other.unit.as_ref().is_some_and(|unit| actor.manages.contains(unit))
}

/// The row as `viewer` sees it: without what others keep for themselves (JY13).
pub fn member_view(policy: &Policy, row: MemberRow, viewer: &MemberRow) -> MemberView {
    let oneself = row.id == viewer.id;
    let in_my_unit = manages_unit_of(viewer, &row);
    let view = MemberView {
        avatar: row.avatar,
        in_my_unit,
        id: row.id,
        email: row.email,
        name: row.name,
        fields: row.fields,
        role: row.role,
        additions: row.additions,
        grants: row.grants,
        standing: row.standing,
        access: row.access,
        unit: row.unit,
        manages: row.manages,
        status: row.status,
        expires_at: row.expires_at,
        invited_at: row.invited_at,
        sent: row.sent,
        last_active_at: row.last_active_at,
        deactivated_at: row.deactivated_at,
        account: if row.shared_account { AccountStanding::Shared } else { AccountStanding::Plain },
        version: row.version,
    };
    if oneself { view } else { without_own(policy, view) }
}

/// Without what only the person themself sees.
pub(super) fn without_own(policy: &Policy, mut view: MemberView) -> MemberView {
    view.fields.retain(|id, _| policy.profile().fields.get(id).is_none_or(|def| !def.own));
    view
}

/// Counts from the maintained tally: one person of each place is counted by the rules, and taken `n` times.
pub fn counts_of(policy: &Policy, team: &Team, tally: &[Tally], now: Millis) -> Counts {
    let mut all = Counts::default();
    for place in tally {
        let none: [String; 0] = [];
        let Some(who) =
            policy.subject(&place.role, &place.additions, &none, &place.standing, place.status, None)
        else {
            continue;
        };
        let mut one = Counts::default();
        one.count(policy, &who, now, true);
        let times = |n: u32| n.saturating_mul(place.n);
        all.active = all.active.saturating_add(times(one.active));
        all.pending = all.pending.saturating_add(times(one.pending));
        all.deactivated = all.deactivated.saturating_add(times(one.deactivated));
        for (id, n) in one.roles {
            let slot = all.roles.entry(id).or_default();
            *slot = slot.saturating_add(times(n));
        }
        for (id, n) in one.holders {
            let slot = all.holders.entry(id).or_default();
            *slot = slot.saturating_add(times(n));
        }
        for (id, seat) in one.seats {
            let slot: &mut SeatCount = all.seats.entry(id).or_default();
            slot.used = slot.used.saturating_add(times(seat.used));
            slot.pending = slot.pending.saturating_add(times(seat.pending));
        }
    }
    for (id, limit) in &team.seats {
        if policy.profile().seats.get(id).is_some_and(|s| s.limited) {
            all.seats.entry(id.clone()).or_default().limit = Some(*limit);
        }
    }
    all
}

/// Facts for a decision about `target`, or about the team.
pub fn now_facts(
    rules: &Rules,
    team: &Team,
    counts: &Counts,
    actor: &MemberRow,
    target: Option<&MemberRow>,
) -> Facts {
    let manages = target.is_some_and(|t| manages_unit_of(actor, t));
    counts.facts(&rules.policy, team.enterprise, manages)
}

/// Who may look at units and resources: whoever would have something to do with them.
pub const STRUCTURE_READERS: [Action; 4] =
    [Action::ViewMembers, Action::SetAccess, Action::ManageSharedResources, Action::ManageUnits];

/// True when somebody has the permission of one of these actions, be it in a unit alone: then they may see what they would
/// act on.
pub fn holds_any(rules: &Rules, team: &Team, who: &MemberRow, actions: &[Action]) -> Result<bool, Refusal> {
    let reach = rules.policy.authority(&subject_of(&rules.policy, who)?, team.enterprise);
    let may = |p: PermissionId| reach.may(p) || reach.unit_permissions.has(p.0);
    Ok(actions.iter().any(|action| action.permission().is_some_and(may)))
}

/// The counts, for somebody who may see the member list; nothing for everybody else (A14).
pub fn visible_counts(
    rules: &Rules,
    team: &Team,
    counts: Counts,
    viewer: &MemberRow,
    now: Millis,
) -> Result<Counts, Refusal> {
    let facts = now_facts(rules, team, &counts, viewer, None);
    let subject = subject_of(&rules.policy, viewer)?;
    let sees = decide(&rules.policy, &subject, Command::ViewMembers, None, &facts, now).is_ok();
    Ok(if sees { counts } else { Counts::default() })
}
