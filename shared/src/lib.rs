//! Rolecall's rules, used by the page and by the server, natively and in wasm.
//!
//! A product is a [`profile::Profile`] (data). It is compiled into a [`policy::Policy`], and [`policy::decide`] answers
//! whether an actor may give a command now: a [`policy::Permit`] or a [`policy::Denial`] with a stable code.
//! [`roster::apply`] says what a permitted command changes. Nothing here does I/O, reads a clock, draws a random
//! number or panics.

#[cfg(not(any(feature = "serde", feature = "mini")))]
compile_error!("choose the feature `serde` (servers, tools) or `mini` (wasm)");

pub mod api;
#[cfg(feature = "native")]
pub mod case;
#[cfg(any(feature = "serde", feature = "mini"))]
pub mod json;
pub mod letters;
#[cfg(feature = "native")]
pub mod locale;
#[cfg(feature = "native")]
pub mod permissions_page;
pub mod policy;
pub mod profile;
pub mod roster;
mod table;
pub mod validate;

pub use table::Table;

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
