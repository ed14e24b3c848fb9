//! The Rolecall server. Clock, randomness, storage and mail are handed in, so that tests run the whole of it in process.

pub mod assets;
pub mod billing;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod error;
pub mod fold;
#[cfg(feature = "harness")]
pub mod harness;
pub mod http;
pub mod limits;
pub mod live;
pub mod locale;
pub mod mail;
pub mod openapi;
pub mod password;
pub mod picture;
pub mod policies;
pub mod random;
mod router;
pub mod routes;
pub mod service;
pub mod session;
pub mod sso;
pub mod state;
pub mod storage;
pub mod webhook;

pub use router::app;
