//! What runs without a person: automations, API keys, what comes in with them, webhooks; and the checklist for when their
//! maker has gone.

pub mod automation;
pub mod departure;
pub mod happened;
pub mod intake;
pub mod key;
pub mod maker;
mod rotation;
pub mod webhook;
pub mod widget;
