//! Importing work from a file (JT9).

pub mod cancel;
pub mod check;
pub mod faults;
pub mod list;
pub mod show;
pub mod start;
pub mod upload;
