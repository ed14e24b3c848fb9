//! What the endpoints do: load, decide, apply, persist, audit and outbox, in one transaction.

pub mod account;
mod act;
pub mod avatar;
pub mod billing;
mod change;
pub mod deletion;
pub mod edit;
pub mod export;
pub mod flow;
pub mod founding;
pub mod host;
pub mod import;
pub mod invite;
pub mod join;
pub mod lists;
pub mod live;
pub mod notice;
pub mod people;
mod pieces;
pub mod read;
pub mod resources;
pub mod reviews;
pub mod sso;
pub mod temporary;
pub mod units;
mod view;
pub mod view_as;
mod ways;
pub mod who_can;
mod wording;
pub mod work;

pub use act::Act;
pub use view::{
    STRUCTURE_READERS, counts_of, holds_any, manages_unit_of, member_view, now_facts, subject_of, target_of,
    visible_counts,
};
pub use ways::way_in;
