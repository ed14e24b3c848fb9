//! The one HTTP client. Answers come back typed; refusals as [`Failure`] with the server's own code.

mod calls;
mod fetch;

pub use calls::*;
pub use fetch::{Failure, Sink, set_sink};
