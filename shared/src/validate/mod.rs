//! Validation of what people type, the same on the page and on the server. Every check answers a stable code.

mod address;
mod fields;
mod origin;
mod text;

pub use address::{address_key, check_address, split_addresses};
pub use fields::{check_field, check_fields, check_work_field};
pub use origin::check_origin;
pub use text::{check_name, check_note, check_password, check_phone, check_text};

/// A value that cannot be taken: `required`, `too-long`, `too-short`, `not-an-address`, `control-character`,
/// `not-a-phone`, `not-a-choice`, `unknown-field`, `not-an-origin`, `not-secure`.
pub type Fault = &'static str;
