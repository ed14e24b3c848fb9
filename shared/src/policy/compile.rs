//! From the profile's names to small integers and bit sets.

use super::action::MANAGEMENT;
use super::authority::{Authority, Holders};
use super::{Action, AdditionId, FieldId, GrantId, PermissionId, RoleId, Set, Status, Subject};
use crate::Millis;
use crate::profile::{Profile, default_word};

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

/// A profile, compiled. Made once; asking it costs no allocation.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(super) profile: Profile,
    pub(super) permission_names: Vec<String>,
    pub(super) roles: Vec<Authority>,
    pub(super) additions: Vec<Addition>,
    pub(super) standing: Vec<Standing>,
    pub(super) grants: Vec<Set>,
    pub(super) guards: Vec<Holders>,
    pub(super) seats: Vec<Seat>,
    pub(super) not_oneself: Set,
    pub(super) invite_roles: Set,
    pub(super) delete_from: Set,
    pub(super) default_role: RoleId,
    pub(super) expiry: Millis,
}

/// Resolves names and remembers those that don't exist.
struct Names<'a> {
    profile: &'a Profile,
    permissions: Vec<String>,
    implied: Vec<Set>,
    bad: Vec<BadRule>,
}

fn index(position: usize) -> u8 {
    u8::try_from(position).unwrap_or(u8::MAX)
}

impl Names<'_> {
    fn unknown(&mut self, key: &str, what: &str, id: &str) {
        self.bad.push(BadRule { key: key.to_owned(), reason: ["unknown ", what, " `", id, "`"].concat() });
    }

    fn permission(&mut self, key: &str, id: &str) -> Set {
        match self.permissions.iter().position(|p| p == id) {
            Some(at) => Set::of(index(at)).union(self.implied.get(at).copied().unwrap_or_default()),
            None => {
                self.unknown(key, "permission", id);
                Set::EMPTY
            }
        }
    }

    fn permission_set(&mut self, key: &str, ids: &[String]) -> Set {
        ids.iter().fold(Set::EMPTY, |all, id| all.union(self.permission(key, id)))
    }

    /// Main roles and additions of a list.
    fn role_sets(&mut self, key: &str, ids: &[String]) -> (Set, Set) {
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

    fn main_roles(&mut self, key: &str, ids: &[String]) -> Set {
        let mut set = Set::EMPTY;
        for id in ids {
            match self.profile.roles.position(id) {
                Some(at) => set = set.with(index(at)),
                None => self.unknown(key, "role", id),
            }
        }
        set
    }

    fn role(&mut self, key: &str, id: &str) -> RoleId {
        match self.profile.roles.position(id) {
            Some(at) => RoleId(index(at)),
            None => {
                self.unknown(key, "role", id);
                RoleId(u8::MAX)
            }
        }
    }

    fn holders(&mut self, key: &str, ids: &[String]) -> Holders {
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
    fn includes(&mut self, roles: &mut [Authority]) {
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

    fn statuses(&mut self, key: &str, ids: &[String]) -> Set {
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
fn duration(text: &str) -> Option<Millis> {
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
        ] {
            if count > most {
                names
                    .bad
                    .push(BadRule { key: what.to_owned(), reason: "more than a policy can hold".to_owned() });
            }
        }
        // Twice, so that what is implied by what is implied comes along.
        for _ in 0..2 {
            for (id, def) in profile.permissions.iter() {
                let key = ["permissions.", id, ".implies"].concat();
                let bad_before = names.bad.len();
                let set = names.permission_set(&key, &def.implies);
                if names.bad.len() > bad_before && !names.implied.iter().all(|s| s.is_empty()) {
                    names.bad.truncate(bad_before);
                }
                if let Some(slot) =
                    names.permissions.iter().position(|p| p == id).and_then(|at| names.implied.get_mut(at))
                {
                    *slot = set;
                }
            }
        }
        names.bad.dedup();

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
            names.main_roles(&key("for_roles"), &def.for_roles);
            grants.push(names.permission_set(&key("permissions"), &def.permissions));
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
            not_oneself,
            invite_roles,
            delete_from,
            default_role,
            expiry: expiry.unwrap_or_default(),
            profile,
        })
    }

    /// The profile that this was made from.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The product's word for a key of [`crate::profile::WORDS`].
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.profile.words.get(key).map_or_else(|| default_word(key), String::as_str)
    }

    /// How long an invitation can be accepted.
    pub fn invitation_lasts(&self) -> Millis {
        self.expiry
    }

    /// Shortest password, in characters.
    pub fn password_min(&self) -> u32 {
        self.profile.password.min
    }

    /// The role that people get when none is chosen.
    pub fn default_role(&self) -> RoleId {
        self.default_role
    }

    /// The main role of an id.
    pub fn role(&self, id: &str) -> Option<RoleId> {
        self.profile.roles.position(id).map(|at| RoleId(index(at)))
    }

    /// All main roles, in order.
    pub fn roles(&self) -> impl Iterator<Item = RoleId> + use<> {
        (0..index(self.profile.roles.len())).map(RoleId)
    }

    /// A main role's id; empty for one that doesn't exist.
    pub fn role_name(&self, role: RoleId) -> &str {
        self.profile.roles.at(usize::from(role.0)).map_or("", |(id, _)| id)
    }

    /// The addition of an id.
    pub fn addition(&self, id: &str) -> Option<AdditionId> {
        self.profile.additions.position(id).map(|at| AdditionId(index(at)))
    }

    /// The switch of an id.
    pub fn grant(&self, id: &str) -> Option<GrantId> {
        self.profile.grants.position(id).map(|at| GrantId(index(at)))
    }

    /// The field of an id.
    pub fn field(&self, id: &str) -> Option<FieldId> {
        self.profile.fields.position(id).map(|at| FieldId(index(at)))
    }

    /// The permission of an id.
    pub fn permission(&self, id: &str) -> Option<PermissionId> {
        self.permission_names.iter().position(|p| p == id).map(|at| PermissionId(index(at)))
    }

    /// Every permission's id, by bit.
    pub fn permission_names(&self) -> &[String] {
        &self.permission_names
    }

    /// A person's place from ids. Ids that this policy doesn't know (rules changed meanwhile) are left out and so give
    /// nothing; an unknown main role gives `None`.
    pub fn subject(
        &self,
        role: &str,
        additions: &[String],
        grants: &[String],
        standing: &[String],
        status: Status,
        expires_at: Option<Millis>,
    ) -> Option<Subject> {
        let place = |at: Option<usize>| at.map(index);
        Some(Subject {
            role: self.role(role)?,
            additions: additions.iter().filter_map(|id| place(self.profile.additions.position(id))).collect(),
            grants: grants.iter().filter_map(|id| place(self.profile.grants.position(id))).collect(),
            standing: standing.iter().filter_map(|id| place(self.profile.standing.position(id))).collect(),
            status,
            expires_at,
        })
    }

    /// The founder of a new team.
    pub fn founder(&self) -> Subject {
        let place = |id: &String| self.profile.standing.position(id).map(index);
        Subject {
            role: self.role(&self.profile.founder.role).unwrap_or(self.default_role),
            additions: Set::EMPTY,
            grants: Set::EMPTY,
            standing: self.profile.founder.standing.iter().filter_map(place).collect(),
            status: Status::Active,
            expires_at: None,
        }
    }

    /// Ids of a set of additions.
    pub fn addition_names(&self, set: Set) -> Vec<String> {
        set.iter()
            .filter_map(|at| self.profile.additions.at(usize::from(at)))
            .map(|(id, _)| id.to_owned())
            .collect()
    }

    /// Ids of a set of switches.
    pub fn grant_names(&self, set: Set) -> Vec<String> {
        set.iter()
            .filter_map(|at| self.profile.grants.at(usize::from(at)))
            .map(|(id, _)| id.to_owned())
            .collect()
    }

    /// Ids of a set of standing facts.
    pub fn standing_names(&self, set: Set) -> Vec<String> {
        set.iter()
            .filter_map(|at| self.profile.standing.at(usize::from(at)))
            .map(|(id, _)| id.to_owned())
            .collect()
    }
}
