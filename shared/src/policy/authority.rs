//! What somebody may do and reach, gathered from role, additions, switches and standing.

use super::compile::Policy;
use super::{Action, AdditionId, PermissionId, RoleId, Set, Status, Subject};

/// Rights and reach of a role, an addition, a standing, or of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    /// Permissions.
    pub permissions: Set,
    /// Permissions over people of managed units only (ST2).
    pub unit_permissions: Set,
    /// Main roles that may be given and taken.
    pub assigns: Set,
    /// Additions that may be given and taken.
    pub adds: Set,
    /// Main roles whose holders may be managed.
    pub manages: Set,
    /// Main roles that people may be invited as.
    pub invites: Set,
}

impl Authority {
    /// All of both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            permissions: self.permissions.union(other.permissions),
            unit_permissions: self.unit_permissions.union(other.unit_permissions),
            assigns: self.assigns.union(other.assigns),
            adds: self.adds.union(other.adds),
            manages: self.manages.union(other.manages),
            invites: self.invites.union(other.invites),
        }
    }

    /// Whoever has this has all of that too. Permissions over people of managed units are not enough, neither for the same
    /// over everybody nor for those over the people of what may be another unit.
    pub fn covers(&self, that: &Self) -> bool {
        that.permissions.within(self.permissions)
            && that.unit_permissions.within(self.permissions)
            && that.assigns.within(self.assigns)
            && that.adds.within(self.adds)
            && that.manages.within(self.manages)
            && that.invites.within(self.invites)
    }

    /// Has the permission, without regard to units.
    pub fn may(&self, permission: PermissionId) -> bool {
        self.permissions.has(permission.0)
    }

    /// May give and take this main role.
    pub fn may_assign(&self, role: RoleId) -> bool {
        self.assigns.has(role.0)
    }

    /// May give and take this addition.
    pub fn may_add(&self, addition: AdditionId) -> bool {
        self.adds.has(addition.0)
    }

    /// May manage people of this main role.
    pub fn may_manage(&self, role: RoleId) -> bool {
        self.manages.has(role.0) || self.assigns.has(role.0)
    }
}

/// Who counts as a holder of an id: a main role, an addition that is the same or equals it, or a standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Holders {
    pub roles: Set,
    pub additions: Set,
    pub standing: Set,
}

impl Holders {
    pub fn include(&self, subject: &Subject) -> bool {
        self.roles.has(subject.role.0)
            || !self.additions.both(subject.additions).is_empty()
            || !self.standing.both(subject.standing).is_empty()
    }
}

impl Policy {
    /// What a person may do and reach in this kind of organization. Only active people may do anything.
    pub fn authority(&self, who: &Subject, enterprise: bool) -> Authority {
        if who.status != Status::Active {
            return Authority::default();
        }
        let who = &self.fitting(who);
        let mut confined = Set::EMPTY;
        let mut all = self.roles.get(usize::from(who.role.0)).copied().unwrap_or_default();
        for addition in who.additions.iter() {
            if let Some(found) = self.additions.get(usize::from(addition)) {
                all = all.union(found.authority);
            }
        }
        for grant in self.switches(who).iter() {
            if let Some(found) = self.grants.get(usize::from(grant)) {
                all.permissions = all.permissions.union(found.permissions);
            }
        }
        for standing in who.standing.iter() {
            let Some(found) = self.standing.get(usize::from(standing)) else { continue };
            if found.grantable_to.is_some_and(|base| !base.include(who)) {
                continue;
            }
            let more = if enterprise { found.enterprise } else { found.standalone };
            all.permissions = all.permissions.union(found.always).union(more);
            if enterprise {
                all.unit_permissions = all.unit_permissions.union(found.in_unit);
                confined = confined.union(found.confines);
            }
            all.manages = all.manages.union(found.manages);
            all.invites = all.invites.union(found.invites);
        }
        // Whoever appoints managing agents is not kept to the units that they take on themself: an owner who becomes one
        // must not lose the organization.
        if Action::SetStanding.permission().is_some_and(|p| all.may(p)) {
            confined = Set::EMPTY;
        }
        all.unit_permissions = all.unit_permissions.union(all.permissions.both(confined));
        all.permissions = all.permissions.minus(confined);
        all
    }

    /// All that a person has, with all that they could give to somebody: what they reach at most through others.
    pub(super) fn reach_through_others(&self, who: &Subject, enterprise: bool) -> Authority {
        let own = self.authority(who, enterprise);
        let mut all = own;
        let may = |action: Action| action.permission().is_some_and(|p| own.may(p));
        for role in own.assigns.union(own.invites).iter() {
            all = all.union(self.roles.get(usize::from(role)).copied().unwrap_or_default());
        }
        for addition in own.adds.iter() {
            if let Some(found) = self.additions.get(usize::from(addition)) {
                all = all.union(found.authority);
            }
        }
        if may(Action::SetGrant) {
            for grant in &self.grants {
                all.permissions = all.permissions.union(grant.permissions);
            }
        }
        if may(Action::SetStanding) {
            for standing in &self.standing {
                let more = if enterprise { standing.enterprise } else { standing.standalone };
                let over_units = if enterprise { standing.in_unit } else { Set::EMPTY };
                all.permissions = all.permissions.union(standing.always).union(more).union(over_units);
                all.manages = all.manages.union(standing.manages);
                all.invites = all.invites.union(standing.invites);
            }
        }
        all
    }

    /// The person with those additions only that belong to their main role: without it an addition gives nothing, and makes
    /// nobody a holder (ST1).
    pub(super) fn fitting(&self, who: &Subject) -> Subject {
        let fits = |at: &u8| self.additions.get(usize::from(*at)).is_some_and(|a| a.needs == who.role);
        Subject { additions: who.additions.iter().filter(fits).collect(), ..*who }
    }

    /// The switches that make a difference for this person: one that belongs to another role waits, unseen, until they have
    /// that role again.
    pub(super) fn switches(&self, who: &Subject) -> Set {
        let counts = |at: &u8| {
            self.grants.get(usize::from(*at)).is_some_and(|g| g.roles.is_empty() || g.roles.has(who.role.0))
        };
        who.grants.iter().filter(counts).collect()
    }

    /// True when the person counts as an active holder for the guard at `index` of `keep_one`.
    pub fn holds_guard(&self, index: usize, who: &Subject) -> bool {
        who.status == Status::Active && self.guards.get(index).is_some_and(|g| g.include(&self.fitting(who)))
    }

    /// True when the person takes a seat of the kind at `index` of `seats`.
    pub fn takes_seat(&self, index: usize, who: &Subject, now: crate::Millis) -> bool {
        self.seats.get(index).is_some_and(|s| {
            (s.roles.is_empty() || s.roles.has(who.role.0)) && s.counts.has(who.status_at(now) as u8)
        })
    }
}
