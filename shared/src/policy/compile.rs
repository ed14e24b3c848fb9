//! From the profile's names to small integers and bit sets.

use super::action::MANAGEMENT;
use super::authority::{Authority, Holders};
use super::names::{Names, duration, index};
use super::work::Kind;
use super::{Action, RoleId, Set, Status};
use crate::Millis;
use crate::profile::Profile;

/// A rule of a profile that makes no sense: the key and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRule {
    /// Where: `roles.admin.assigns`.
    pub key: String,
    /// Why, as half a sentence.
    pub reason: String,
}

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

/// A profile, compiled. Made once; asking it costs no allocation.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(super) profile: Profile,
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
    pub fn compile(profile: Profile) -> Result<Self, Vec<BadRule>> {
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
        let mut names = Names { profile: &profile, permissions, implied, bad: Vec::new() };
        for (what, count, most) in [
            ("permissions", names.permissions.len(), 64),
            ("roles", profile.roles.len(), 32),
            ("additions", profile.additions.len(), 32),
            ("standing", profile.standing.len(), 32),
            ("grants", profile.grants.len(), 64),
            ("fields", profile.fields.len(), 64),
            ("seats", profile.seats.len(), 8),
            ("work", profile.work.len(), 32),
            ("settings", profile.settings.len(), 64),
        ] {
            if count > most {
                names
                    .bad
                    .push(BadRule { key: what.to_owned(), reason: "more than a policy can hold".to_owned() });
            }
        }
        // Twice, so that what is implied by what is implied comes along.
        for again in [false, true] {
            for (id, def) in profile.permissions.iter() {
                let key = ["permissions.", id, ".implies"].concat();
                let bad_before = names.bad.len();
                let set = names.permission_set(&key, &def.implies);
                if again {
                    names.bad.truncate(bad_before);
                }
                if let Some(slot) =
                    names.permissions.iter().position(|p| p == id).and_then(|at| names.implied.get_mut(at))
                {
                    *slot = set;
                }
            }
        }

        let every_role: Set = (0..index(profile.roles.len())).collect();
        let invite_roles = match &profile.invitation.roles {
            Some(ids) => names.main_roles("invitation.roles", ids),
            None => every_role,
        };
        let mut roles: Vec<Authority> = Vec::new();
        for (id, def) in profile.roles.iter() {
            let key = |part: &str| ["roles.", id, ".", part].concat();
            let (assigns, adds) = names.role_sets(&key("assigns"), &def.assigns);
            let manages = match &def.manages {
                Some(ids) => names.main_roles(&key("manages"), ids),
                None => assigns,
            };
            let invites = match &def.invites {
                Some(ids) => names.main_roles(&key("invites"), ids),
                None => assigns,
            };
            roles.push(Authority {
                permissions: names.permission_set(&key("permissions"), &def.permissions),
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
            let key = |part: &str| ["additions.", id, ".", part].concat();
            let mut authority = Authority {
                permissions: names.permission_set(&key("permissions"), &def.permissions),
                ..Authority::default()
            };
            if let Some(base) = &def.same_as {
                let base = names.role(&key("same_as"), base);
                authority = authority.union(roles.get(usize::from(base.0)).copied().unwrap_or_default());
            }
            additions.push(Addition { needs: names.role(&key("needs"), &def.needs), authority });
        }
        let mut standing = Vec::new();
        for (id, def) in profile.standing.iter() {
            let key = |part: &str| ["standing.", id, ".", part].concat();
            standing.push(Standing {
                always: names.permission_set(&key("always"), &def.always),
                standalone: names.permission_set(&key("when_standalone"), &def.when_standalone),
                enterprise: names.permission_set(&key("when_enterprise"), &def.when_enterprise),
                in_unit: names.permission_set(&key("in_unit"), &def.in_unit),
                confines: names.permission_set(&key("confines"), &def.confines),
                manages: names.main_roles(&key("manages"), &def.manages),
                invites: names.main_roles(&key("invites"), &def.invites),
                managed_by: (!def.managed_by.is_empty())
                    .then(|| names.holders(&key("managed_by"), &def.managed_by)),
                grantable_to: def
                    .grantable_to
                    .as_ref()
                    .map(|id| names.holders(&key("grantable_to"), std::slice::from_ref(id))),
            });
        }
        let mut grants = Vec::new();
        for (id, def) in profile.grants.iter() {
            let key = |part: &str| ["grants.", id, ".", part].concat();
            grants.push(Grant {
                roles: names.main_roles(&key("for_roles"), &def.for_roles),
                permissions: names.permission_set(&key("permissions"), &def.permissions),
            });
        }
        for (id, def) in profile.fields.iter() {
            names.main_roles(&["fields.", id, ".for_roles"].concat(), &def.for_roles);
        }
        let guards = profile
            .guards
            .keep_one
            .iter()
            .map(|id| names.holders("guards.keep_one", std::slice::from_ref(id)))
            .collect();
        let mut not_oneself = Set::EMPTY;
        for id in &profile.guards.not_oneself {
            match Action::from_id(id) {
                Some(action) => not_oneself = not_oneself.with(action as u8),
                None => names.unknown("guards.not_oneself", "action", id),
            }
        }
        let mut seats = Vec::new();
        for (id, def) in profile.seats.iter() {
            let key = |part: &str| ["seats.", id, ".", part].concat();
            seats.push(Seat {
                roles: names.main_roles(&key("roles"), &def.roles),
                counts: names.statuses(&key("counts"), &def.counts),
            });
        }
        let kinds = profile.work.iter().map(|(id, def)| names.kind(id, def)).collect();
        names.work_fields();
        let delete_from = match &profile.delete {
            Some(delete) => names.statuses("delete.from", &delete.from),
            None => Set::EMPTY,
        };
        // Who may remove a pending member may remove an expired one.
        let delete_from = if delete_from.has(Status::Pending as u8) {
            delete_from.with(Status::Expired as u8)
        } else {
            delete_from
        };
        names.role("founder.role", &profile.founder.role);
        for id in &profile.founder.standing {
            if profile.standing.get(id).is_none() {
                names.unknown("founder.standing", "standing", id);
            }
        }
        for id in &profile.invitation.fields {
            if id != "role" && profile.fields.get(id).is_none() {
                names.unknown("invitation.fields", "field", id);
            }
        }
        let default_role =
            profile.roles.0.iter().position(|(_, r)| r.default).map_or(RoleId(0), |at| RoleId(index(at)));
        let expiry = duration(&profile.invitation.expires);
        if expiry.is_none() {
            names.bad.push(BadRule {
                key: "invitation.expires".to_owned(),
                reason: "is not a duration like `7d` or `48h`".to_owned(),
            });
        }
        let grace = profile.delete_team.as_ref().map(|d| duration(&d.grace));
        if grace == Some(None) {
            names.bad.push(BadRule {
                key: "delete_team.grace".to_owned(),
                reason: "is not a duration like `7d` or `48h`".to_owned(),
            });
        }
        let Names { permissions, bad, .. } = names;
        if !bad.is_empty() {
            return Err(bad);
        }
        Ok(Self {
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
            profile,
        })
    }
}
