//! The compiled rules, and the one place where "may they?" is answered.
//!
//! Ids become small integers and sets become bits; strings stay at the edges.

mod action;
mod authority;
mod command;
mod compile;
mod decide;
mod denial;
#[cfg(feature = "native")]
mod explain;
mod facts;
mod faults;
mod form;
mod lookup;
#[cfg(feature = "native")]
mod named;
mod names;
#[cfg(feature = "native")]
mod names_check;
mod names_work;
mod reviewing;
mod set;
mod sign_in;
mod subject;
mod ways_in;
mod work;

pub use action::{ACTIONS, Action};
pub use authority::Authority;
pub use command::{Command, Successor};
pub use compile::Policy;
pub use decide::{Permit, decide, decide_invite};
pub use denial::{Code, Denial, Lift};
#[cfg(feature = "native")]
pub use explain::{Asked, Explanation, Line, Lines};
pub use facts::{Facts, SeatFact};
pub use faults::BadRule;
pub use form::FormField;
#[cfg(feature = "native")]
pub use named::Misnamed;
pub use reviewing::{Holding, decide_line};
pub use set::Set;
pub use sign_in::Via;
pub use subject::{Status, Subject, Target};
pub use ways_in::{accept, found_team, speak_for, take_in};
pub use work::{Candidate, Heir, Notice, Place, Scope, Skip, Viewer};

/// Index of a main role in the profile's `roles`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(pub u8);
/// Index of an addition in the profile's `additions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AdditionId(pub u8);
/// Index of a switch in the profile's `grants`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GrantId(pub u8);
/// Index of a field in the profile's `fields`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u8);
/// Bit of a permission in a compiled policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PermissionId(pub u8);
/// Index of a standing in the profile's `standing`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StandingId(pub u8);
/// Index of a kind of work in the profile's `work`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u8);
