//! One's own details and picture.

pub mod delete_avatar;
pub mod edit;
pub mod put_avatar;
