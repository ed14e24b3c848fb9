//! What every handler reaches: storage, rules, clock, randomness, limits.

use crate::billing::Billing;
use crate::clock::{Clock, Millis};
use crate::config::Config;
use crate::limits::Limits;
use crate::live::Live;
use crate::password::Passwords;
use crate::picture::Pictures;
use crate::policies::{BadProfile, InForce, Policies, Rules};
use crate::random::Random;
use crate::sso::Provider;
use crate::storage::{Reader, Store, StoreError, Tx};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How long a visit waits to be noted. A connection that was just given back takes a moment.
const SOON: Duration = Duration::from_millis(40);

/// One running server; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// The database.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Rules.
    pub policies: InForce,
    /// Password hashing.
    pub passwords: Passwords,
    /// Draws people's pictures anew.
    pub pictures: Pictures,
    /// Rate limits.
    pub limits: Limits,
    /// The operator's choices.
    pub config: Config,
    /// Wakes the mail worker.
    pub outbox: Notify,
    /// Wakes the worker that calls webhooks.
    pub hooks: Notify,
    /// Tells listeners what has changed.
    pub live: Live,
    /// Where seats are bought.
    pub billing: Arc<dyn Billing>,
    /// The identity provider, where the operator has named one.
    pub sso: Option<Provider>,
}

impl App {
    /// A server from its parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
    /// The database.
    pub fn store(&self) -> &dyn Store {
        self.0.store.as_ref()
    }
    /// To read from.
    pub async fn read(&self) -> Result<Box<dyn Reader>, StoreError> {
        self.0.store.read().await
    }
    /// The write transaction.
    pub async fn write(&self) -> Result<Box<dyn Tx>, StoreError> {
        self.0.store.write().await
    }
    /// The write transaction, when its turn comes at once. For what can wait until next time: a read that only notes its
    /// visit must not stand in line behind a long transaction.
    pub async fn write_soon(&self) -> Result<Option<Box<dyn Tx>>, StoreError> {
        match tokio::time::timeout(SOON, self.write()).await {
            Ok(tx) => tx.map(Some),
            Err(_) => Ok(None),
        }
    }
    /// Now.
    pub fn now(&self) -> Millis {
        self.0.clock.now()
    }
    /// Time.
    pub fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }
    /// Randomness.
    pub fn random(&self) -> &dyn Random {
        self.0.random.as_ref()
    }
    /// Rules of a profile.
    pub fn rules(&self, profile: &str) -> Option<Arc<Rules>> {
        self.0.policies.now().get(profile).cloned()
    }
    /// All rules.
    pub fn policies(&self) -> Arc<Policies> {
        self.0.policies.now()
    }
    /// Other rules from now on; every open page is told. Answers the profiles that are not as they were.
    pub fn renew(&self, policies: Policies) -> Result<Vec<String>, BadProfile> {
        let changed = self.0.policies.replace(policies)?;
        if !changed.is_empty() {
            self.0.live.stir();
        }
        Ok(changed)
    }
    /// Password hashing.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }
    /// Draws people's pictures anew.
    pub fn pictures(&self) -> &Pictures {
        &self.0.pictures
    }
    /// Rate limits.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }
    /// The operator's choices.
    pub fn config(&self) -> &Config {
        &self.0.config
    }
    /// Tells listeners what has changed, after its commit.
    pub fn live(&self) -> &Live {
        &self.0.live
    }
    /// Where seats are bought.
    pub fn billing(&self) -> &dyn Billing {
        self.0.billing.as_ref()
    }
    /// The identity provider, where there is one.
    pub fn sso(&self) -> Option<&Provider> {
        self.0.sso.as_ref()
    }
    /// Wakes the workers: something was put into the outbox.
    pub fn wake_outbox(&self) {
        self.0.outbox.notify_one();
        self.0.hooks.notify_one();
    }
    /// Waits for [`App::wake_outbox`], on behalf of webhooks.
    pub async fn hooks_woken(&self) {
        self.0.hooks.notified().await;
    }
    /// Waits for [`App::wake_outbox`].
    pub async fn outbox_woken(&self) {
        self.0.outbox.notified().await;
    }
}
