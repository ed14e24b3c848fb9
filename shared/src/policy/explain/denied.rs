//! The line behind a denial, code by code.

use super::giver::{self, Reach};
use super::lines::Pointer;
use super::{Asked, Explanation};
use crate::policy::{Action, Code, Command, Denial};

/// What is to be told.
struct Why {
    at: Pointer,
    why: String,
    built_in: bool,
}

/// The profile says so.
fn says(path: &[&str], why: impl Into<String>) -> Why {
    Why { at: Pointer::to(path), why: why.into(), built_in: false }
}

fn says_item(path: &[&str], item: &str, why: impl Into<String>) -> Why {
    Why { at: Pointer::item(path, item), why: why.into(), built_in: false }
}

/// It is so in every profile.
fn always(at: Pointer, why: impl Into<String>) -> Why {
    Why { at, why: why.into(), built_in: true }
}

impl Asked<'_> {
    pub(super) fn denied(&self, denial: &Denial) -> Explanation {
        let Why { at, why, built_in } = self.why(denial);
        self.lines.tell(&at, why, built_in, &[])
    }

    fn why(&self, denial: &Denial) -> Why {
        let subject = denial.subject.as_deref().unwrap_or_default();
        let action = self.command.action().id();
        match denial.code {
            Code::NotPermitted => self.not_permitted(),
            Code::LastHolder => {
                let why = format!("the team would have no active {subject} left");
                says_item(&["guards", "keep_one"], subject, why)
            }
            Code::SelfAction if self.policy.not_oneself.has(self.command.action() as u8) => {
                says_item(&["guards", "not_oneself"], action, "actor and target are one person")
            }
            Code::SelfAction => self.sso("nobody turns this switch for themself"),
            Code::WrongStatus if self.command.action().id() == "delete" => {
                says(&["delete", "from"], format!("somebody who is {subject} is not among these"))
            }
            Code::WrongStatus => {
                let why = format!("somebody who is {subject} is in no status for this");
                always(self.leads_here(), why)
            }
            Code::RankTooLow if self.policy.profile().standing.get(subject).is_some() => says(
                &["standing", subject, "managed_by"],
                format!(
                    "the target has this standing, and the actor is none of those who manage it: {subject}"
                ),
            ),
            Code::RankTooLow => {
                let why = format!("the target is {subject}, and this list has no {subject}");
                Why { at: self.reach(Reach::Manages, subject), why, built_in: false }
            }
            Code::RoleNotAssignable => self.not_assignable(denial),
            Code::InviteExpired => says(&["invitation", "expires"], "the invitation has ended"),
            Code::BatchTooLarge => says(&["invitation", "at_once"], "these are more addresses at once"),
            Code::SeatsExhausted => {
                says(&["seats", subject, "limited"], format!("{subject} seats run out, and none is free"))
            }
            Code::SuccessorRequired => says(&["delete", "successor"], "nobody is named who gets the work"),
            Code::SuccessorInvalid => {
                let required = self.policy.profile().delete.as_ref().is_some_and(|d| d.successor);
                let why = "whoever is named can't get the work";
                let at = Pointer::to(&["delete", "successor"]);
                if required { says(&["delete", "successor"], why) } else { always(at, why) }
            }
            Code::FieldImmutable => says(&["fields", subject, "immutable"], "this detail never changes"),
            Code::AlreadyMember => always(Pointer::to(&["invitation"]), "the address is in the team already"),
            Code::UnitNotManaged => self.outside_unit(),
            Code::AdditionNeedsRole => self.addition_needs(denial),
            Code::AccountShared => always(
                self.leads_here(),
                "the account is used in another team too, so only the person changes this",
            ),
            Code::CannotHoldWork => {
                says(&["work", subject, "see"], "whoever gets the work has no such permission")
            }
            Code::SsoNotConfigured => self.sso("no identity provider is set up"),
            Code::SignsInElsewhere => self.sso("the target has this switch, and so no password"),
        }
    }

    /// What opens the action to the actor, for denials that no line makes.
    fn leads_here(&self) -> Pointer {
        self.given().map_or_else(|| self.role(""), |given| given.by)
    }

    /// A key of the actor's main role.
    fn role(&self, key: &str) -> Pointer {
        let id = self.policy.role_name(self.actor.role);
        if key.is_empty() { Pointer::to(&["roles", id]) } else { Pointer::to(&["roles", id, key]) }
    }

    fn sso(&self, why: &str) -> Why {
        let grants = &self.policy.profile().grants;
        let id = grants.iter().find(|(_, def)| def.sso).map_or("", |(id, _)| id);
        says(&["grants", id, "sso"], why)
    }

    /// In the order in which the decision asks.
    fn not_permitted(&self) -> Why {
        let (policy, profile) = (self.policy, self.policy.profile());
        let enterprise = self.facts.enterprise;
        let status = self.actor.status;
        if !status.has_access() {
            let why = format!("the actor is {}: only active people may do anything", status.id());
            return always(self.role(""), why);
        }
        match self.command {
            Command::ManageUnits | Command::SetUnit if !policy.has_units(enterprise) => {
                return says(&["units", "enterprise_only"], "there are no units in such an organization");
            }
            Command::DeleteTeam if profile.delete_team.is_none() => {
                return says(&["delete_team"], "the profile has no [delete_team]: nobody deletes the team");
            }
            Command::ReviewAccess if profile.review.is_none() => {
                return says(&["review"], "the profile has no [review]: there are no access reviews");
            }
            Command::SetStanding { standing, .. }
                if policy.standing_has_units(standing) && !policy.has_units(enterprise) =>
            {
                let id = self.standing_name(standing);
                return says(
                    &["standing", id, "in_unit"],
                    "a standing over units, in an organization that has none",
                );
            }
            _ => {}
        }
        let reach = policy.authority(self.actor, enterprise);
        if let Some(kind) = self.kind_id()
            && !policy.can_hold(self.actor, kind, enterprise)
        {
            return Why {
                at: self.kind("see"),
                why: "the actor has no such permission".into(),
                built_in: false,
            };
        }
        let unreachable = match self.command {
            Command::ChangeRole { to } if !reach.may_assign(to) => Some(policy.role_name(to)),
            Command::AddRole { addition: Some(a) } | Command::RemoveRole { addition: Some(a) }
                if !reach.may_add(a) =>
            {
                Some(self.addition_name(a))
            }
            _ => None,
        };
        if let Some(id) = unreachable {
            let why = format!("the actor gives and takes only these, and no {id}");
            return Why { at: self.reach(Reach::Assigns, id), why, built_in: false };
        }
        let Some(needed) = self.needed() else {
            return always(self.role(""), "nobody asks for this by a permission");
        };
        if self.given().is_none() {
            let why = format!("nothing that the actor holds gives {needed}; here it would have to stand");
            return Why { at: self.role("permissions"), why, built_in: false };
        }
        if let Command::Invite { role, .. } = self.command
            && !reach.invites.has(role.0)
        {
            let id = policy.role_name(role);
            let why = format!("the actor invites people as these only, and as no {id}");
            return Why { at: self.reach(Reach::Invites, id), why, built_in: false };
        }
        if let Command::EditMember { field } = self.command
            && let Some((id, def)) = profile.fields.at(usize::from(field.0))
            && def.own
        {
            return says(&["fields", id, "own"], "only the person sets this detail");
        }
        if matches!(self.command, Command::ViewAs) {
            return self.looks_as_nobody();
        }
        always(self.leads_here(), "this is done to a member, and none is named")
    }

    /// Whoever may give roles, and still sees nobody's pages.
    fn looks_as_nobody(&self) -> Why {
        let see = Action::ViewMembers.permission().map(|p| usize::from(p.0));
        let see = see.and_then(|at| self.policy.permission_names().get(at)).map_or("", String::as_str);
        if giver::permission(self.policy, self.actor, self.facts.enterprise, see).is_none() {
            let why = format!("nothing that the actor holds gives {see}; here it would have to stand");
            return Why { at: self.role("permissions"), why, built_in: false };
        }
        always(self.leads_here(), "this shows somebody else's pages, and nobody else is named")
    }

    fn not_assignable(&self, denial: &Denial) -> Why {
        let subject = denial.subject.as_deref().unwrap_or_default();
        match self.command {
            Command::Invite { .. } if self.policy.profile().invitation.roles.is_some() => {
                let why = format!("nobody is invited as {subject}: the role is changed afterwards");
                says(&["invitation", "roles"], why)
            }
            Command::Invite { .. } => always(self.leads_here(), "people are invited as a main role"),
            Command::AddRole { addition: Some(_) } | Command::RemoveRole { addition: Some(_) } => {
                always(Pointer::to(&["additions", subject]), "it is so already")
            }
            Command::SetStanding { .. } => always(Pointer::to(&["standing", subject]), "it is so already"),
            Command::ChangeRoleToAddition => {
                always(self.leads_here(), "an addition is no main role: it is added to one")
            }
            _ => always(self.leads_here(), "a main role is no addition: it is changed"),
        }
    }

    fn addition_needs(&self, denial: &Denial) -> Why {
        let subject = denial.subject.as_deref().unwrap_or_default();
        match self.command {
            Command::AddRole { addition: Some(a) } => {
                let why = format!("the target is no {subject}");
                says(&["additions", self.addition_name(a), "needs"], why)
            }
            Command::SetStanding { standing, .. } => {
                let why = format!("the target is no {subject}");
                says(&["standing", self.standing_name(standing), "grantable_to"], why)
            }
            _ => says(&["additions", subject, "needs"], "the target has this addition to the present role"),
        }
    }

    /// The standing that ends at its units.
    fn outside_unit(&self) -> Why {
        let needed = self.needed().unwrap_or_default();
        let why = "the target belongs to no unit that the actor manages";
        let profile = self.policy.profile();
        for id in self.policy.standing_names(self.actor.standing) {
            let Some(def) = profile.standing.get(&id) else { continue };
            for (key, ids) in [("in_unit", &def.in_unit), ("confines", &def.confines)] {
                if ids.iter().any(|p| p == needed) {
                    return says_item(&["standing", &id, key], needed, why);
                }
            }
        }
        always(self.leads_here(), why)
    }
}
