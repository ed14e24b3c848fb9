//! Signing in through the identity provider.

pub mod callback;
pub mod start;
