//! From the profile's names to small integers and bit sets.

use super::action::MANAGEMENT;
use super::authority::{Authority, Holders};
#[cfg(feature = "native")]
use super::faults::BadRule;
use super::faults::{Faults, Key};
use super::names::{Names, duration, index};
use super::work::Kind;
use super::{Action, RoleId, Set, Status};
use crate::Millis;
use crate::profile::Profile;

#[derive(Clone, Debug)]
pub(super) struct Addition {
    pub needs: RoleId,
    pub authority: Authority,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    pub always: Set,
    pub standalone: Set,
    pub enterprise: Set,
    pub in_unit: Set,
    pub confines: Set,
    pub manages: Set,
    pub invites: Set,
    pub managed_by: Option<Holders>,
    pub grantable_to: Option<Holders>,
}

#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub roles: Set,
    pub counts: Set,
}

#[derive(Clone, Debug)]
pub(super) struct Grant {
    /// Roles for which it makes a difference; empty: all.
    pub roles: Set,
    pub permissions: Set,
}

/// Servers hold many profiles, and let them go. A page has one, and keeps it for good.
#[derive(Clone, Debug)]
pub(super) struct Held(#[cfg(feature = "native")] Profile, #[cfg(not(feature = "native"))] &'static Profile);

impl std::ops::Deref for Held {
    type Target = Profile;

    fn deref(&self) -> &Profile {
        #[cfg(feature = "native")]
        return &self.0;
        #[cfg(not(feature = "native"))]
        return self.0;
    }
}

/// A profile, compiled. Made once; asking it costs no allocation.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(super) profile: Held,
    pub(super) permission_names: Vec<String>,
    pub(super) roles: Vec<Authority>,
    pub(super) additions: Vec<Addition>,
    pub(super) standing: Vec<Standing>,
    pub(super) grants: Vec<Grant>,
    pub(super) guards: Vec<Holders>,
    pub(super) seats: Vec<Seat>,
    pub(super) kinds: Vec<Kind>,
    pub(super) not_oneself: Set,
    pub(super) invite_roles: Set,
    pub(super) delete_from: Set,
    pub(super) default_role: RoleId,
    pub(super) expiry: Millis,
    pub(super) grace: Millis,
}

impl Policy {
    /// Compiles a profile.
    ///
    /// # Errors
    /// Every rule that names something unknown, or exceeds what a policy can hold.
    #[cfg(feature = "native")]
    pub fn compile(profile: Profile) -> Result<Self, Vec<BadRule>> {
        let (policy, faults) = Self::compiled(Held(profile));
        faults.end().map(|()| policy)
    }

    /// The same for a page, which keeps its rules for good: code to take them apart would be in its download. `None` when it does
    /// not understand them.
    pub fn kept(profile: &'static Profile) -> Option<&'static Self> {
        #[cfg(feature = "native")]
        let profile = profile.clone();
        let (policy, faults) = Self::compiled(Held(profile));
        let policy = Box::leak(Box::new(policy));
        faults.end().ok().map(|()| &*policy)
    }

    fn compiled(held: Held) -> (Self, Faults) {
        let profile: &Profile = &held;
        let mut permissions: Vec<String> = MANAGEMENT.iter().map(|p| (*p).to_owned()).collect();
        for id in profile
            .permissions
            .ids()
            .chain(profile.grants.iter().flat_map(|(_, g)| g.permissions.iter().map(String::as_str)))
        {
            if !permissions.iter().any(|p| p == id) {
                permissions.push(id.to_owned());
            }
        }
        let implied = vec![Set::EMPTY; permissions.len()];
        let mut names = Names { profile, permissions, implied, bad: Faults::default() };
        names.implications();
        #[cfg(feature = "native")]
        names.check();

        let every_role: Set = (0..index(profile.roles.len())).collect();
        let invite_roles = match &profile.invitation.roles {
            Some(ids) => names.main_roles(Key::at("invitation.roles"), ids),
            None => every_role,
        };
        let mut roles: Vec<Authority> = Vec::new();
        for (id, def) in profile.roles.iter() {
            let key = |part| Key::of("roles", id, part);
            let (assigns, adds) = names.role_sets(key("assigns"), &def.assigns);
            let manages = match &def.manages {
                Some(ids) => names.main_roles(key("manages"), ids),
                None => assigns,
            };
            let invites = match &def.invites {
                Some(ids) => names.main_roles(key("invites"), ids),
                None => assigns,
            };
            roles.push(Authority {
                permissions: names.permission_set(key("permissions"), &def.permissions),
                unit_permissions: Set::EMPTY,
                assigns,
                adds,
                manages,
                invites,
            });
        }
        names.includes(&mut roles);
        let mut additions = Vec::new();
        for (id, def) in profile.additions.iter() {
            let key = |part| Key::of("additions", id, part);
            let mut authority = Authority {
                permissions: names.permission_set(key("permissions"), &def.permissions),
                ..Authority::default()
            };
            if let Some(base) = &def.same_as {
                let base = names.role(key("same_as"), base);
                authority = authority.union(roles.get(usize::from(base.0)).copied().unwrap_or_default());
            }
            additions.push(Addition { needs: names.role(key("needs"), &def.needs), authority });
        }
        let mut standing = Vec::new();
        for (id, def) in profile.standing.iter() {
            let key = |part| Key::of("standing", id, part);
            standing.push(Standing {
                always: names.permission_set(key("always"), &def.always),
                standalone: names.permission_set(key("when_standalone"), &def.when_standalone),
                enterprise: names.permission_set(key("when_enterprise"), &def.when_enterprise),
                in_unit: names.permission_set(key("in_unit"), &def.in_unit),
                confines: names.permission_set(key("confines"), &def.confines),
                manages: names.main_roles(key("manages"), &def.manages),
                invites: names.main_roles(key("invites"), &def.invites),
                managed_by: (!def.managed_by.is_empty())
                    .then(|| names.holders(key("managed_by"), &def.managed_by)),
                grantable_to: def
                    .grantable_to
                    .as_ref()
                    .map(|id| names.holders(key("grantable_to"), std::slice::from_ref(id))),
            });
        }
        let mut grants = Vec::new();
        for (id, def) in profile.grants.iter() {
            let key = |part| Key::of("grants", id, part);
            grants.push(Grant {
                roles: names.main_roles(key("for_roles"), &def.for_roles),
                permissions: names.permission_set(key("permissions"), &def.permissions),
            });
        }
        let guards = profile
            .guards
            .keep_one
            .iter()
            .map(|id| names.holders(Key::at("guards.keep_one"), std::slice::from_ref(id)))
            .collect();
        let mut not_oneself = Set::EMPTY;
        for id in &profile.guards.not_oneself {
            match Action::from_id(id) {
                Some(action) => not_oneself = not_oneself.with(action as u8),
                None => names.bad.unknown(Key::at("guards.not_oneself"), "action", id),
            }
        }
        let mut seats = Vec::new();
        for (id, def) in profile.seats.iter() {
            let key = |part| Key::of("seats", id, part);
            seats.push(Seat {
                roles: names.main_roles(key("roles"), &def.roles),
                counts: names.statuses(key("counts"), &def.counts),
            });
        }
        let kinds = profile.work.iter().map(|(id, def)| names.kind(id, def)).collect();
        let delete_from = match &profile.delete {
            Some(delete) => names.statuses(Key::at("delete.from"), &delete.from),
            None => Set::EMPTY,
        };
        // Who may remove a pending member may remove an expired one.
        let delete_from = if delete_from.has(Status::Pending as u8) {
            delete_from.with(Status::Expired as u8)
        } else {
            delete_from
        };
        let default_role =
            profile.roles.0.iter().position(|(_, r)| r.default).map_or(RoleId(0), |at| RoleId(index(at)));
        let expiry = duration(&profile.invitation.expires);
        let grace = profile.delete_team.as_ref().map(|d| duration(&d.grace));
        for (key, unclear) in
            [("invitation.expires", expiry.is_none()), ("delete_team.grace", grace == Some(None))]
        {
            if unclear {
                names.bad.say(Key::at(key), "is not a duration like `7d` or `48h`");
            }
        }
        let Names { permissions, bad, .. } = names;
        let policy = Self {
            permission_names: permissions,
            roles,
            additions,
            standing,
            grants,
            guards,
            seats,
            kinds,
            not_oneself,
            invite_roles,
            delete_from,
            default_role,
            expiry: expiry.unwrap_or_default(),
            grace: grace.flatten().unwrap_or_default(),
            profile: held,
        };
        (policy, bad)
    }
}
