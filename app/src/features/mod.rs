//! What the product's pages are made of. Nothing here knows the address bar: callers pass links and callbacks.

pub mod account;
pub mod action;
pub mod audit;
pub mod automations;
pub mod departures;
pub mod explain;
pub mod fetched;
pub mod find;
pub mod form;
pub mod gate;
pub mod integrations;
pub mod kinds;
pub mod links;
pub mod maker;
pub mod members;
pub mod notices;
pub mod paged;
pub mod people;
pub mod resources;
pub mod roles;
pub mod settings;
pub mod sure;
pub mod typing;
pub mod units;
pub mod work;
