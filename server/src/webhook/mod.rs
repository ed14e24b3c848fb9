//! Webhooks leave through the outbox: written in the transaction of what they tell, delivered afterwards, signed, and tried
//! again for a bounded time. They reach public addresses alone, over TLS, unless the operator says otherwise.

mod address;
mod client;
mod sign;
mod worker;

pub use address::{BadUrl, check_url};
pub use sign::signature;
pub use worker::{deliver_due, run};

use serde::{Deserialize, Serialize};

/// The outbox's kind of letter that holds a [`Delivery`].
pub const KIND: &str = "webhook";

/// What is delivered. The secret it is signed with is read when it leaves: a webhook that has ended gets nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The webhook's id.
    pub webhook: String,
    /// The body, JSON.
    pub body: String,
}
