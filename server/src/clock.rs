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

/// `2026-03-02 09:00`, UTC.
pub fn day_and_time(at: i64) -> String {
    let (days, minutes) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000) / 60_000);
    // Howard Hinnant's civil_from_days: years begin in March, so that a leap day comes last.
    let z = days + 719_468;
    let (era, day_of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_days_of_the_calendar() {
        assert_eq!(day_and_time(0), "1970-01-01 00:00");
        assert_eq!(day_and_time(951_782_400_000), "2000-02-29 00:00");
        assert_eq!(day_and_time(1_772_442_000_000), "2026-03-02 09:00");
    }
}
