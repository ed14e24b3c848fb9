//! Automations (JT11, JL3).

pub mod add;
pub mod delete;
pub mod edit;
pub mod list;
pub mod take_over;
