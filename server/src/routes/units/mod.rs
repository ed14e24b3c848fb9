//! Units, who belongs to them, and who has a standing.

pub mod add;
pub mod delete;
pub mod give_standing;
pub mod list;
pub mod put_member;
pub mod rename;
pub mod take_standing;
