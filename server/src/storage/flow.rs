//! What runs without a person: automations, API keys, webhooks; and the checklist for when their maker has gone.

use super::{ImportReader, ImportTx, MemberRow, Result};
use crate::clock::Millis;
use async_trait::async_trait;
use shared::policy::Permit;

/// Who made something, by the id and the name at that time: the person may be gone (JT16).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeBy {
    /// Member id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// An automation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AutomationRow {
    /// Id.
    pub id: String,
    /// The team.
    pub team: String,
    /// Name.
    pub name: String,
    /// Kind of work that it assigns.
    pub kind: String,
    /// It runs.
    pub running: bool,
    /// Grows with each item that was given to somebody.
    pub turn: i64,
    /// Who made it, or took it over.
    pub made_by: MadeBy,
    /// When.
    pub created_at: Millis,
    /// Grows with each edit.
    pub version: i64,
}

/// A member's place in a rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnRow {
    /// The automation.
    pub automation: String,
    /// The member, as of now.
    pub member: MemberRow,
    /// Order.
    pub place: i64,
    /// The automation's turn when they were last served; 0 for never.
    pub turn: i64,
    /// How many they got.
    pub served: u32,
}

/// An API key; of the key itself only a hash is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyRow {
    /// Id.
    pub id: String,
    /// The team.
    pub team: String,
    /// Name.
    pub name: String,
    /// How the key begins.
    pub prefix: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// Where widgets may stand that it asks tokens for, in order.
    pub origins: Vec<String>,
    /// Who made it, or took it over.
    pub made_by: MadeBy,
    /// The maker's place at that time.
    pub made_as: Option<MadeAs>,
    /// When.
    pub created_at: Millis,
    /// Last request with it, to the minute.
    pub last_used_at: Option<Millis>,
    /// Until when the secret before the last rotation works.
    pub old_until: Option<Millis>,
}

/// A maker's place in the team, as far as rights follow from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MadeAs {
    /// Main role.
    pub role: String,
    /// Additions.
    pub additions: Vec<String>,
    /// Switches.
    pub grants: Vec<String>,
    /// Standing.
    pub standing: Vec<String>,
}

/// A webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookRow {
    /// Id.
    pub id: String,
    /// The team.
    pub team: String,
    /// Where to.
    pub url: String,
    /// What it is told of.
    pub topics: Vec<String>,
    /// What deliveries are signed with.
    pub secret: String,
    /// Who made it, or took it over.
    pub made_by: MadeBy,
    /// When.
    pub created_at: Millis,
    /// When it was last delivered to.
    pub delivered_at: Option<Millis>,
    /// What went wrong last; empty after a delivery.
    pub error: String,
}

/// How an attempt to deliver went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Grows with time.
    pub id: i64,
    /// The team.
    pub team: String,
    /// The webhook.
    pub webhook: String,
    /// Names what was delivered, the same at each attempt.
    pub letter: i64,
    /// What it told of.
    pub topic: String,
    /// When.
    pub at: Millis,
    /// 1 for the first.
    pub attempt: u32,
    /// What went wrong; empty when it was delivered.
    pub error: String,
    /// When it is tried again.
    pub retry_at: Option<Millis>,
}

/// A line of an item's history, for webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkHappened {
    /// Kind of work.
    pub kind: String,
    /// The item.
    pub item: String,
    /// What happened (`assigned`).
    pub event: String,
    /// Member id of whose it was.
    pub from: Option<String>,
    /// Member id of whose it became.
    pub to: Option<String>,
}

/// Somebody has gone who could set up integrations, or had done so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartureRow {
    /// Id.
    pub id: String,
    /// The team.
    pub team: String,
    /// Member id at that time.
    pub member: String,
    /// Name at that time.
    pub name: String,
    /// Main role's id at that time.
    pub role: String,
    /// `deactivated` or `deleted`.
    pub how: String,
    /// When.
    pub at: Millis,
    /// Name of who did it.
    pub actor: String,
    /// "Change your own password" is ticked.
    pub password_done: bool,
    /// When the checklist was closed.
    pub closed_at: Option<Millis>,
}

/// Reads.
#[async_trait]
pub trait FlowReader: ImportReader + Send {
    /// The team's automations, by name.
    async fn automations(&mut self, team: &str) -> Result<Vec<AutomationRow>>;
    /// One of them.
    async fn automation(&mut self, team: &str, id: &str) -> Result<Option<AutomationRow>>;
    /// The team's first running automation for a kind of work: the oldest.
    async fn first_automation(&mut self, team: &str, kind: &str) -> Result<Option<AutomationRow>>;
    /// The rotations of the team's automations, or of one, each in order.
    async fn rotations(&mut self, team: &str, automation: Option<&str>) -> Result<Vec<TurnRow>>;
    /// The team's keys, newest first.
    async fn keys(&mut self, team: &str) -> Result<Vec<KeyRow>>;
    /// The key of a hash: of its secret, or of the one before while that still works.
    async fn key_by_hash(&mut self, hash: &[u8], now: Millis) -> Result<Option<KeyRow>>;
    /// A key by its id.
    async fn key(&mut self, team: &str, id: &str) -> Result<Option<KeyRow>>;
    /// The team's webhooks, newest first.
    async fn webhooks(&mut self, team: &str) -> Result<Vec<WebhookRow>>;
    /// A webhook by its id, for its deliveries.
    async fn webhook(&mut self, id: &str) -> Result<Option<WebhookRow>>;
    /// The last attempts to deliver to a webhook, newest first.
    async fn deliveries(&mut self, team: &str, webhook: &str) -> Result<Vec<DeliveryRow>>;
    /// How many letters wait for it.
    async fn waiting_for(&mut self, webhook: &str) -> Result<u32>;
    /// The newest line of history of all teams: those after it are written later.
    async fn last_work_event(&mut self) -> Result<i64>;
    /// Lines of history after this one, oldest first.
    async fn work_happened(&mut self, team: &str, after: i64, limit: u32) -> Result<Vec<WorkHappened>>;
    /// The team's departures: open ones first, then the newest.
    async fn departures(&mut self, team: &str) -> Result<Vec<DepartureRow>>;
    /// One of them.
    async fn departure(&mut self, team: &str, id: &str) -> Result<Option<DepartureRow>>;
    /// The checklist about this person that is still open.
    async fn open_departure(&mut self, team: &str, member: &str) -> Result<Option<DepartureRow>>;
    /// True when something that still runs was made by this person.
    async fn has_made(&mut self, team: &str, member: &str) -> Result<bool>;
    /// Those of these ids that are active members: makers who are not gone.
    async fn active_among(&mut self, team: &str, ids: &[String]) -> Result<Vec<String>>;
}

/// Something that has a maker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// An automation.
    Automation,
    /// An API key.
    Key,
    /// A webhook.
    Webhook,
}

/// Writes.
#[async_trait]
pub trait FlowTx: FlowReader + ImportTx {
    /// A new automation, without a rotation.
    async fn insert_automation(&mut self, permit: &Permit, row: &AutomationRow) -> Result<()>;
    /// Another name, on or off; the version must already be the new one.
    async fn update_automation(&mut self, permit: &Permit, row: &AutomationRow) -> Result<()>;
    /// The whole rotation from now on. Who stays keeps their turn.
    async fn set_rotation(&mut self, permit: &Permit, automation: &str, members: &[String]) -> Result<()>;
    /// The member was served: it was their turn.
    async fn take_turn(&mut self, permit: &Permit, automation: &str, member: &str) -> Result<()>;
    /// A new key.
    async fn insert_key(&mut self, permit: &Permit, row: &KeyRow, hash: &[u8]) -> Result<()>;
    /// Writes its name, scopes, origins and maker.
    async fn update_key(&mut self, permit: &Permit, row: &KeyRow) -> Result<()>;
    /// Another secret. The one until now works until `row.old_until`; the one before that ends.
    async fn rotate_key(&mut self, permit: &Permit, row: &KeyRow, hash: &[u8]) -> Result<()>;
    /// The key was used.
    async fn touch_key(&mut self, key: &str, at: Millis) -> Result<()>;
    /// A new webhook.
    async fn insert_webhook(&mut self, permit: &Permit, row: &WebhookRow) -> Result<()>;
    /// How the last delivery went: `Err` with what went wrong.
    async fn note_delivery(
        &mut self,
        webhook: &str,
        at: Millis,
        outcome: std::result::Result<(), &str>,
    ) -> Result<()>;
    /// Keeps how an attempt went, and forgets the oldest above 100 of that webhook.
    async fn insert_delivery(&mut self, row: &DeliveryRow) -> Result<()>;
    /// What else waits for the webhook waits at least until then.
    async fn postpone_deliveries(&mut self, webhook: &str, until: Millis) -> Result<()>;
    /// Removes it for good; answers its name, or nothing when it is not there.
    async fn delete_made(
        &mut self,
        permit: &Permit,
        what: Made,
        team: &str,
        id: &str,
    ) -> Result<Option<String>>;
    /// Somebody else answers for it from now on; answers its name, or nothing when it is not there.
    async fn take_over(
        &mut self,
        permit: &Permit,
        what: Made,
        team: &str,
        id: &str,
        by: &MadeBy,
    ) -> Result<Option<String>>;
    /// A new departure.
    async fn insert_departure(&mut self, permit: &Permit, row: &DepartureRow) -> Result<()>;
    /// Writes all of it but whose it is.
    async fn update_departure(&mut self, permit: &Permit, row: &DepartureRow) -> Result<()>;
}
