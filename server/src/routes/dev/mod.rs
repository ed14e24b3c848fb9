//! Only with `--demo`.

pub mod clock;
pub mod mail;
pub mod mail_css;
pub mod mail_json;
