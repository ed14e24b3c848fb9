//! Webhooks.

pub mod add;
pub mod delete;
pub mod list;
pub mod take_over;
