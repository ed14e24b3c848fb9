//! `rolecall` as a process.
