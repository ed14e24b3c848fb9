//! `apply`: from a permitted command to what happened.

use crate::Millis;
use crate::policy::{
    AdditionId, Command, FieldId, GrantId, Permit, Policy, RoleId, StandingId, Subject, Successor,
};

/// What happened to a member: one line of the audit log, one mail, one change on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The invitation was sent again; the old link ended.
    InviteResent,
    /// The invitation was withdrawn; the row is gone.
    InviteCancelled,
    /// The person came in.
    Joined,
    /// A detail changed.
    Edited(FieldId),
    /// The main role changed.
    RoleChanged {
        /// Before.
        from: RoleId,
        /// After.
        to: RoleId,
    },
    /// An addition was given.
    AdditionGiven(AdditionId),
    /// An addition was taken.
    AdditionTaken(AdditionId),
    /// A switch was turned.
    GrantSet(GrantId, bool),
    /// The resources changed.
    AccessSet,
    /// The person belongs to another unit now.
    UnitSet,
    /// A standing was given, taken, or reaches other units now.
    StandingSet(StandingId, bool),
    /// The work went to others; the person stays as they were.
    HandedOver,
    /// Access was taken away: sessions end, links die.
    Deactivated,
    /// Access was given back.
    Restored,
    /// The row is gone; work goes to the successor where there is one.
    Deleted(Successor),
    /// A new password was set: sessions end (VA8).
    PasswordSet,
}

/// What a command does to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The member afterwards; `None` when the row is gone.
    pub after: Option<Subject>,
    /// What happened; `None` where the command changed nothing (the same role again, a switch that was on already).
    pub event: Option<Event>,
}

/// What the permitted command makes of the member.
pub fn apply(policy: &Policy, permit: &Permit, before: &Subject, now: Millis) -> Change {
    let command = permit.command();
    let after = policy.after(command, before, now);
    let event = match command {
        Command::ResendInvite => Some(Event::InviteResent),
        Command::CancelInvite => Some(Event::InviteCancelled),
        Command::Join => Some(Event::Joined),
        Command::EditMember { field } => Some(Event::Edited(field)),
        Command::ChangeRole { to } if to != before.role => Some(Event::RoleChanged { from: before.role, to }),
        Command::AddRole { addition: Some(a) } => Some(Event::AdditionGiven(a)),
        Command::RemoveRole { addition: Some(a) } => Some(Event::AdditionTaken(a)),
        Command::SetGrant { grant, on } if before.grants.has(grant.0) != on => {
            Some(Event::GrantSet(grant, on))
        }
        Command::SetAccess => Some(Event::AccessSet),
        Command::SetUnit => Some(Event::UnitSet),
        Command::SetStanding { standing, on } => Some(Event::StandingSet(standing, on)),
        Command::HandOver => Some(Event::HandedOver),
        Command::Deactivate => Some(Event::Deactivated),
        Command::Restore => Some(Event::Restored),
        Command::Delete { successor } => Some(Event::Deleted(successor)),
        Command::SetPassword => Some(Event::PasswordSet),
        _ => None,
    };
    Change { after, event }
}
