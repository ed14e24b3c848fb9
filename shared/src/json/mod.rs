//! JSON in and out of the wire types: by serde in servers and tools, by a small reader and writer of our own in the browser.
//!
//! serde compiles each type into code several times as large, and miniserde, whose every field is an `Option` that has to be
//! dropped on every way out, still made a quarter of the page (docs/adr/0002-wasm-size.md). Here a value is filled in place, and a
//! fault is noted once in the reader: the code of a type is a list of names and one call for each field.

#[cfg(feature = "serde")]
mod with_serde {
    /// A wire type that can be read.
    pub trait Read: serde::de::DeserializeOwned {}
    impl<T: serde::de::DeserializeOwned> Read for T {}

    /// A wire type that can be written.
    pub trait Write: serde::Serialize {}
    impl<T: serde::Serialize> Write for T {}

    /// Reads JSON; `None` when it is not of this type.
    pub fn read<T: Read>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    /// Writes JSON.
    pub fn write<T: Write>(value: &T) -> String {
        serde_json::to_string(value).unwrap_or_default()
    }

    /// Part of an answer that the page reads when it needs it. Others have it at once.
    pub type Unread<T> = T;

    /// Reads it, and keeps it for good.
    pub fn keep<T: Clone>(unread: &Unread<T>) -> Option<&'static mut T> {
        Some(Box::leak(Box::new(unread.clone())))
    }
}

#[cfg(all(feature = "mini", not(feature = "serde")))]
mod reader;
#[cfg(all(feature = "mini", not(feature = "serde")))]
mod writer;

#[cfg(all(feature = "mini", not(feature = "serde")))]
pub use reader::{Read, Reader, Unread, keep, read};
#[cfg(feature = "serde")]
pub use with_serde::{Read, Unread, Write, keep, read, write};
#[cfg(all(feature = "mini", not(feature = "serde")))]
pub use writer::{Write, Writer, write};
