//! Work from a file (JT9): read it, guess its columns, say what is wrong with its lines, and bring all of it in or none.

mod decode;
mod guess;
mod parse;
mod plan;
