//! The profiles that this server knows, compiled once.

use shared::api::ProfileChoice;
use shared::policy::Policy;
use shared::profile::Profile;
use std::collections::BTreeMap;
use std::sync::Arc;

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
