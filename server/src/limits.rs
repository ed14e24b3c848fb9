//! Rate limits: token buckets in memory, by the injected clock.
//!
//! A bucket holds at most `burst` tries and gains one each `every` milliseconds. Nothing locks anybody out for good
//! (P3): a limit only slows down, and a victim's own source has its own bucket.

use crate::clock::{Clock, HOUR, MINUTE, Millis, SECOND};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is limited, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Sign-in tries for one address from one source.
    SignInAddress,
    /// Sign-in tries from one source, whatever the address.
    SignInSource,
    /// Invitations that one team sends (P4).
    Invite,
    /// Mails to one invited person (P4).
    Resend,
    /// Invitations to one address, whichever team sends them (P4).
    MailTo,
    /// Password mails to one address.
    Forgot,
    /// Password mails asked for by one source.
    ForgotSource,
    /// Tokens of invitations and resets tried from one source (I7).
    Token,
    /// Tries to confirm the own password.
    OwnPassword,
    /// Requests with one API key.
    Key,
    /// Tokens of the widget that one API key asks for.
    Mint,
    /// API keys from one source that nobody knows (I7).
    KeySource,
    /// Files that one team uploads to import.
    Upload,
    /// Mails about work to one member; the bell has no limit.
    Notice,
    /// Orders of seats by one team.
    Purchase,
    /// Pictures that one member sets.
    Picture,
    /// Sign-ins through the identity provider, begun or finished, from one source.
    Sso,
}

impl Limit {
    /// How many at once, and how long one takes to come back.
    const fn rate(self) -> (u32, Millis) {
        match self {
            Self::SignInAddress => (10, 30 * SECOND),
            Self::SignInSource => (100, 2 * SECOND),
            Self::Invite => (200, HOUR / 200),
            Self::Resend => (5, 12 * MINUTE),
            Self::MailTo => (20, 3 * MINUTE),
            Self::Forgot => (3, 20 * MINUTE),
            Self::ForgotSource => (20, MINUTE),
            Self::Token => (60, 5 * SECOND),
            Self::OwnPassword => (10, 30 * SECOND),
            Self::Key => (1_000, MINUTE / 1_000),
            Self::Mint => (300, MINUTE / 300),
            Self::KeySource => (60, 5 * SECOND),
            Self::Upload => (120, 30 * SECOND),
            Self::Notice => (30, 2 * MINUTE),
            Self::Purchase => (30, MINUTE),
            Self::Picture => (20, 30 * SECOND),
            Self::Sso => (200, SECOND),
        }
    }
}

/// Too many; try again in this many whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// At least 1.
    pub retry_after: u32,
}

#[derive(Clone, Copy)]
struct Bucket {
    /// When the bucket would be full again, in milliseconds: the whole state of it.
    full_at: Millis,
}

/// All buckets of one server.
pub struct Limits {
    clock: Arc<dyn Clock>,
    buckets: Mutex<HashMap<(Limit, String), Bucket>>,
}

/// Above this many buckets, full ones are thrown away: memory stays flat under an attack from many sources.
const MANY: usize = 20_000;

impl Limits {
    /// No bucket yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes one try.
    pub fn take(&self, limit: Limit, key: &str) -> Result<(), TooMany> {
        self.take_many(limit, key, 1)
    }

    /// Takes `n` tries, all or none.
    pub fn take_many(&self, limit: Limit, key: &str, n: u32) -> Result<(), TooMany> {
        let (burst, every) = limit.rate();
        let now = self.clock.now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY {
            buckets.retain(|_, b| b.full_at > now);
        }
        if buckets.len() >= 4 * MANY {
            // All of them in use: an attack from very many sources. Starting afresh is the bounded thing to do.
            buckets.clear();
        }
        let bucket = buckets.entry((limit, key.to_owned())).or_insert(Bucket { full_at: now });
        let capacity = every.saturating_mul(Millis::from(burst));
        let full_at = bucket.full_at.clamp(now, now.saturating_add(capacity));
        let after = full_at.saturating_add(every.saturating_mul(Millis::from(n)));
        let over = after.saturating_sub(now.saturating_add(capacity));
        if over > 0 {
            let seconds = over.saturating_add(SECOND - 1) / SECOND;
            return Err(TooMany { retry_after: u32::try_from(seconds).unwrap_or(u32::MAX).max(1) });
        }
        bucket.full_at = after;
        Ok(())
    }

    /// Forgets a bucket: after a sign-in that was right.
    pub fn forget(&self, limit: Limit, key: &str) {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).remove(&(limit, key.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SetClock;

    #[test]
    fn p3_a_bucket_empties_says_when_and_fills_again() {
        let clock = Arc::new(SetClock::new(1_000_000));
        let limits = Limits::new(clock.clone());
        for _ in 0..10 {
            assert_eq!(limits.take(Limit::SignInAddress, "a"), Ok(()));
        }
        assert_eq!(limits.take(Limit::SignInAddress, "a"), Err(TooMany { retry_after: 30 }));
        assert_eq!(limits.take(Limit::SignInAddress, "b"), Ok(()), "another address has its own");
        clock.advance(29 * SECOND);
        assert_eq!(limits.take(Limit::SignInAddress, "a"), Err(TooMany { retry_after: 1 }));
        clock.advance(SECOND);
        assert_eq!(limits.take(Limit::SignInAddress, "a"), Ok(()));
        limits.forget(Limit::SignInAddress, "a");
        assert_eq!(limits.take_many(Limit::SignInAddress, "a", 10), Ok(()));
    }

    #[test]
    fn many_at_once_are_all_or_none() {
        let limits = Limits::new(Arc::new(SetClock::new(0)));
        assert!(limits.take_many(Limit::Resend, "m", 6).is_err());
        assert_eq!(limits.take_many(Limit::Resend, "m", 5), Ok(()));
    }
}
