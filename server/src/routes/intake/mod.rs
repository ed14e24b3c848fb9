//! What programs reach with an API key.

pub mod activity;
pub mod show;
pub mod take;
