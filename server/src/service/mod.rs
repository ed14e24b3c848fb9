//! What the endpoints do: load, decide, apply, persist, audit and outbox, in one transaction.

pub mod account;
mod act;
mod change;
pub mod edit;
pub mod founding;
pub mod invite;
pub mod join;
pub mod people;
pub mod read;
pub mod sso;
mod view;
mod ways;
mod wording;

pub use act::Act;
pub use view::{counts_of, member_view, now_facts, subject_of, target_of, visible_counts};
pub use ways::way_in;
