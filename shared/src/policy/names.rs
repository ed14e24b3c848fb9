//! Resolves the names in a profile to places in its tables, and remembers those that don't exist.

use super::authority::{Authority, Holders};
use super::compile::BadRule;
use super::{RoleId, Set, Status};
use crate::Millis;
use crate::profile::Profile;

/// Resolves names and remembers those that don't exist.
pub(super) struct Names<'a> {
    pub profile: &'a Profile,
    pub permissions: Vec<String>,
    pub implied: Vec<Set>,
    pub bad: Vec<BadRule>,
}

pub(super) fn index(position: usize) -> u8 {
    u8::try_from(position).unwrap_or(u8::MAX)
}

impl Names<'_> {
    pub fn unknown(&mut self, key: &str, what: &str, id: &str) {
        self.bad.push(BadRule { key: key.to_owned(), reason: ["unknown ", what, " `", id, "`"].concat() });
    }

    pub fn permission(&mut self, key: &str, id: &str) -> Set {
        match self.permissions.iter().position(|p| p == id) {
            Some(at) => Set::of(index(at)).union(self.implied.get(at).copied().unwrap_or_default()),
            None => {
                self.unknown(key, "permission", id);
                Set::EMPTY
            }
        }
    }

    pub fn permission_set(&mut self, key: &str, ids: &[String]) -> Set {
        ids.iter().fold(Set::EMPTY, |all, id| all.union(self.permission(key, id)))
    }

    /// Main roles and additions of a list.
    pub fn role_sets(&mut self, key: &str, ids: &[String]) -> (Set, Set) {
        let (mut roles, mut additions) = (Set::EMPTY, Set::EMPTY);
        for id in ids {
            let role = self.profile.roles.position(id);
            let addition = self.profile.additions.position(id);
            roles = role.map_or(roles, |at| roles.with(index(at)));
            additions = addition.map_or(additions, |at| additions.with(index(at)));
            if role.is_none() && addition.is_none() {
                self.unknown(key, "role", id);
            }
        }
        (roles, additions)
    }

    pub fn main_roles(&mut self, key: &str, ids: &[String]) -> Set {
        let mut set = Set::EMPTY;
        for id in ids {
            match self.profile.roles.position(id) {
                Some(at) => set = set.with(index(at)),
                None => self.unknown(key, "role", id),
            }
        }
        set
    }

    pub fn role(&mut self, key: &str, id: &str) -> RoleId {
        match self.profile.roles.position(id) {
            Some(at) => RoleId(index(at)),
            None => {
                self.unknown(key, "role", id);
                RoleId(u8::MAX)
            }
        }
    }

    pub fn holders(&mut self, key: &str, ids: &[String]) -> Holders {
        let mut all = Holders::default();
        for id in ids {
            let profile = self.profile;
            let mut known = false;
            if let Some(at) = profile.roles.position(id) {
                all.roles = all.roles.with(index(at));
                known = true;
            }
            for (at, (name, addition)) in profile.additions.iter().enumerate() {
                if name == id || addition.same_as.as_deref() == Some(id) {
                    all.additions = all.additions.with(index(at));
                    known = true;
                }
            }
            if let Some(at) = profile.standing.position(id) {
                all.standing = all.standing.with(index(at));
                known = true;
            }
            if !known {
                self.unknown(key, "role or standing", id);
            }
        }
        all
    }

    /// Adds what a role includes. Going round once for each role reaches the end of every chain; a circle never ends.
    pub fn includes(&mut self, roles: &mut [Authority]) {
        let profile = self.profile;
        for (id, def) in profile.roles.iter() {
            let mut next = def.includes.as_deref();
            for step in 0..=profile.roles.len() {
                let Some(base) = next else { break };
                let key = ["roles.", id, ".includes"].concat();
                let Some(found) = profile.roles.get(base) else {
                    self.unknown(&key, "role", base);
                    break;
                };
                if step == profile.roles.len() {
                    self.bad.push(BadRule { key, reason: "includes itself in a circle".to_owned() });
                }
                next = found.includes.as_deref();
            }
        }
        for _ in 0..profile.roles.len() {
            for (at, (_, def)) in profile.roles.iter().enumerate() {
                let base = def.includes.as_deref().and_then(|id| profile.roles.position(id));
                let base = base.and_then(|b| roles.get(b)).map(|r| r.permissions).unwrap_or_default();
                if let Some(role) = roles.get_mut(at) {
                    role.permissions = role.permissions.union(base);
                }
            }
        }
    }

    pub fn statuses(&mut self, key: &str, ids: &[String]) -> Set {
        let mut set = Set::EMPTY;
        for id in ids {
            match Status::from_id(id) {
                Some(status) => set = set.with(status as u8),
                None => self.unknown(key, "status", id),
            }
        }
        set
    }
}

/// `7d`, `48h`, `30m` in milliseconds.
pub(super) fn duration(text: &str) -> Option<Millis> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: i64 = number.parse().ok().filter(|n| (1..=100_000).contains(n))?;
    let unit = match unit {
        "d" => 86_400_000,
        "h" => 3_600_000,
        "m" => 60_000,
        _ => return None,
    };
    number.checked_mul(unit)
}
