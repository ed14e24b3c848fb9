//! Time is asked for in one place, so that tests can set it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970-01-01 UTC, and helpers in the same unit.
pub type Millis = i64;

/// One second.
pub const SECOND: Millis = 1_000;
/// One minute.
pub const MINUTE: Millis = 60 * SECOND;
/// One hour.
pub const HOUR: Millis = 60 * MINUTE;
/// One day.
pub const DAY: Millis = 24 * HOUR;

/// Says what time it is.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Millis;
    /// Moves a test clock on; the real one refuses.
    fn advance(&self, _by: Millis) -> bool {
        false
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        // A clock before 1970 is a broken machine; zero keeps every token expired rather than valid for ever.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|d| Millis::try_from(d.as_millis()).ok())
            .unwrap_or(0)
    }
}

/// The machine's clock and a distance that tests add to it (`--test-clock`).
#[derive(Default)]
pub struct ShiftedClock {
    shift: AtomicI64,
}

impl Clock for ShiftedClock {
    fn now(&self) -> Millis {
        SystemClock.now().saturating_add(self.shift.load(Ordering::Relaxed))
    }
    fn advance(&self, by: Millis) -> bool {
        self.shift.fetch_add(by, Ordering::Relaxed);
        true
    }
}

/// Stands still until told.
pub struct SetClock {
    at: AtomicI64,
}

impl SetClock {
    /// A clock that says `at`.
    pub fn new(at: Millis) -> Self {
        Self { at: AtomicI64::new(at) }
    }
    /// From now on it is `at`.
    pub fn set(&self, at: Millis) {
        self.at.store(at, Ordering::Relaxed);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Millis {
        self.at.load(Ordering::Relaxed)
    }
    fn advance(&self, by: Millis) -> bool {
        self.at.fetch_add(by, Ordering::Relaxed);
        true
    }
}
