//! Lists that a team shares: rules, saved replies (JY15).

pub mod add;
pub mod delete;
pub mod edit;
pub mod list;
pub mod order;
