//! Access reviews (VA11).

pub mod close;
pub mod decide;
pub mod export;
pub mod list;
pub mod show;
pub mod start;
