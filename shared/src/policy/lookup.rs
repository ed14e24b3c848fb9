//! From ids to places in a compiled policy and back: strings stay at the edges.

use super::compile::Policy;
use super::names::index;
use super::{AdditionId, FieldId, GrantId, PermissionId, RoleId, Set, Status, Subject};
use crate::Millis;
use crate::profile::{Profile, default_word};

impl Policy {
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

    /// How long the deletion of the team can be undone (JY16).
    pub fn deletion_grace(&self) -> Millis {
        self.grace
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

    /// True when the person's main role is the one of this id.
    pub fn is_of_role(&self, who: &Subject, id: &str) -> bool {
        self.role(id) == Some(who.role)
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
