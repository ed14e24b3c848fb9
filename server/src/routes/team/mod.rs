//! The team.

pub mod audit;
pub mod edit;
pub mod live;
pub mod show;
