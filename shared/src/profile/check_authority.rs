//! Checks on who can reach what: no lock-out, no climbing, nothing that nobody can give.

use crate::policy::{Action, Authority, Policy, Set, Status, Subject};

type Say<'a> = &'a mut dyn FnMut(&str, &str);

/// Everything that some holder of rights can do, with the key that gives it.
fn sources(policy: &Policy) -> Vec<(String, Authority)> {
    let mut all: Vec<(String, Authority)> = policy
        .roles()
        .map(|role| (format!("roles.{}", policy.role_name(role)), of_role(policy, role.0)))
        .collect();
    for (at, id) in policy.profile().standing.ids().enumerate() {
        let at = u8::try_from(at).unwrap_or(u8::MAX);
        // A standing is weighed on its own, on top of the weakest role.
        let who = subject(policy, policy.default_role().0).map(|s| Subject { standing: Set::of(at), ..s });
        let both =
            [false, true].map(|enterprise| who.map(|w| policy.authority(&w, enterprise)).unwrap_or_default());
        all.push((format!("standing.{id}"), both[0].union(both[1])));
    }
    all
}

fn subject(policy: &Policy, role: u8) -> Option<Subject> {
    let id = policy.profile().roles.at(usize::from(role))?.0;
    policy.subject(id, &[], &[], &[], Status::Active, None)
}

fn of_role(policy: &Policy, role: u8) -> Authority {
    subject(policy, role).map(|who| policy.authority(&who, false)).unwrap_or_default()
}

pub(super) fn check(policy: &Policy, say: Say<'_>) {
    nobody_can(policy, say);
    unassignable(policy, say);
    lock_out(policy, say);
    climbing(policy, say);
    twins(policy, say);
    pointless(policy, say);
}

fn holds(authority: &Authority, action: Action) -> bool {
    action.permission().is_some_and(|p| authority.may(p) || authority.unit_permissions.has(p.0))
}

fn nobody_can(policy: &Policy, say: Say<'_>) {
    let invites = |a: &Authority| holds(a, Action::Invite) && !a.invites.is_empty();
    if !sources(policy).iter().any(|(_, a)| invites(a)) {
        say("roles", "nobody can invite");
    }
    if policy.profile().delete.is_some() && !sources(policy).iter().any(|(_, a)| holds(a, Action::Delete)) {
        say("delete", "nobody has `members.delete`");
    }
}

fn unassignable(policy: &Policy, say: Say<'_>) {
    let all = sources(policy);
    let given = all
        .iter()
        .filter(|(_, a)| holds(a, Action::ChangeRole))
        .fold(Authority::default(), |sum, (_, a)| sum.union(*a));
    let invited = all
        .iter()
        .filter(|(_, a)| holds(a, Action::Invite))
        .fold(Set::EMPTY, |sum, (_, a)| sum.union(a.invites));
    for role in policy.roles() {
        if !given.may_assign(role) && !invited.has(role.0) {
            let id = policy.role_name(role);
            let guarded = policy.profile().guards.keep_one.iter().any(|g| g == id);
            let reason =
                if guarded { "a guarded role that nobody can assign" } else { "nobody can assign it" };
            say(&format!("roles.{id}"), reason);
        }
    }
    for (at, id) in policy.profile().additions.ids().enumerate() {
        if !given.adds.has(u8::try_from(at).unwrap_or(u8::MAX)) {
            say(&format!("additions.{id}"), "nobody can assign it");
        }
    }
}

/// For inviting and for changing roles there is a `keep_one` entry whose holder can do it, or can make somebody who can.
fn lock_out(policy: &Policy, say: Say<'_>) {
    let guarded: Vec<Authority> =
        policy.profile().guards.keep_one.iter().filter_map(|id| guard_authority(policy, id)).collect();
    if guarded.is_empty() {
        say("guards.keep_one", "without it a team could lose the last person who manages it");
        return;
    }
    let mut needed = vec![Action::Invite];
    if policy.profile().roles.len() > 1 {
        needed.push(Action::ChangeRole);
    }
    for action in needed {
        let can = |a: &Authority| {
            holds(a, action)
                || (holds(a, Action::ChangeRole)
                    && a.assigns.iter().any(|r| holds(&of_role(policy, r), action)))
        };
        if !guarded.iter().any(can) {
            let reason = format!("a team could reach a state in which nobody can {}", action.id());
            say("guards.keep_one", &reason);
        }
    }
}

fn guard_authority(policy: &Policy, id: &str) -> Option<Authority> {
    let key = |kind: &str| format!("{kind}.{id}");
    sources(policy).into_iter().find(|(k, _)| *k == key("roles") || *k == key("standing")).map(|(_, a)| a)
}

/// Whoever changes roles can make themself anything that they may assign, and go on from there.
fn climbing(policy: &Policy, say: Say<'_>) {
    for role in policy.roles() {
        let own = of_role(policy, role.0);
        if !holds(&own, Action::ChangeRole) {
            continue;
        }
        let mut reached = own.assigns;
        loop {
            let next = reached.iter().fold(reached, |all, r| {
                let there = of_role(policy, r);
                if holds(&there, Action::ChangeRole) { all.union(there.assigns) } else { all }
            });
            if next == reached {
                break;
            }
            reached = next;
        }
        for r in reached.iter() {
            let there = of_role(policy, r);
            let up = policy.profile().roles.at(usize::from(r)).map_or("", |(id, _)| id);
            if !there.permissions.within(own.permissions) || !reached.within(own.assigns) {
                let key = format!("roles.{}.assigns", policy.role_name(role));
                say(&key, &format!("a holder could raise themself above what the role may, through `{up}`"));
                break;
            }
        }
    }
    // Switches: whoever turns them has what they give.
    for (key, own) in sources(policy) {
        if !holds(&own, Action::SetGrant) {
            continue;
        }
        for (id, grant) in policy.profile().grants.iter() {
            let given: Set =
                grant.permissions.iter().filter_map(|p| policy.permission(p)).map(|p| p.0).collect();
            if !given.within(own.permissions) {
                say(&key, &format!("a holder could raise themself by the switch `{id}`"));
            }
        }
    }
}

fn twins(policy: &Policy, say: Say<'_>) {
    let profile = policy.profile();
    let fits = |id: &str| -> Vec<&str> {
        profile.additions.iter().filter(|(_, a)| a.needs == id).map(|(a, _)| a).collect()
    };
    for (at, a) in policy.roles().enumerate() {
        for b in policy.roles().skip(at.saturating_add(1)) {
            let (a_id, b_id) = (policy.role_name(a), policy.role_name(b));
            let (left, right) = (of_role(policy, a.0), of_role(policy, b.0));
            if left == right && fits(a_id) == fits(b_id) {
                say(&format!("roles.{b_id}"), &format!("the same as `{a_id}`"));
            }
        }
    }
}

fn pointless(policy: &Policy, say: Say<'_>) {
    let any = |action| sources(policy).iter().any(|(_, a)| holds(a, action));
    if any(Action::Deactivate) != any(Action::Restore) {
        say(
            "roles",
            "`members.deactivate` and `members.restore` come together: what nobody can undo is `members.delete`",
        );
    }
    if policy.profile().delete.is_none() && any(Action::Delete) {
        say("delete", "somebody has `members.delete`, but `[delete]` is missing");
    }
    if policy.profile().grants.is_empty() && any(Action::SetGrant) {
        say("grants", "somebody has `members.set-grant`, but there is no switch");
    }
    if !policy
        .profile()
        .invitation
        .roles
        .as_ref()
        .is_none_or(|roles| roles.iter().any(|r| policy.role(r) == Some(policy.default_role())))
    {
        say("invitation.roles", "does not have the default role");
    }
}
