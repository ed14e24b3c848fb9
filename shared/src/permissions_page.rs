//! `docs/permissions.md`: who may do what in each built-in product, made from the profiles.

use crate::policy::{ACTIONS, Action, Policy, RoleId, Status, Subject};
use crate::profile::{Reach, WorkDef};
use std::fmt::Write as _;

/// The page for these policies, in Markdown.
pub fn permissions_page(policies: &[Policy]) -> String {
    let mut page = String::from(
        "# Who may do what\n\nMade from the profile files by `rolecall profiles docs`; a test fails when it is out of date.\n\
         A dot means that the role has the permission; guards (last holder, oneself, seats, status) come on top.\n",
    );
    for policy in policies {
        section(&mut page, policy);
    }
    page
}

fn section(page: &mut String, policy: &Policy) {
    let profile = policy.profile();
    let columns = columns(policy);
    // Writing to a string cannot fail.
    let _ = write!(page, "\n## {}: {} (`{}`)\n\n| |", profile.name, profile.about, profile.id);
    for (label, _) in &columns {
        let _ = write!(page, " {label} |");
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(columns.len()));
    page.push('\n');
    for (id, def) in profile.permissions.iter() {
        row(page, policy, &columns, &def.label, id);
    }
    let mut shown: Vec<&str> = profile.permissions.ids().collect();
    for (action, name, permission, _) in ACTIONS {
        if !shown.contains(&permission) {
            shown.push(permission);
            // The permission alone does not make it possible where nothing is sold.
            if action == Action::PurchaseSeats && !policy.sells_seats() {
                continue;
            }
            row(page, policy, &columns, &format!("`{name}`"), permission);
        }
    }
    page.push('\n');
    for role in policy.roles() {
        let Some((id, def)) = profile.roles.at(usize::from(role.0)) else { continue };
        if !def.assigns.is_empty() {
            let _ = writeln!(page, "- {} assigns: {}.", def.label, def.assigns.join(", "));
        }
        let held: Vec<&str> =
            profile.additions.iter().filter(|(_, a)| a.needs == id).map(|(_, a)| a.label.as_str()).collect();
        if !held.is_empty() {
            let _ = writeln!(page, "- {} takes additions: {}.", def.label, held.join(", "));
        }
    }
    let _ = writeln!(page, "- At least one active: {}.", profile.guards.keep_one.join(", "));
    if !profile.guards.not_oneself.is_empty() {
        let _ = writeln!(page, "- Never to oneself: {}.", profile.guards.not_oneself.join(", "));
    }
    let _ = writeln!(
        page,
        "- Invitations: {} at once, valid for {}.",
        profile.invitation.at_once, profile.invitation.expires
    );
    if let Some(delete) = &profile.delete {
        let successor = if delete.successor { ", a successor gets the work" } else { "" };
        let _ = writeln!(page, "- Deleting: from {}{successor}.", delete.from.join(", "));
    }
    for (id, seat) in profile.seats.iter() {
        let limit = if seat.limited { "limited" } else { "counted" };
        let _ = writeln!(page, "- Seats `{id}`: {limit}, taken by {} people.", seat.counts.join(" and "));
    }
    for (id, kind) in profile.work.iter() {
        work(page, id, kind);
    }
}

/// Who sees a kind of work, and how much of it.
fn work(page: &mut String, id: &str, kind: &WorkDef) {
    let opened =
        kind.see.as_ref().map_or_else(|| "open to everybody".to_owned(), |p| format!("opened by `{p}`"));
    let _ = write!(page, "- Work `{id}`: {opened}");
    for only in &kind.only {
        let what = match only.to {
            Reach::Assigned => "what is assigned to the viewer",
            Reach::Access => "what belongs to the viewer's resources",
            Reach::Unit => "what belongs to the viewer's unit, or to none",
        };
        let _ = write!(page, "; only {what}");
        if let Some(setting) = &only.when_setting {
            let _ = write!(page, " while `{setting}` is on");
        }
        if let Some(grant) = &only.when_grant {
            let _ = write!(page, " for holders of `{grant}`");
        }
        if let Some(unless) = &only.unless {
            let _ = write!(page, " (not for `{unless}`)");
        }
    }
    for (field, def) in kind.fields.iter() {
        if let Some(see) = &def.see {
            let _ = write!(page, "; `{field}` is shown with `{see}`");
        }
    }
    page.push_str(".\n");
}

type Column = (String, Vec<bool>);

/// A column for each role, and one for each standing (standalone and enterprise).
fn columns(policy: &Policy) -> Vec<Column> {
    let profile = policy.profile();
    let bits = |who: &Subject, enterprise: bool| -> Vec<bool> {
        let reach = policy.authority(who, enterprise);
        (0..policy.permission_names().len())
            .map(|bit| {
                u8::try_from(bit).is_ok_and(|b| reach.permissions.has(b) || reach.unit_permissions.has(b))
            })
            .collect()
    };
    let active = |role: RoleId| Subject {
        role,
        standing: crate::policy::Set::EMPTY,
        status: Status::Active,
        ..policy.founder()
    };
    let mut columns: Vec<Column> = Vec::new();
    for role in policy.roles() {
        let label = profile.roles.at(usize::from(role.0)).map_or("", |(_, d)| d.label.as_str());
        columns.push((label.to_owned(), bits(&active(role), false)));
    }
    for (at, (_, def)) in profile.standing.iter().enumerate() {
        let role = def
            .grantable_to
            .as_deref()
            .and_then(|id| policy.role(id))
            .unwrap_or_else(|| policy.default_role());
        let standing = u8::try_from(at).map(crate::policy::Set::of).unwrap_or_default();
        let base = profile.roles.at(usize::from(role.0)).map_or("", |(_, d)| d.label.as_str());
        for (enterprise, kind) in [(false, "standalone"), (true, "enterprise")] {
            let who = Subject { standing, ..active(role) };
            columns.push((format!("{} ({base}, {kind})", def.label), bits(&who, enterprise)));
        }
    }
    columns
}

fn row(page: &mut String, policy: &Policy, columns: &[Column], label: &str, permission: &str) {
    let Some(bit) = policy.permission(permission) else { return };
    if !columns.iter().any(|(_, bits)| bits.get(usize::from(bit.0)) == Some(&true)) {
        return;
    }
    let _ = write!(page, "| {} |", label.replace('|', "\\|"));
    for (_, bits) in columns {
        page.push_str(if bits.get(usize::from(bit.0)) == Some(&true) { " ● |" } else { " |" });
    }
    page.push('\n');
}
