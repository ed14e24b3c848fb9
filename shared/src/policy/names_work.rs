//! Resolves the names in a profile's parts about work.

use super::Set;
use super::faults::Key;
use super::names::{Names, index};
use super::work::{Kind, Only};
use crate::profile::WorkDef;

impl Names<'_> {
    /// A kind of work.
    pub fn kind(&mut self, id: &str, def: &WorkDef) -> Kind {
        let key = |part| Key::of("work", id, part);
        let see = self.one_permission(key("see"), def.see.as_deref());
        let mut only = Vec::new();
        for narrow in &def.only {
            let place = key("only");
            let setting = narrow.when_setting.as_ref().and_then(|s| {
                let at = self.profile.settings.position(s);
                if at.is_none() {
                    self.bad.unknown(place, "setting", s);
                }
                at.map(index)
            });
            let grant = narrow.when_grant.as_ref().and_then(|g| {
                let at = self.profile.grants.position(g);
                if at.is_none() {
                    self.bad.unknown(place, "switch", g);
                }
                at.map(index)
            });
            let unless = self.one_permission(place, narrow.unless.as_deref());
            only.push(Only { to: narrow.to, setting, grant, unless });
        }
        let fields = def
            .fields
            .iter()
            .map(|(field, f)| self.one_permission(Key::of("work", id, "fields").and(field), f.see.as_deref()))
            .collect();
        Kind { see, only, fields }
    }

    fn one_permission(&mut self, key: Key<'_>, id: Option<&str>) -> Set {
        let Some(id) = id else { return Set::EMPTY };
        // What it implies is not asked for.
        match self.permissions.iter().position(|p| p == id) {
            Some(at) => Set::of(index(at)),
            None => {
                self.bad.unknown(key, "permission", id);
                Set::EMPTY
            }
        }
    }
}
