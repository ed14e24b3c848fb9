//! What the operator chooses.

use crate::clock::{DAY, Millis};
use std::time::Duration;

/// Choices of one running server.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where people reach the server, without a slash at the end: goes into links.
    pub public_url: String,
    /// The operator gave it: then requests must come from there and from nowhere else.
    pub public_url_given: bool,
    /// Further origins of pages under development (`trunk serve`).
    pub dev_origins: Vec<String>,
    /// `--demo`: `/dev/mail` exists.
    pub demo: bool,
    /// `--test-clock`, with `--demo` only: `/dev/clock` exists.
    pub test_clock: bool,
    /// `X-Forwarded-For` is the own proxy's.
    pub trust_proxy: bool,
    /// Session ends after so long without a request.
    pub session_idle: Millis,
    /// Session ends after so long whatever happens.
    pub session_lasts: Millis,
    /// Webhooks may call private addresses, and without TLS.
    pub private_webhooks: bool,
    /// Longest body that is read, in bytes.
    pub body_limit: usize,
    /// Longest time that a request takes.
    pub timeout: Duration,
    /// Largest file that is uploaded, in bytes.
    pub upload_limit: usize,
    /// Longest time that an upload takes.
    pub upload_timeout: Duration,
    /// How often a live stream without events looks whether its listener may still listen (A13: within 5 s).
    pub live_check: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".into(),
            public_url_given: false,
            dev_origins: Vec::new(),
            demo: false,
            test_clock: false,
            trust_proxy: false,
            session_idle: 7 * DAY,
            session_lasts: 30 * DAY,
            private_webhooks: false,
            body_limit: 64 * 1024,
            timeout: Duration::from_secs(30),
            upload_limit: 25 * 1024 * 1024,
            upload_timeout: Duration::from_secs(300),
            live_check: Duration::from_secs(3),
        }
    }
}

impl Config {
    /// Cookies are sent over TLS alone when the site is.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
