//! What every request goes through before and after its handler.

pub mod body;
pub mod cors;
pub mod headers;
pub mod origin;
pub mod path;
pub mod request_id;
pub mod source;
