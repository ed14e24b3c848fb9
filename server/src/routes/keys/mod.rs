//! API keys.

pub mod add;
pub mod delete;
pub mod edit;
pub mod list;
pub mod rotate;
pub mod take_over;
