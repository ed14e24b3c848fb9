//! Work from a file (JT9): read it, guess its columns, say what is wrong with its lines, and bring all of it in or none.
//!
//! Rows go in by the thousand, each time in a short transaction of their own, so that others write in between; nobody sees
//! them until one last transaction, in which everything is judged again, says that they are there. A file that fails or is
//! given up, and a server that stops, leave rows that nobody ever saw, and these are removed.

mod decode;
mod draft;
mod guess;
mod parse;
mod plan;
mod run;
mod view;

pub use draft::{check, start, upload};
pub use run::{cancel, recover};
pub use view::{faults, list, show};
