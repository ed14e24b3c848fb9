//! Work: items, lists, assignment, history, and where it goes when somebody leaves.

mod assign;
mod export;
mod eye;
mod hand_over;
mod item;
mod keys;
mod list;
mod moves;
mod people;
mod suggest;
mod write;

pub use assign::{assign, undo};
pub(super) use export::lines;
pub use export::{export, inert};
pub use eye::Eye;
pub(super) use hand_over::successor;
pub use hand_over::{deactivate, hand_over, preview};
pub use item::detail;
pub use keys::{Keys, check_fields, check_values, keys, searched};
pub use list::{counts, list};
pub use moves::{Moved, NewItem};
pub use people::people;
pub use suggest::suggest;
pub use write::{create, edit, note};
