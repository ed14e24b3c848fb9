//! Webhooks.

pub mod add;
pub mod delete;
pub mod deliveries;
pub mod list;
pub mod take_over;
