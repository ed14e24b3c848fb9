//! The profiles that this server knows, compiled once each time they are read.

use shared::api::ProfileChoice;
use shared::policy::Policy;
use shared::profile::Ordered;
use shared::profile::Profile;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A compiled profile and the hash that pages compare.
pub struct Rules {
    /// The rules.
    pub policy: Policy,
    /// Changes when the profile does.
    pub hash: String,
}

/// All profiles by id.
#[derive(Clone, Default)]
pub struct Policies {
    all: BTreeMap<String, Arc<Rules>>,
    order: Vec<String>,
}

/// A profile that this server does not take.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct BadProfile {
    /// The file.
    pub file: String,
    /// Key and reason.
    pub reason: String,
}

impl Policies {
    /// Adds a profile; a second one of the same id is refused.
    pub fn add(&mut self, file: &str, profile: Profile) -> Result<(), BadProfile> {
        let bad = |reason: String| BadProfile { file: file.to_owned(), reason };
        let id = profile.id.clone();
        if self.all.contains_key(&id) {
            return Err(bad(format!("id: another profile is called `{id}`")));
        }
        let hash = shared::profile::hash(&profile);
        let policy = Policy::compile(profile).map_err(|all| {
            bad(all.iter().map(|b| format!("{}: {}", b.key, b.reason)).collect::<Vec<_>>().join("; "))
        })?;
        self.all.insert(id.clone(), Arc::new(Rules { policy, hash }));
        self.order.push(id);
        Ok(())
    }

    /// The rules of a profile.
    pub fn get(&self, id: &str) -> Option<&Arc<Rules>> {
        self.all.get(id)
    }

    /// What a first team can be made from, in the order they were added.
    pub fn choices(&self) -> Vec<ProfileChoice> {
        self.order
            .iter()
            .filter_map(|id| self.all.get(id))
            .map(|rules| {
                let p = rules.policy.profile();
                ProfileChoice { id: p.id.clone(), name: p.name.clone(), about: p.about.clone() }
            })
            .collect()
    }
}

/// The profiles in force. A request keeps the rules that it began with; the next one has those that came meanwhile.
pub struct InForce(RwLock<Arc<Policies>>);

impl From<Policies> for InForce {
    fn from(policies: Policies) -> Self {
        Self(RwLock::new(Arc::new(policies)))
    }
}

impl InForce {
    /// All of them, now.
    pub fn now(&self) -> Arc<Policies> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts others in their place, all at once; answers the profiles that are new or not as they were. Refused as a whole when
    /// something is gone that a member may be: they could not be judged any more.
    pub fn replace(&self, new: Policies) -> Result<Vec<String>, BadProfile> {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (id, old) in &place.all {
            let bad = |reason: String| BadProfile { file: format!("profile {id}"), reason };
            let gone = match new.get(id) {
                None => Some("the profile".to_owned()),
                Some(rules) => gone(old.policy.profile(), rules.policy.profile()),
            };
            if let Some(gone) = gone {
                return Err(bad(format!("{gone} is gone, and members may be bound to it")));
            }
        }
        let same = |id: &str, rules: &Rules| place.get(id).is_some_and(|old| old.hash == rules.hash);
        let changed =
            new.all.iter().filter(|(id, rules)| !same(id, rules)).map(|(id, _)| id.clone()).collect();
        *place = Arc::new(new);
        Ok(changed)
    }
}

/// What a member's row may name that the new profile does not know.
fn gone(old: &Profile, new: &Profile) -> Option<String> {
    fn first<T>(what: &str, old: &Ordered<T>, new: &Ordered<T>) -> Option<String> {
        old.iter().find(|(id, _)| new.get(id).is_none()).map(|(id, _)| format!("{what}.{id}"))
    }
    first("roles", &old.roles, &new.roles)
        .or_else(|| first("additions", &old.additions, &new.additions))
        .or_else(|| first("grants", &old.grants, &new.grants))
        .or_else(|| first("standing", &old.standing, &new.standing))
}
