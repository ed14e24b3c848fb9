//! The team.

pub mod audit;
pub mod delete;
pub mod edit;
pub mod export;
pub mod keep;
pub mod live;
pub mod show;
