//! The two clocks: leases by the real one, everything else by the context's.

use chrono::{DateTime, SubsecRound, Utc};

/// The real time, for leases only: they guard against processes that died, and a stepped clock says nothing about those.
#[expect(clippy::disallowed_methods, reason = "leases measure whether a process lives; what is due is judged by Context::now()")]
pub(crate) fn lease_clock() -> DateTime<Utc> {
    to_millis(Utc::now())
}

/// To the precision in which times are stored; on SQLite they are compared as text.
pub(crate) fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(3)
}
