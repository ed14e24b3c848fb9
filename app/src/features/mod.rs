//! What the product's pages are made of. Nothing here knows the address bar: callers pass links and callbacks.

pub mod account;
pub mod action;
pub mod audit;
pub mod explain;
pub mod find;
pub mod form;
pub mod gate;
pub mod kinds;
pub mod links;
pub mod members;
pub mod notices;
pub mod paged;
pub mod people;
pub mod roles;
pub mod settings;
