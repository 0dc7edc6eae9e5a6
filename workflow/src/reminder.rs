//! The reminder policy: what is due at an instant, and when to look again. Owns the reminder days, the rule of the unsigned hand-off, the hours in
//! which a message may leave, and the merging of bursts. It sends nothing and stores nothing; the caller keeps what was sent.
//!
//! | rule | when | how often |
//! | --- | --- | --- |
//! | [`REMINDER_DAY`] | start of the working days −3, −1, +1, +4, +7, +10, +15, +20, +25, +30 counted from the due date | once each, ten per holding period |
//! | [`UNSIGNED_SENDER`], [`UNSIGNED_LIAISON`], [`UNSIGNED_LETTER`] | first working time after the days allowed for signing | once per round |
//!
//! After a downtime only the latest occurrence is due: what it supersedes is never sent.

mod delivery;
mod unsigned;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, local_date};

pub use delivery::{Batch, Delivery, MERGE_WITHIN, Pending, deliver_at, merge_window, next_nudge_at};
pub use unsigned::{SIGN_WITHIN, UNSIGNED_LETTER, UNSIGNED_LIAISON, UNSIGNED_SENDER, UnsignedState, unsigned_due_now, unsigned_next_check};

/// Name of the rule of the reminder days.
pub const REMINDER_DAY: &str = "reminder-day";

/// The reminder days, in working days from the due date.
pub const REMINDER_DAYS: [i32; 10] = [-3, -1, 1, 4, 7, 10, 15, 20, 25, 30];

/// Reminders per holding period; after that it is a person's turn.
pub const PER_HOLDING_PERIOD: u32 = 10;

/// One reminder that a rule demands. `(task or hand-off, rule, key)` is its unique key in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Occurrence {
    /// The rule.
    pub rule: &'static str,
    /// Which of its occurrences: the holding period or round, and the day.
    pub key: String,
    /// The instant from which it is due.
    pub at: DateTime<Utc>,
    /// What to keep as [`HoldingState::sent_through`] once it is sent.
    pub mark: ReminderMark,
}

/// How far the reminders of a holding period have gone. What a later one supersedes counts as gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderMark {
    /// The due date that the reminder was for: an extension moves it and so asks for new ones.
    pub due_at: DateTime<Utc>,
    /// One of [`REMINDER_DAYS`].
    pub day: i32,
    /// Reminders sent in this holding period, this one included.
    pub count: u32,
}

/// What the policy must know of a task and who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldingState {
    /// When it is due; without a date nothing is sent.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts up each time the work comes to a holder or back to him: reminders start anew.
    pub holding_period: u32,
    /// When this holding period began. Days before it are not made up for: the holder was told then.
    pub opened_at: DateTime<Utc>,
    /// Suspended, handed, waiting for sign-off, or closed: nothing is sent.
    pub paused: bool,
    /// The mark of the last reminder of this holding period, if there was one.
    pub sent_through: Option<ReminderMark>,
}

/// What is to be sent now: nothing or one reminder, the latest, however long nobody looked.
#[must_use]
pub fn due_now(state: &HoldingState, now: DateTime<Utc>, calendar: &Calendar) -> Vec<Occurrence> {
    occurrences(state, calendar).into_iter().rfind(|occurrence| occurrence.at <= now).into_iter().collect()
}

/// When to ask [`due_now`] again. An instant that is not after `now` says that something is due already.
#[must_use]
pub fn next_check(state: &HoldingState, now: DateTime<Utc>, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let open = occurrences(state, calendar);
    let due = open.iter().rfind(|occurrence| occurrence.at <= now);
    due.or(open.first()).map(|occurrence| occurrence.at)
}

/// The reminders of this holding period that are neither sent nor superseded, in order.
fn occurrences(state: &HoldingState, calendar: &Calendar) -> Vec<Occurrence> {
    let count = state.sent_through.map_or(0, |mark| mark.count);
    let (Some(due_at), false, true) = (state.due_at, state.paused, count < PER_HOLDING_PERIOD) else {
        return Vec::new();
    };
    let due_date = local_date(due_at);
    let is_open = |day: i32, at: DateTime<Utc>| {
        at > state.opened_at
            && state.sent_through.is_none_or(|mark| {
                let sent_for = local_date(mark.due_at);
                if sent_for == due_date { day > mark.day } else { at > reminder_at(sent_for, mark.day, calendar) }
            })
    };
    let days = REMINDER_DAYS.into_iter().map(|day| (day, reminder_at(due_date, day, calendar)));
    days.filter(|(day, at)| is_open(*day, *at))
        .map(|(day, at)| Occurrence {
            rule: REMINDER_DAY,
            key: format!("{}/{due_date}/{day:+}", state.holding_period),
            at,
            mark: ReminderMark { due_at, day, count: count + 1 },
        })
        .collect()
}

/// Start of the working day that lies `day` working days from the due date.
fn reminder_at(due_date: NaiveDate, day: i32, calendar: &Calendar) -> DateTime<Utc> {
    let date = calendar.shift_working_days(due_date, day);
    calendar.day_start(date).unwrap_or_else(|| crate::calendar::instant(date, chrono::NaiveTime::MIN))
}
