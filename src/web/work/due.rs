//! A date as lists and pages show it: the day, how many working days are left, and by whose word it is.

use chrono::{DateTime, Utc};
use workflow::calendar::{Calendar, local_date};
use workflow::case::Due;

use crate::text::fill;
use crate::web::Page;

/// Due within so many working days is due soon.
const SOON: i32 = 3;

/// A date, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueView {
    /// 11月25日 周三, with the time when it is not the end of the day's work.
    pub day: String,
    /// 还有 2 个工作日, 今天到期, 逾期 3 个工作日.
    pub left: String,
    /// By whose word.
    pub source: String,
    /// Whether it is past.
    pub late: bool,
    /// Whether it comes within three working days.
    pub soon: bool,
    /// Whether it lies beyond the last official calendar year.
    pub provisional: bool,
}

impl DueView {
    /// The class that repeats what the words say.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match (self.late, self.soon) {
            (true, _) => "late",
            (false, true) => "soon",
            (false, false) => "strong",
        }
    }

    /// The same while the workflow is suspended: no clock runs, and it moves on when work is resumed.
    #[must_use]
    pub fn stopped(self, page: &Page, suspended: bool) -> Self {
        if suspended { Self { left: page.t.task.clock_stopped.to_owned(), late: false, soon: false, ..self } } else { self }
    }

    /// The date as seen now.
    #[must_use]
    pub fn of(page: &Page, calendar: &Calendar, due: &Due) -> Self {
        let w = &page.t.task;
        let days = calendar.working_days_between(local_date(page.now), local_date(due.at));
        let late = due.at < page.now;
        let left = match (late, days) {
            (true, days) if days >= 0 => w.late_today.to_owned(),
            (true, days) => fill(w.days_late, &[("days", &days.unsigned_abs())]),
            (false, days) if days <= 0 || local_date(page.now) == local_date(due.at) => w.due_today.to_owned(),
            (false, days) => fill(w.days_left, &[("days", &days)]),
        };
        Self {
            day: page.day(&due.at),
            left,
            source: page.t.limit_source(&due.source),
            late,
            soon: !late && days <= SOON,
            provisional: due.provisional,
        }
    }
}

/// How many working days ago something happened.
#[must_use]
pub fn days_since(page: &Page, calendar: &Calendar, at: &DateTime<Utc>) -> i32 {
    calendar.working_days_between(local_date(*at), local_date(page.now)).max(0)
}
