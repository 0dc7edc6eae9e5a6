//! The clock as an argument. Nothing in this crate reads the system's time; the program hands in a [`Clock`].

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, DurationRound, Utc};

/// A source of the present time, in UTC, to the millisecond.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present.
    fn now(&self) -> DateTime<Utc>;
}

/// Cuts a time to the millisecond, the resolution of everything that is stored.
#[must_use]
pub fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(Duration::milliseconds(1)).unwrap_or(at)
}

/// A clock that stands still until it is moved: for simulations, demonstrations and tests.
#[derive(Debug)]
pub struct SteppedClock(Mutex<DateTime<Utc>>);

impl SteppedClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(to_millis(at)))
    }

    /// Moves the clock to `at`, forwards or backwards.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to_millis(at);
    }

    /// Moves the clock forwards by `by`.
    pub fn advance(&self, by: Duration) {
        let mut at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *at = to_millis(*at + by);
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
