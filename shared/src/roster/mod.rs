//! A team's state, and what a permitted command makes of it. The server writes what [`apply`] says; the page shows it
//! before the server has answered.

mod counts;
mod event;

pub use counts::{Counts, SeatCount};
pub use event::{Change, Event, apply};
