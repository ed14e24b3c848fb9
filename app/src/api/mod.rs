//! The one HTTP client. Answers come back typed; refusals as [`Failure`] with the server's own code.

mod avatar;
mod billing;
mod calls;
mod fetch;
mod flow;
mod import;
mod list;
mod notices;
mod reviews;
mod structure;
mod team;
mod who_can;
mod work;

pub use avatar::*;
pub use billing::*;
pub use calls::*;
pub use fetch::{Failure, Sink, look_as, looking_as, set_sink, writing};
pub use flow::*;
pub use import::*;
pub use list::*;
pub use notices::*;
pub use reviews::*;
pub use structure::*;
pub use team::*;
pub use who_can::*;
pub use work::*;
