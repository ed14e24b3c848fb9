//! After somebody has gone (JT16).

pub mod edit;
pub mod list;
