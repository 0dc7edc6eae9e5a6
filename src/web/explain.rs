//! How a date came about: from when, how long, by whose word, which days were counted and which passed over.

use chrono::{NaiveDate, TimeDelta};
use workflow::calendar::{Calendar, DayReason, LimitUnit};
use workflow::case::Due;

use crate::text::{Language, fill};
use crate::web::Page;

/// A working day, in minutes, for words about how long a clock stood still.
const A_DAY: i64 = 8 * 60;
/// Up to so many days are named one by one.
const NAMED: usize = 6;

/// A line of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Line {
    /// What.
    pub(in crate::web) label: &'static str,
    /// Its value.
    pub(in crate::web) value: String,
}

/// The explanation of a date.
pub(in crate::web) fn lines(page: &Page, calendar: &Calendar, due: &Due) -> Vec<Line> {
    let (t, w) = (page.t, &page.t.task);
    let how = calendar.explain(due.from, due.limit);
    let paused = TimeDelta::seconds(due.paused);
    let line = |label, value| Line { label, value };
    let mut lines = vec![line(w.explain_source, t.limit_source(&due.source))];
    if !matches!(due.limit.unit, LimitUnit::Date(_)) {
        lines.push(line(w.explain_start, page.day_time(&due.from)));
        lines.push(line(w.explain_limit, t.limit_words(&due.limit, page.now)));
    }
    if matches!(due.limit.unit, LimitUnit::Hours) {
        lines.push(line(w.explain_counted, w.explain_by_clock.to_owned()));
    }
    if !how.counted.is_empty() {
        lines.push(line(w.explain_counted, days(page, &how.counted)));
    }
    if !how.skipped.is_empty() {
        let named: Vec<String> =
            how.skipped.iter().take(NAMED).map(|(date, reason)| format!("{} {}", page.date(date), because(page, reason))).collect();
        let more = if how.skipped.len() > NAMED { " …" } else { "" };
        let days = format!("{}{more}", named.join(between(page)));
        lines.push(line(w.explain_skipped, fill(w.explain_days, &[("count", &how.skipped.len()), ("days", &days)])));
    }
    if paused > TimeDelta::zero() && !due.is_fixed() {
        lines.push(line(w.explain_paused, t.working_time(paused, A_DAY)));
    }
    let mut end = page.day_time(&due.at);
    // What is past is left as it was counted then.
    if !due.is_fixed() && due.counted_anew(calendar).at != due.at {
        end = format!("{end} · {}", w.explain_then);
    }
    if due.provisional {
        end = format!("{end} · {}", w.provisional);
    }
    lines.push(line(w.explain_end, end));
    lines.push(line(w.explain_calendar, how.calendar_version));
    lines
}

fn days(page: &Page, days: &[NaiveDate]) -> String {
    let w = &page.t.task;
    match days {
        [first, .., last] if days.len() > NAMED => {
            fill(w.explain_range, &[("count", &days.len()), ("first", &page.date(first)), ("last", &page.date(last))])
        }
        _ => {
            let named: Vec<String> = days.iter().map(|date| page.date(date)).collect();
            fill(w.explain_days, &[("count", &days.len()), ("days", &named.join(between(page)))])
        }
    }
}

fn because(page: &Page, reason: &DayReason) -> String {
    match reason {
        DayReason::Holiday { name } | DayReason::MadeUp { name } => name.clone(),
        DayReason::Weekday | DayReason::Weekend => page.t.task.weekend.to_owned(),
    }
}

fn between(page: &Page) -> &'static str {
    if page.t.language == Language::Zh { "\u{3001}" } else { ", " }
}
