//! A small kit of controls. It knows no word of the domain: it takes text, signals and callbacks, and it touches
//! neither the window's history nor the document's head, so that the embedded widget can use it as it is.

pub mod bits;
pub mod button;
pub mod chips;
pub mod choice;
pub mod combo;
pub mod dialog;
pub mod dom;
pub mod field;
pub mod icon;
pub mod lazy;
pub mod menu;
pub mod menu_rows;
#[cfg(feature = "full")]
pub mod palette;
pub mod parts;
pub mod reason;
pub mod rows;
pub mod search;
pub mod stepper;
pub mod time;
pub mod toast;
pub mod vlist;

pub use bits::{Avatar, Badge, Empty, SeatMeter, Skeleton, Tone};
pub use button::{Button, Mark};
pub use chips::ChipsInput;
pub use choice::{CheckRow, RadioCards, Switch};
pub use combo::{Choice, Combo};
pub use dialog::Dialog;
pub use field::{PasswordField, SelectField, TextArea, TextField};
pub use icon::{Icon, icon};
pub use menu::{Entry, Item, Menu, MenuFill, Opened};
pub use reason::Reason;
pub use rows::{RowAt, Rows};
pub use search::{FilterChip, SearchBox};
pub use stepper::Stepper;
pub use time::Ago;
pub use toast::{ToastRegion, Toasts};
pub use vlist::VirtualList;
