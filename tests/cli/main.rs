//! `rolecall` as a process: what it prints, and how it ends.

mod browser;
mod data;
mod decide;
mod imports;
mod profiles;
mod program;
mod rotation;
mod serve;
mod sso;
