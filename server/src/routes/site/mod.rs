//! The server itself.

pub mod bootstrap;
pub mod health;
pub mod openapi;
pub mod setup;
