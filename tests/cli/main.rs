//! `rolecall` as a process: what it prints, and how it ends.

mod data;
mod decide;
mod profiles;
mod program;
mod serve;
mod sso;
