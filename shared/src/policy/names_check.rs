//! What a profile must not say although nothing is compiled from it. Only those who take profiles in ask.

use super::faults::Key;
use super::names::Names;
use crate::profile::{FieldKind, Reach};

impl Names<'_> {
    /// Notes every fault that compiling does not come upon.
    pub fn check(&mut self) {
        self.limits();
        let profile = self.profile;
        for (id, def) in profile.permissions.iter() {
            let _ = self.permission_set(Key::of("permissions", id, "implies"), &def.implies);
        }
        self.circles();
        for (id, def) in profile.fields.iter() {
            let _ = self.main_roles(Key::of("fields", id, "for_roles"), &def.for_roles);
        }
        self.kinds();
        self.fields_of_work();
        let _ = self.role(Key::at("founder.role"), &profile.founder.role);
        for id in &profile.founder.standing {
            if profile.standing.get(id).is_none() {
                self.bad.unknown(Key::at("founder.standing"), "standing", id);
            }
        }
        for id in &profile.invitation.fields {
            if id != "role" && profile.fields.get(id).is_none() {
                self.bad.unknown(Key::at("invitation.fields"), "field", id);
            }
        }
    }

    fn limits(&mut self) {
        let profile = self.profile;
        for (what, count, most) in [
            ("permissions", self.permissions.len(), 64),
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
                self.bad.say(Key::at(what), "more than a policy can hold");
            }
        }
    }

    /// What a role includes ends somewhere.
    fn circles(&mut self) {
        let profile = self.profile;
        for (id, def) in profile.roles.iter() {
            let key = Key::of("roles", id, "includes");
            let mut next = def.includes.as_deref();
            for step in 0..=profile.roles.len() {
                let Some(base) = next else { break };
                let Some(found) = profile.roles.get(base) else {
                    self.bad.unknown(key, "role", base);
                    break;
                };
                if step == profile.roles.len() {
                    self.bad.say(key, "includes itself in a circle");
                }
                next = found.includes.as_deref();
            }
        }
    }

    fn kinds(&mut self) {
        let profile = self.profile;
        for (id, def) in profile.work.iter() {
            let key = |part| Key::of("work", id, part);
            if let Some(parent) = &def.parent
                && profile.work.get(parent).is_none()
            {
                self.bad.unknown(key("parent"), "kind of work", parent);
            }
            if def.resource && profile.resources.is_none() {
                self.bad.say(key("resource"), "the profile has no `[resources]`");
            }
            if def.unit && profile.units.is_none() {
                self.bad.say(key("unit"), "the profile has no `[units]`");
            }
            for narrow in &def.only {
                match narrow.to {
                    Reach::Access if !def.resource => {
                        self.bad.say(key("only"), "narrows to resources, but has none");
                    }
                    Reach::Unit if !def.unit => self.bad.say(key("only"), "narrows to units, but has none"),
                    _ => {}
                }
            }
            for (field, f) in def.fields.iter() {
                let key = key("fields").and(field);
                if matches!(f.kind, FieldKind::Choice | FieldKind::Choices) == f.choices.is_empty() {
                    self.bad.say(
                        key,
                        "`choices` belong to the kinds `choice` and `choices`, and are not empty there",
                    );
                }
                if field == "title" {
                    self.bad.say(key, "every item has a title already");
                }
            }
        }
    }

    /// The member's and the item's fields that the parts about routing and notices name.
    fn fields_of_work(&mut self) {
        let profile = self.profile;
        let mut member = Vec::new();
        if let Some(routing) = &profile.routing {
            match profile.work.get(&routing.kind) {
                None => self.bad.unknown(Key::at("routing.kind"), "kind of work", &routing.kind),
                Some(kind) => {
                    if let Some(subject) = &routing.subject
                        && kind.fields.get(subject).is_none()
                    {
                        self.bad.unknown(Key::at("routing.subject"), "field", subject);
                    }
                }
            }
            member.extend(routing.expertise.iter().map(|f| ("routing.expertise", f)));
            if let Some(only) = &routing.only
                && profile.grants.get(only).is_none()
            {
                self.bad.unknown(Key::at("routing.only"), "switch", only);
            }
        }
        member.extend(profile.away.iter().map(|a| ("away.field", &a.field)));
        member.extend(profile.notices.iter().map(|n| ("notices.field", &n.field)));
        member.extend(profile.facing.iter().map(|f| ("facing.field", &f.field)));
        for (key, field) in member {
            if profile.fields.get(field).is_none() {
                self.bad.unknown(Key::at(key), "field", field);
            }
        }
        let mut choices = Vec::new();
        if let Some(away) = &profile.away {
            choices.extend(away.values.iter().map(|v| ("away.values", &away.field, v)));
        }
        if let Some(n) = &profile.notices {
            let named = [&n.assigned, &n.activity, &n.arrived];
            choices.extend(named.into_iter().flatten().map(|v| ("notices", &n.field, v)));
        }
        for (key, field, choice) in choices {
            if profile.fields.get(field).is_some_and(|f| !f.choices.contains(choice)) {
                self.bad.unknown(Key::at(key), "choice", choice);
            }
        }
    }
}
