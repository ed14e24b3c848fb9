//! What the log says.

use super::act::With;
use shared::policy::{AdditionId, Command, FieldId, GrantId, Policy, StandingId};
use shared::roster::Event;

/// What was asked for, for the log of a denial.
pub(super) fn asked(policy: &Policy, command: Command) -> String {
    match command {
        Command::Invite { role, .. } | Command::ChangeRole { to: role } => policy.role_name(role).to_owned(),
        Command::AddRole { addition: Some(a) } | Command::RemoveRole { addition: Some(a) } => {
            addition(policy, a).to_owned()
        }
        Command::SetGrant { grant, on } => grant_text(policy, grant, on),
        Command::SetStanding { standing, .. } => standing_id(policy, standing).to_owned(),
        Command::EditMember { field } => field_text(policy, field),
        _ => String::new(),
    }
}

/// What happened, short.
pub(super) fn told(policy: &Policy, event: Event, with: &With<'_>) -> String {
    match event {
        Event::RoleChanged { from, to } => format!("{} → {}", policy.role_name(from), policy.role_name(to)),
        Event::AdditionGiven(a) => format!("+ {}", addition(policy, a)),
        Event::AdditionTaken(a) => format!("− {}", addition(policy, a)),
        Event::GrantSet(grant, on) => grant_text(policy, grant, on),
        Event::Edited(field) => field_text(policy, field),
        Event::UnitSet => match with {
            With::Unit(Some((_, name))) => (*name).to_owned(),
            _ => "−".to_owned(),
        },
        Event::StandingSet(standing, on) => {
            let about = if let With::Manages(_, name) = with { *name } else { "" };
            format!("{} {} {about}", if on { "+" } else { "−" }, standing_id(policy, standing))
                .trim_end()
                .to_owned()
        }
        Event::Deleted(_) => match with {
            With::Successor(heir) => format!("work goes to {}", heir.name),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn grant_text(policy: &Policy, grant: GrantId, on: bool) -> String {
    let id = policy.profile().grants.at(usize::from(grant.0)).map_or("", |(id, _)| id);
    format!("{id} {}", if on { "on" } else { "off" })
}

fn standing_id(policy: &Policy, standing: StandingId) -> &str {
    policy.profile().standing.at(usize::from(standing.0)).map_or("", |(id, _)| id)
}

fn field_text(policy: &Policy, field: FieldId) -> String {
    policy.profile().fields.at(usize::from(field.0)).map_or_else(String::new, |(id, _)| id.to_owned())
}

fn addition(policy: &Policy, addition: AdditionId) -> &str {
    policy.profile().additions.at(usize::from(addition.0)).map_or("", |(id, _)| id)
}
