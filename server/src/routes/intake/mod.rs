//! What programs reach with an API key.

pub mod activity;
pub mod list;
pub mod put;
pub mod show;
pub mod take;
