//! The team.

pub mod audit;
pub mod edit;
pub mod show;
