//! Resolves the names in a profile to places in its tables, and remembers those that don't exist.

use super::authority::{Authority, Holders};
use super::faults::{Faults, Key};
use super::{RoleId, Set, Status};
use crate::Millis;
use crate::profile::Profile;

/// Resolves names and remembers those that don't exist.
pub(super) struct Names<'a> {
    pub profile: &'a Profile,
    pub permissions: Vec<String>,
    pub implied: Vec<Set>,
    pub bad: Faults,
}

pub(super) fn index(position: usize) -> u8 {
    u8::try_from(position).unwrap_or(u8::MAX)
}

impl Names<'_> {
    /// A permission with all that it implies; nothing where there is none of this id.
    pub fn known(&self, id: &str) -> Option<Set> {
        let at = self.permissions.iter().position(|p| p == id)?;
        Some(Set::of(index(at)).union(self.implied.get(at).copied().unwrap_or_default()))
    }

    pub fn permission_set(&mut self, key: Key<'_>, ids: &[String]) -> Set {
        let mut all = Set::EMPTY;
        for id in ids {
            match self.known(id) {
                Some(set) => all = all.union(set),
                None => self.bad.unknown(key, "permission", id),
            }
        }
        all
    }

    /// What each permission implies, and what that implies, …
    pub fn implications(&mut self) {
        let profile = self.profile;
        // Twice, so that what is implied by what is implied comes along.
        for _ in 0..2 {
            for (id, def) in profile.permissions.iter() {
                let all = def.implies.iter().filter_map(|id| self.known(id)).fold(Set::EMPTY, Set::union);
                let at = self.permissions.iter().position(|p| p == id);
                if let Some(slot) = at.and_then(|at| self.implied.get_mut(at)) {
                    *slot = all;
                }
            }
        }
    }

    /// Main roles and additions of a list.
    pub fn role_sets(&mut self, key: Key<'_>, ids: &[String]) -> (Set, Set) {
        let (mut roles, mut additions) = (Set::EMPTY, Set::EMPTY);
        for id in ids {
            let role = self.profile.roles.position(id);
            let addition = self.profile.additions.position(id);
            roles = role.map_or(roles, |at| roles.with(index(at)));
            additions = addition.map_or(additions, |at| additions.with(index(at)));
            if role.is_none() && addition.is_none() {
                self.bad.unknown(key, "role", id);
            }
        }
        (roles, additions)
    }

    pub fn main_roles(&mut self, key: Key<'_>, ids: &[String]) -> Set {
        let mut set = Set::EMPTY;
        for id in ids {
            match self.profile.roles.position(id) {
                Some(at) => set = set.with(index(at)),
                None => self.bad.unknown(key, "role", id),
            }
        }
        set
    }

    pub fn role(&mut self, key: Key<'_>, id: &str) -> RoleId {
        match self.profile.roles.position(id) {
            Some(at) => RoleId(index(at)),
            None => {
                self.bad.unknown(key, "role", id);
                RoleId(u8::MAX)
            }
        }
    }

    pub fn holders(&mut self, key: Key<'_>, ids: &[String]) -> Holders {
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
                self.bad.unknown(key, "role or standing", id);
            }
        }
        all
    }

    /// Adds what a role includes. Going round once for each role reaches the end of every chain.
    pub fn includes(&self, roles: &mut [Authority]) {
        let profile = self.profile;
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

    pub fn statuses(&mut self, key: Key<'_>, ids: &[String]) -> Set {
        let mut set = Set::EMPTY;
        for id in ids {
            match Status::from_id(id) {
                Some(status) => set = set.with(status as u8),
                None => self.bad.unknown(key, "status", id),
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
