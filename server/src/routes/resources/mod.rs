//! What members are given access to.

pub mod add;
pub mod delete;
pub mod edit;
pub mod give;
pub mod list;
pub mod take;
