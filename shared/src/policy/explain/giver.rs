//! Which lines of a profile give somebody a permission, a role to assign, or a role to invite people as.

use super::lines::Pointer;
use crate::policy::{Policy, Subject};

/// The line that gives it, and those through which it comes: what a role includes, what a permission implies.
pub(super) struct Given {
    pub by: Pointer,
    pub through: Vec<Pointer>,
}

/// Whoever implies what implies what is asked for: as deep as the rules look.
const DEPTH: usize = 3;

/// The ids from one that is listed to the one that is asked for, by what implies what.
fn chain(policy: &Policy, listed: &[String], want: &str, depth: usize) -> Option<Vec<String>> {
    if listed.iter().any(|id| id == want) {
        return Some(vec![want.to_owned()]);
    }
    let depth = depth.checked_sub(1)?;
    listed.iter().find_map(|id| {
        let implies = &policy.profile().permissions.get(id)?.implies;
        let mut rest = chain(policy, implies, want, depth)?;
        rest.insert(0, id.clone());
        Some(rest)
    })
}

/// A list of permissions at `path` that gives `want`.
fn listing(policy: &Policy, path: &[&str], listed: &[String], want: &str) -> Option<Given> {
    let ids = chain(policy, listed, want, DEPTH)?;
    let by = Pointer::item(path, ids.first()?);
    let pairs = ids.iter().zip(ids.iter().skip(1));
    let through = pairs.map(|(id, next)| Pointer::item(&["permissions", id, "implies"], next)).collect();
    Some(Given { by, through })
}

/// What a main role gives, by itself or by the roles that it includes.
fn role(policy: &Policy, id: &str, want: &str, depth: usize) -> Option<Given> {
    let def = policy.profile().roles.get(id)?;
    if let Some(found) = listing(policy, &["roles", id, "permissions"], &def.permissions, want) {
        return Some(found);
    }
    let mut found = role(policy, def.includes.as_deref()?, want, depth.checked_sub(1)?)?;
    found.through.insert(0, Pointer::to(&["roles", id, "includes"]));
    Some(found)
}

/// The additions that count for somebody (ST1).
fn additions(policy: &Policy, who: &Subject) -> impl Iterator<Item = String> {
    let own = policy.role_name(who.role).to_owned();
    let needs = move |id: &String| policy.profile().additions.get(id).is_some_and(|a| a.needs == own);
    policy.addition_names(who.additions).into_iter().filter(needs)
}

/// The standing that counts for somebody (ST2).
fn standing(policy: &Policy, who: &Subject) -> Vec<String> {
    let counts = |at: &u8| {
        let found = policy.standing.get(usize::from(*at));
        found.is_some_and(|s| s.grantable_to.is_none_or(|base| base.include(who)))
    };
    policy.standing_names(who.standing.iter().filter(counts).collect())
}

/// What gives somebody a permission, wherever it reaches.
pub(super) fn permission(policy: &Policy, who: &Subject, enterprise: bool, want: &str) -> Option<Given> {
    let profile = policy.profile();
    let depth = profile.roles.len();
    if let Some(found) = role(policy, policy.role_name(who.role), want, depth) {
        return Some(found);
    }
    for id in additions(policy, who) {
        let def = profile.additions.get(&id)?;
        if let Some(found) = listing(policy, &["additions", &id, "permissions"], &def.permissions, want) {
            return Some(found);
        }
        if let Some(mut found) = def.same_as.as_deref().and_then(|base| role(policy, base, want, depth)) {
            found.through.insert(0, Pointer::to(&["additions", &id, "same_as"]));
            return Some(found);
        }
    }
    for id in policy.grant_names(policy.switches(who)) {
        let def = profile.grants.get(&id)?;
        if let Some(found) = listing(policy, &["grants", &id, "permissions"], &def.permissions, want) {
            return Some(found);
        }
    }
    for id in standing(policy, who) {
        let def = profile.standing.get(&id)?;
        let kind = match enterprise {
            true => [("when_enterprise", &def.when_enterprise), ("in_unit", &def.in_unit)],
            false => [("when_standalone", &def.when_standalone); 2],
        };
        for (part, ids) in std::iter::once(("always", &def.always)).chain(kind) {
            if let Some(found) = listing(policy, &["standing", &id, part], ids, want) {
                return Some(found);
            }
        }
    }
    None
}

/// The list of roles that somebody goes by, of their main role, an addition or a standing: the one that has `want`, or else
/// the main role's, where it would have to stand.
pub(super) fn reach(policy: &Policy, who: &Subject, part: Reach, want: &str) -> Pointer {
    let profile = policy.profile();
    let own = policy.role_name(who.role);
    let mut bases = vec![own.to_owned()];
    bases.extend(additions(policy, who).filter_map(|id| profile.additions.get(&id)?.same_as.clone()));
    let mut first = None;
    for id in &bases {
        let Some(def) = profile.roles.get(id) else { continue };
        let named = match part {
            Reach::Assigns => None,
            Reach::Manages => def.manages.as_ref().map(|m| ("manages", m)),
            Reach::Invites => def.invites.as_ref().map(|i| ("invites", i)),
        };
        let (key, ids) = named.unwrap_or(("assigns", &def.assigns));
        if ids.iter().any(|id| id == want) {
            return Pointer::item(&["roles", id, key], want);
        }
        first.get_or_insert_with(|| Pointer::to(&["roles", id, key]));
    }
    for id in standing(policy, who) {
        let Some(def) = profile.standing.get(&id) else { continue };
        let (key, ids) = match part {
            Reach::Assigns => continue,
            Reach::Manages => ("manages", &def.manages),
            Reach::Invites => ("invites", &def.invites),
        };
        if ids.iter().any(|id| id == want) {
            return Pointer::item(&["standing", &id, key], want);
        }
    }
    first.unwrap_or_default()
}

/// Lists of roles.
#[derive(Clone, Copy)]
pub(super) enum Reach {
    /// Given and taken.
    Assigns,
    /// Whose holders are managed.
    Manages,
    /// That people are invited as.
    Invites,
}
