//! A command from the ids that stand for it: the action, and what it would set.

use super::{Action, Command, Policy, Subject, Successor};

/// What is wrong with the ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misnamed {
    /// `action` or `to`.
    pub field: &'static str,
    /// `unknown-action`, `required`, `unknown-role`, …
    pub code: &'static str,
}

impl Policy {
    /// The commands of an action's id: one for each thing that it could set, or the one for `to`. The control of a menu of
    /// roles stands for all of them but the one that `target` has.
    ///
    /// # Errors
    /// The id that is missing or unknown.
    pub fn all_named(
        &self,
        action: &str,
        to: Option<&str>,
        target: Option<&Subject>,
    ) -> Result<Vec<Command>, Misnamed> {
        let p = self.profile();
        let own = target.map_or("", |t| self.role_name(t.role));
        let ids: Vec<&str> = match (to, Action::from_id(action)) {
            (None, Some(Action::ChangeRole)) => p.roles.ids().filter(|id| *id != own).collect(),
            (None, Some(Action::Invite)) => p.roles.ids().collect(),
            (None, Some(Action::AddRole | Action::RemoveRole)) => p.additions.ids().collect(),
            (None, Some(Action::SetGrant)) => p.grants.ids().collect(),
            (None, Some(Action::SetStanding)) => p.standing.ids().collect(),
            (None, Some(Action::ViewWork | Action::EditWork | Action::ImportWork)) => p.work.ids().collect(),
            _ => Vec::new(),
        };
        if ids.is_empty() {
            return Ok(vec![self.named(action, to)?]);
        }
        ids.into_iter().map(|id| self.named(action, Some(id))).collect()
    }

    /// The command of an action's id, and of the id of what it would set: a role, an addition, a switch, a standing, a
    /// field, a kind of work. Where it may be left out, the usual stands for it. A deletion names somebody who can get
    /// the work, and what can be turned is turned on.
    ///
    /// # Errors
    /// The id that is missing or unknown.
    pub fn named(&self, action: &str, to: Option<&str>) -> Result<Command, Misnamed> {
        let no = |field, code| Misnamed { field, code };
        if let Some(id) = action.strip_prefix("use:") {
            let permission = self.permission(id).ok_or(no("action", "unknown-permission"))?;
            return Ok(Command::Use { permission });
        }
        let action = Action::from_id(action).ok_or(no("action", "unknown-action"))?;
        let needed = || to.ok_or(no("to", "required"));
        let kind = |id: &str| self.kind(id).ok_or(no("to", "unknown-kind"));
        let addition = || {
            let id = needed()?;
            match (self.addition(id), self.role(id)) {
                (None, None) => Err(no("to", "unknown-role")),
                (found, _) => Ok(found),
            }
        };
        Ok(match action {
            Action::Invite => {
                let role = match to {
                    Some(id) => self.role(id).ok_or(no("to", "unknown-role"))?,
                    None => self.default_role(),
                };
                Command::Invite { role, people: 1, known: false }
            }
            Action::ChangeRole => {
                let id = needed()?;
                match self.role(id) {
                    Some(to) => Command::ChangeRole { to },
                    None if self.addition(id).is_some() => Command::ChangeRoleToAddition,
                    None => return Err(no("to", "unknown-role")),
                }
            }
            Action::AddRole => Command::AddRole { addition: addition()? },
            Action::RemoveRole => Command::RemoveRole { addition: addition()? },
            Action::EditMember => {
                let open = || {
                    let fields = &self.profile().fields;
                    fields.iter().find(|(_, f)| !f.immutable && !f.own).and_then(|(id, _)| self.field(id))
                };
                let field = match to {
                    Some(id) => self.field(id),
                    None => open(),
                };
                Command::EditMember { field: field.ok_or(no("to", "unknown-field"))? }
            }
            Action::SetGrant => {
                let grant = self.grant(needed()?).ok_or(no("to", "unknown-grant"))?;
                Command::SetGrant { grant, on: true }
            }
            Action::SetStanding => {
                let standing = self.standing(needed()?).ok_or(no("to", "unknown-standing"))?;
                Command::SetStanding { standing, on: true }
            }
            Action::Delete => Command::Delete { successor: Successor::Active },
            Action::AssignWork => Command::AssignWork { kind: to.map(kind).transpose()? },
            Action::UnassignWork => Command::UnassignWork { kind: to.map(kind).transpose()? },
            Action::ViewWork => Command::ViewWork { kind: kind(needed()?)? },
            Action::EditWork => Command::EditWork { kind: kind(needed()?)? },
            Action::ImportWork => Command::ImportWork { kind: kind(needed()?)? },
            // `use` has no id of its own.
            _ => action.plain().ok_or(no("action", "unknown-action"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ACTIONS;

    #[test]
    fn explain_what_is_left_out_may_be_anything_but_what_it_is_already() {
        let text = crate::profile::builtin("jelly").unwrap().unwrap();
        let policy = Policy::compile(text).unwrap();
        let founder = policy.founder();
        let all = policy.all_named("change-role", None, Some(&founder)).unwrap();
        let roles: Vec<&str> = all
            .iter()
            .filter_map(
                |c| if let Command::ChangeRole { to } = c { Some(policy.role_name(*to)) } else { None },
            )
            .collect();
        assert_eq!(roles, ["member", "admin"], "an owner can become these");
        assert_eq!(policy.all_named("change-role", Some("owner"), Some(&founder)).unwrap().len(), 1);
        assert_eq!(policy.all_named("invite", None, None).unwrap().len(), 3);
        assert_eq!(policy.all_named("set-grant", None, None).unwrap_err().code, "required");
        // As many as the product has, of each sort.
        for (product, action, many) in [
            ("salestrekker", "add-role", 2),
            ("salestrekker", "remove-role", 2),
            ("salestrekker", "set-standing", 2),
            ("voice-agents", "set-grant", 5),
            ("jtek", "view-work", 3),
            ("jtek", "edit-work", 3),
            ("jtek", "import-work", 3),
        ] {
            let policy = Policy::compile(crate::profile::builtin(product).unwrap().unwrap()).unwrap();
            let all = policy.all_named(action, None, None).unwrap();
            let different: std::collections::BTreeSet<String> =
                all.iter().map(|c| format!("{c:?}")).collect();
            assert_eq!((all.len(), different.len()), (many, many), "{product} {action}");
        }
    }

    #[test]
    fn jy8_an_addition_is_known_and_is_no_main_role() {
        let policy = Policy::compile(crate::profile::builtin("salestrekker").unwrap().unwrap()).unwrap();
        let mentor = policy.named("change-role", Some("mentor"));
        assert_eq!(mentor, Ok(Command::ChangeRoleToAddition));
        let unknown = policy.named("change-role", Some("no-such-thing")).unwrap_err();
        assert_eq!(unknown, Misnamed { field: "to", code: "unknown-role" });
    }

    #[test]
    fn explain_the_field_that_is_edited_is_the_first_that_others_edit() {
        for (product, first) in [("jelly", "name"), ("voice-agents", "name"), ("jtek", "first-name")] {
            let mut profile = crate::profile::builtin(product).unwrap().unwrap();
            // One's own fields come first, then those that nobody edits.
            profile.fields.0.sort_by_key(|(_, f)| (!f.own, !f.immutable));
            let policy = Policy::compile(profile).unwrap();
            let field = policy.field(first).unwrap();
            assert_eq!(policy.named("edit-member", None), Ok(Command::EditMember { field }), "{product}");
        }
    }

    #[test]
    fn explain_every_action_has_a_command_by_its_id() {
        for (profile, text) in crate::profile::BUILTIN {
            let policy = Policy::compile(crate::profile::load(profile, text).unwrap()).unwrap();
            let p = policy.profile();
            let first = |ids: Option<&str>| ids.map(str::to_owned);
            let (role, kind) = (first(p.roles.ids().next()), first(p.work.ids().next()));
            for (action, id, ..) in ACTIONS {
                let to = match action {
                    Action::ChangeRole | Action::AddRole | Action::RemoveRole => role.clone(),
                    Action::SetGrant => first(p.grants.ids().next()),
                    Action::SetStanding => first(p.standing.ids().next()),
                    Action::ViewWork | Action::EditWork | Action::ImportWork => kind.clone(),
                    _ => Some(String::new()).filter(|_| false),
                };
                let made = policy.named(id, to.as_deref());
                let missing = matches!(action, Action::SetGrant | Action::SetStanding) && to.is_none();
                assert_eq!(made.map(Command::action).ok(), (!missing).then_some(action), "{profile} {id}");
                assert!(policy.named(id, Some("no-such-thing")).is_err() || to.is_none(), "{id}");
            }
            assert_eq!(policy.named("use", None).unwrap_err().code, "unknown-action");
            assert_eq!(policy.named("use:nothing", None).unwrap_err().code, "unknown-permission");
        }
    }
}
