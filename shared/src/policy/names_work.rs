//! Resolves the names in a profile's parts about work.

use super::Set;
use super::names::{Names, index};
use super::work::{Kind, Only};
use crate::profile::{FieldKind, Reach, WorkDef};

impl Names<'_> {
    /// A kind of work.
    pub fn kind(&mut self, id: &str, def: &WorkDef) -> Kind {
        let key = |part: &str| ["work.", id, ".", part].concat();
        let see = self.one_permission(&key("see"), def.see.as_deref());
        if let Some(parent) = &def.parent
            && self.profile.work.get(parent).is_none()
        {
            self.unknown(&key("parent"), "kind of work", parent);
        }
        if def.resource && self.profile.resources.is_none() {
            self.say(&key("resource"), "the profile has no `[resources]`");
        }
        if def.unit && self.profile.units.is_none() {
            self.say(&key("unit"), "the profile has no `[units]`");
        }
        let mut only = Vec::new();
        for narrow in &def.only {
            let place = key("only");
            let setting = narrow.when_setting.as_ref().and_then(|s| {
                let at = self.profile.settings.position(s);
                if at.is_none() {
                    self.unknown(&place, "setting", s);
                }
                at.map(index)
            });
            let grant = narrow.when_grant.as_ref().and_then(|g| {
                let at = self.profile.grants.position(g);
                if at.is_none() {
                    self.unknown(&place, "switch", g);
                }
                at.map(index)
            });
            match narrow.to {
                Reach::Access if !def.resource => self.say(&place, "narrows to resources, but has none"),
                Reach::Unit if !def.unit => self.say(&place, "narrows to units, but has none"),
                _ => {}
            }
            let unless = self.one_permission(&place, narrow.unless.as_deref());
            only.push(Only { to: narrow.to, setting, grant, unless });
        }
        let fields = def
            .fields
            .iter()
            .map(|(field, f)| {
                let key = ["work.", id, ".fields.", field].concat();
                if matches!(f.kind, FieldKind::Choice | FieldKind::Choices) == f.choices.is_empty() {
                    self.say(
                        &key,
                        "`choices` belong to the kinds `choice` and `choices`, and are not empty there",
                    );
                }
                if field == "title" {
                    self.say(&key, "every item has a title already");
                }
                self.one_permission(&key, f.see.as_deref())
            })
            .collect();
        Kind { see, only, fields }
    }

    /// The member's and the item's fields that the parts about routing and notices name.
    pub fn work_fields(&mut self) {
        let profile = self.profile;
        let mut member = Vec::new();
        if let Some(routing) = &profile.routing {
            match profile.work.get(&routing.kind) {
                None => self.unknown("routing.kind", "kind of work", &routing.kind),
                Some(kind) => {
                    if let Some(subject) = &routing.subject
                        && kind.fields.get(subject).is_none()
                    {
                        self.unknown("routing.subject", "field", subject);
                    }
                }
            }
            member.extend(routing.expertise.iter().map(|f| ("routing.expertise", f)));
            if let Some(only) = &routing.only
                && profile.grants.get(only).is_none()
            {
                self.unknown("routing.only", "switch", only);
            }
        }
        member.extend(profile.away.iter().map(|a| ("away.field", &a.field)));
        member.extend(profile.notices.iter().map(|n| ("notices.field", &n.field)));
        member.extend(profile.facing.iter().map(|f| ("facing.field", &f.field)));
        for (key, field) in member {
            if profile.fields.get(field).is_none() {
                self.unknown(key, "field", field);
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
                self.unknown(key, "choice", choice);
            }
        }
    }

    fn one_permission(&mut self, key: &str, id: Option<&str>) -> Set {
        id.map_or(Set::EMPTY, |id| {
            // What it implies is not asked for.
            let _ = self.permission(key, id);
            self.permissions.iter().position(|p| p == id).map_or(Set::EMPTY, |at| Set::of(index(at)))
        })
    }

    fn say(&mut self, key: &str, reason: &str) {
        self.bad.push(super::BadRule { key: key.to_owned(), reason: reason.to_owned() });
    }
}
