//! One's own details.

pub mod edit;
