//! What a host's back end does with an API key: tokens for its widgets.

pub mod token;
