//! JSON in and out of the wire types, by whichever of serde (servers, tools) and miniserde (wasm) is built in.

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
}

#[cfg(all(feature = "mini", not(feature = "serde")))]
mod with_miniserde {
    /// A wire type that can be read.
    pub trait Read: miniserde::Deserialize {}
    impl<T: miniserde::Deserialize> Read for T {}

    /// A wire type that can be written.
    pub trait Write: miniserde::Serialize {}
    impl<T: miniserde::Serialize> Write for T {}

    /// Reads JSON; `None` when it is not of this type.
    pub fn read<T: Read>(text: &str) -> Option<T> {
        miniserde::json::from_str(text).ok()
    }

    /// Writes JSON.
    pub fn write<T: Write>(value: &T) -> String {
        miniserde::json::to_string(value)
    }
}

#[cfg(all(feature = "mini", not(feature = "serde")))]
pub use with_miniserde::{Read, Write, read, write};
#[cfg(feature = "serde")]
pub use with_serde::{Read, Write, read, write};
