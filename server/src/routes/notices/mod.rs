//! The bell.

pub mod list;
pub mod read;
