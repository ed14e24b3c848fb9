//! The whole space of cases that the rules can see, by number: what [`shared::policy::decide`] answers for each is the same
//! natively and in wasm, and agrees with an oracle that was written from the products' documents alone (`cedar/`).
//!
//! # What is left out, and why
//! A case is an actor, a command, a member whom it is about, facts and a time. Every command meets every actor and every
//! member; of the rest it meets what it can see:
//!
//! - *Actors without access* come with no additions, switches and standing, and with all of them. Access is asked for before
//!   anything that somebody holds.
//! - *Counts* (0, 1, 2, unknown, for each guard) vary for commands that can take a role, a standing or the person away, where
//!   the member is active: nobody else is a holder who could be lost. Unknown is unknown for all guards at once.
//! - *Seats* (the last but one, the last, none, one too many taken, no limit) vary for commands after which somebody takes a
//!   seat who didn't: inviting, sending again, restoring, another role. Only where the profile sells seats.
//! - *A shared account* is seen by what signs somebody in: password and details.
//! - *The member's switches* are seen when a password is set; *a missing identity provider* when a switch is turned.
//!
//! The test `what_is_left_out_is_not_seen` varies each of these where it is left out and finds the same answer.

mod axes;
mod commands;
#[cfg(feature = "native")]
mod describe;
mod space;
mod verdict;
#[cfg(feature = "page")]
mod wasm;

pub use axes::{NOW, Sees, actors};
pub use commands::commands;
#[cfg(feature = "native")]
pub use describe::{argument_names, case_line};
pub use space::{Space, Tuple};
pub use verdict::{Verdict, answer, code_of};
