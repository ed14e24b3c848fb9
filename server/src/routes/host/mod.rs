//! What a host's back end does with an API key: tokens for its widgets, and who its users are.

pub mod put_member;
pub mod show_member;
pub mod token;
