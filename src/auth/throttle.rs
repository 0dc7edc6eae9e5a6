//! Slows down guessing of passwords: counts failed log-ins by account and address, by account, and by address. Held in memory: it forgets when the
//! program restarts, and each server counts for itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};

/// How long failures are remembered.
const WINDOW: Duration = Duration::minutes(15);
/// Failures of one account from one address before it has to wait.
const PER_ACCOUNT_AND_ADDRESS: u32 = 6;
/// Failures of one account from anywhere; higher, so that a stranger cannot lock somebody out with a few attempts.
const PER_ACCOUNT: u32 = 30;
/// Failures from one address; a whole town hall may share one.
const PER_ADDRESS: u32 = 100;
/// More keys than this are not kept; the oldest windows go first.
const MOST_KEYS: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Both(String, IpAddr),
    Account(String),
    Address(IpAddr),
}

impl Key {
    fn limit(&self) -> u32 {
        match self {
            Self::Both(..) => PER_ACCOUNT_AND_ADDRESS,
            Self::Account(_) => PER_ACCOUNT,
            Self::Address(_) => PER_ADDRESS,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    since: DateTime<Utc>,
    count: u32,
}

/// The failed log-ins of the last quarter of an hour.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<Key, Failures>>);

impl Throttle {
    /// Counts an attempt before the password is looked at, so that many at once do not slip through; [`Self::forget`] takes it back on success.
    ///
    /// # Errors
    /// How long to wait, when there have been too many.
    pub fn attempt(&self, account: &str, address: IpAddr, now: DateTime<Utc>) -> Result<(), Duration> {
        let mut failures = self.lock();
        let keys = keys(account, address);
        let wait = keys.iter().filter_map(|key| {
            let failed = failures.get(key).filter(|failed| now - failed.since < WINDOW)?;
            (failed.count >= key.limit()).then(|| failed.since + WINDOW - now)
        });
        if let Some(wait) = wait.max() {
            return Err(wait);
        }
        if failures.len() > MOST_KEYS {
            failures.retain(|_, failed| now - failed.since < WINDOW);
            if failures.len() > MOST_KEYS {
                failures.clear();
            }
        }
        for key in keys {
            let failed = failures.entry(key).or_insert(Failures { since: now, count: 0 });
            if now - failed.since >= WINDOW {
                *failed = Failures { since: now, count: 0 };
            }
            failed.count += 1;
        }
        Ok(())
    }

    /// A successful log-in: the account's failures from this address are forgotten, and the attempt is not held against account or address.
    pub fn forget(&self, account: &str, address: IpAddr) {
        let mut failures = self.lock();
        let [both, rest @ ..] = keys(account, address);
        failures.remove(&both);
        for key in rest {
            if let Some(failed) = failures.get_mut(&key) {
                failed.count = failed.count.saturating_sub(1);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keys(account: &str, address: IpAddr) -> [Key; 3] {
    let account: String = account.trim().to_lowercase().chars().take(100).collect();
    [Key::Both(account.clone(), address), Key::Account(account), Key::Address(address)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    fn noon() -> DateTime<Utc> {
        "2026-11-23T04:00:00Z".parse().expect("a time")
    }

    #[test]
    fn after_too_many_failures_one_waits_and_then_may_try_again() {
        let throttle = Throttle::default();
        for _ in 0..PER_ACCOUNT_AND_ADDRESS {
            assert_eq!(throttle.attempt("Zhang", HERE, noon()), Ok(()));
        }
        assert_eq!(throttle.attempt("zhang ", HERE, noon() + Duration::minutes(5)), Err(Duration::minutes(10)));
        assert_eq!(throttle.attempt("zhang", THERE, noon()), Ok(()), "somebody else's failures do not lock the person out");
        assert_eq!(throttle.attempt("li", HERE, noon()), Ok(()), "a colleague at the same address may log in");
        assert_eq!(throttle.attempt("zhang", HERE, noon() + WINDOW), Ok(()));
    }

    #[test]
    fn guessing_one_password_for_many_accounts_is_slowed_down_too() {
        let throttle = Throttle::default();
        for i in 0..PER_ADDRESS {
            assert_eq!(throttle.attempt(&format!("account{i}"), HERE, noon()), Ok(()));
        }
        assert!(throttle.attempt("another", HERE, noon()).is_err());
    }

    #[test]
    fn a_town_hall_that_logs_in_properly_is_never_slowed_down() {
        let throttle = Throttle::default();
        for i in 0..PER_ADDRESS * 3 {
            let account = format!("account{}", i % 40);
            assert_eq!(throttle.attempt(&account, HERE, noon()), Ok(()));
            throttle.forget(&account, HERE);
        }
    }
}
