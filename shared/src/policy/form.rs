//! Which fields and switches a form shows: the profile's conditions, decided once for page and server.

use super::{GrantId, Policy, RoleId};
use crate::api::FieldValues;
use crate::profile::FieldDef;

/// A part of a form, in the profile's order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FormField<'a> {
    /// A field to fill in: its id and definition.
    Field(&'a str, &'a FieldDef),
    /// The choice of a main role.
    Role,
}

fn listed(policy: &Policy, list: &[String], role: RoleId) -> bool {
    list.is_empty() || list.iter().any(|id| policy.role(id) == Some(role))
}

impl Policy {
    /// The invite form for somebody who gets `role`.
    pub fn invite_form(&self, role: RoleId) -> Vec<FormField<'_>> {
        let profile = self.profile();
        let part = |id: &'_ String| -> Option<FormField<'_>> {
            if id == "role" {
                return Some(FormField::Role);
            }
            let (id, def) = profile.fields.iter().find(|(known, _)| known == id)?;
            self.field_shows(def, role).then_some(FormField::Field(id, def))
        };
        profile.invitation.fields.iter().filter_map(part).collect()
    }

    /// True when a member with `role` has this field.
    pub fn field_shows(&self, field: &FieldDef, role: RoleId) -> bool {
        listed(self, &field.for_roles, role)
    }

    /// True when a switch makes a difference for `role`.
    pub fn grant_shows(&self, grant: GrantId, role: RoleId) -> bool {
        self.grants.get(usize::from(grant.0)).is_some_and(|g| g.roles.is_empty() || g.roles.has(role.0))
    }

    /// All switches, in order.
    pub fn grants(&self) -> impl Iterator<Item = GrantId> + use<> {
        (0..u8::try_from(self.profile().grants.len()).unwrap_or(u8::MAX)).map(GrantId)
    }

    /// A name to show, from a member's fields: `name`, or `first-name` and `last-name`; empty when there is none.
    pub fn display_name(&self, fields: &FieldValues) -> String {
        let field = |id: &str| fields.get(id).map_or("", |v| v.trim());
        let whole = field("name");
        if !whole.is_empty() {
            return whole.to_owned();
        }
        let both = [field("first-name"), " ", field("last-name")].concat();
        both.trim().to_owned()
    }

    /// Puts a whole name into the fields that this profile has, as the first run and the acceptance page ask for it.
    pub fn split_name(&self, name: &str) -> FieldValues {
        let name = name.trim();
        let mut fields = FieldValues::new();
        if self.profile().fields.get("name").is_some() {
            fields.insert("name".to_owned(), name.to_owned());
        } else if self.profile().fields.get("first-name").is_some() {
            let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
            fields.insert("first-name".to_owned(), first.to_owned());
            fields.insert("last-name".to_owned(), last.to_owned());
        }
        fields
    }
}
