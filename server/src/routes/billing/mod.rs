//! Seats and what was paid for.

pub mod buy;
pub mod show;
