//! Mail leaves through the outbox: written in the transaction that caused it, sent afterwards by one worker.

mod smtp;
pub mod templates;
pub mod words;
mod worker;

pub use smtp::Smtp;
pub(crate) use worker::BACKOFF;
pub use worker::{Delivery, deliver_due, run};

use serde::{Deserialize, Serialize};

/// A mail, ready to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The one recipient: the stored bytes of the address (I6).
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The team that it comes from: what still waits goes with the team (JY16). Empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub team: String,
}

/// The outbox's kind of letter that holds a [`Mail`].
pub const KIND: &str = "mail";
