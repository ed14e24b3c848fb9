//! What runs without a person: automations, webhooks, intake; and the checklist for when their maker has gone.

use super::{FieldValues, KeyView, KindCount};

/// Who made something. Kept when the person is gone (JT16).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Maker {
    /// Member id at that time.
    pub id: String,
    /// Name at that time.
    pub name: String,
    /// The person has no access any more.
    pub gone: bool,
}

/// One person in an automation's rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TurnView {
    /// Member id.
    pub id: String,
    /// Name.
    pub name: String,
    /// How many they got from it.
    pub served: u32,
    /// Why they are skipped now: `deactivated`, `pending`, `away` or `cannot-hold-work`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub skipped: Option<String>,
}

/// An automation that assigns what comes in (JT11, JL3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AutomationView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind of work.
    pub kind: String,
    /// It runs.
    pub on: bool,
    /// The rotation, in order.
    pub members: Vec<TurnView>,
    /// Who is next, where anybody is; without regard to a subject.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next: Option<String>,
    /// Who made it, or took it over.
    pub made_by: Maker,
    /// When.
    pub created_at: i64,
    /// Grows with each edit.
    pub version: i64,
}

/// Answer of `GET /teams/{team}/automations`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Automations {
    /// By name.
    pub items: Vec<AutomationView>,
}

/// `POST /teams/{team}/automations`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAutomation {
    /// Name.
    pub name: String,
    /// Member ids in order, 1 to 200.
    pub members: Vec<String>,
}

/// `PATCH /teams/{team}/automations/{automation}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditAutomation {
    /// New name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// Run or rest.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub on: Option<bool>,
    /// The whole rotation from now on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub members: Option<Vec<String>>,
    /// The version that the editor saw.
    pub version: i64,
}

/// A webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookView {
    /// Id.
    pub id: String,
    /// Where to.
    pub url: String,
    /// `member`, `work`.
    pub topics: Vec<String>,
    /// Who made it, or took it over.
    pub made_by: Maker,
    /// When.
    pub created_at: i64,
    /// When it was last delivered to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub delivered_at: Option<i64>,
    /// What went wrong last; empty after a delivery.
    #[cfg_attr(feature = "serde", serde(default))]
    pub error: String,
}

/// Answer of `GET /teams/{team}/webhooks`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhooks {
    /// Newest first.
    pub items: Vec<WebhookView>,
}

/// `POST /teams/{team}/webhooks`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    /// `https://…`; `http` only where the operator allows private targets.
    pub url: String,
    /// `member`, `work`.
    pub topics: Vec<String>,
}

/// A webhook that was just made.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeWebhook {
    /// Its row.
    pub webhook: WebhookView,
    /// What its deliveries are signed with: never shown again.
    pub secret: String,
}

/// One attempt to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryView {
    /// Grows with time.
    pub id: i64,
    /// Names what was delivered, the same at each attempt: the header `rolecall-delivery`.
    pub delivery: i64,
    /// `member`, `work`.
    pub topic: String,
    /// When.
    pub at: i64,
    /// 1 for the first.
    pub attempt: u32,
    /// What went wrong; empty when it was delivered.
    #[cfg_attr(feature = "serde", serde(default))]
    pub error: String,
    /// When it is tried again; absent when it was delivered or given up.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub retry_at: Option<i64>,
}

/// Answer of `GET /teams/{team}/webhooks/{webhook}/deliveries`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deliveries {
    /// The last 100 attempts, newest first.
    pub items: Vec<DeliveryView>,
    /// So many letters wait to be delivered.
    pub waiting: u32,
}

/// `POST /intake` with `authorization: Bearer <API key>`: something new from outside (JT11).
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Intake {
    /// Title.
    pub title: String,
    /// The kind's fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fields: FieldValues,
    /// Automation id; the team's first running one when left out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub automation: Option<String>,
    /// Unit that it belongs to.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// A key of the sender's choice: the same one twice makes one item.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub once: Option<String>,
}

/// `POST /intake/{item}/activity`: something happened to an item outside.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutsideActivity {
    /// What, up to 4,000 characters.
    pub text: String,
}

/// Answer of the intake and of `GET /intake/{item}`: what the customer-facing side may show.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenIn {
    /// Item id.
    pub id: String,
    /// Kind of work.
    pub kind: String,
    /// Assigned to somebody.
    pub assigned: bool,
    /// The assignee's visible name (JL9), else their name.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
}

/// Somebody has gone who could set up integrations (JT16).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartureView {
    /// Id.
    pub id: String,
    /// Member id at that time.
    pub member: String,
    /// Name at that time.
    pub name: String,
    /// Main role's id at that time.
    pub role: String,
    /// `deactivated` or `deleted`.
    pub how: String,
    /// When.
    pub at: i64,
    /// Who did it, by name.
    pub by: String,
    /// When the checklist was closed; absent while open.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub closed_at: Option<i64>,
    /// "Change your own password": ticked by the one who looks after it.
    pub password_done: bool,
    /// Keys of that person that still work.
    pub keys: Vec<KeyView>,
    /// Webhooks of that person that still run.
    pub webhooks: Vec<WebhookView>,
    /// Automations of that person.
    pub automations: Vec<AutomationView>,
    /// Work that is still under the name.
    pub work: Vec<KindCount>,
}

/// Answer of `GET /teams/{team}/departures`.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Departures {
    /// Open ones first, then newest first.
    pub items: Vec<DepartureView>,
}

/// As much of [`Departures`] as a banner reads: whoever has the rest does not download its types.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
pub struct OpenDepartures {
    /// Open ones first.
    pub items: Vec<OpenDeparture>,
}

/// As much of [`DepartureView`] as a banner reads.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
pub struct OpenDeparture {
    /// Name at that time.
    pub name: String,
    /// When the checklist was closed; absent while open.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub closed_at: Option<i64>,
}

/// `PATCH /teams/{team}/departures/{departure}`.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(all(feature = "mini", not(feature = "serde")), derive(wire_macros::Read, wire_macros::Write))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditDeparture {
    /// Tick or untick "change your own password".
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub password_done: Option<bool>,
    /// Close the checklist.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub closed: Option<bool>,
}
