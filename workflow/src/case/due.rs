//! A date: the instant, the limit that was counted, by whose word, and how long the clock stood still meanwhile. From these it can be counted anew at any
//! time, by whatever calendar holds then.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Limit, LimitSource, LimitUnit};

/// A limit and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct LimitSpec {
    pub limit: Limit,
    pub source: LimitSource,
}

/// A date and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The instant after which it is overdue.
    pub at: DateTime<Utc>,
    /// From when it was counted.
    pub from: DateTime<Utc>,
    /// The limit that was counted.
    pub limit: Limit,
    /// Where the limit comes from.
    pub source: LimitSource,
    /// Whether it lies beyond the last official calendar year (暂按周末推算).
    pub provisional: bool,
    /// Working time, in seconds, during which the clock stood still since `from`: by so much the date lies later than the limit alone would put it.
    #[serde(default, skip_serializing_if = "none_at_all")]
    pub paused: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn none_at_all(seconds: &i64) -> bool {
    *seconds == 0
}

impl Due {
    /// The date that a limit gives from `from` on.
    #[must_use]
    pub fn count(calendar: &Calendar, from: DateTime<Utc>, spec: LimitSpec) -> Self {
        let counted = calendar.explain(from, spec.limit);
        Self { at: counted.due, from, limit: spec.limit, source: spec.source, provisional: counted.provisional, paused: 0 }
    }

    /// Whether it was set as a date and not counted.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        matches!(self.limit.unit, LimitUnit::Date(_))
    }

    /// The same limit, counted anew by `calendar` from where it began, beside the time that the clock stood still. A fixed date stays.
    #[must_use]
    pub fn counted_anew(&self, calendar: &Calendar) -> Self {
        if self.is_fixed() {
            return self.clone();
        }
        let counted = calendar.explain(self.from, self.limit);
        let at = if self.paused > 0 { calendar.add_working_time(counted.due, TimeDelta::seconds(self.paused)) } else { counted.due };
        Self { at, provisional: counted.provisional, ..self.clone() }
    }

    /// The date after the clock stood still from `since` until `now`: the working time that was left is left again. Fixed dates stay, and dates that had
    /// passed already. A date that was set meanwhile has stood still only since then.
    #[must_use]
    pub fn after_pause(&self, calendar: &Calendar, since: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        if self.is_fixed() || self.at <= since {
            return self.clone();
        }
        let stood = calendar.working_time_between(since.max(self.from), now).num_seconds();
        if stood <= 0 {
            return self.clone();
        }
        Self { paused: self.paused.saturating_add(stood), ..self.clone() }.counted_anew(calendar)
    }
}
