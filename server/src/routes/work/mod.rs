//! Work: items, lists, assignment, type-ahead.

pub mod assign;
pub mod counts;
pub mod create;
pub mod edit;
pub mod export;
pub mod list;
pub mod note;
pub mod people;
pub mod show;
pub mod suggest;
pub mod undo;
