//! Answering an invitation.

pub mod accept;
pub mod look_up;
