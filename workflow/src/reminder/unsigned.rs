//! The hand-off that nobody signs for: after the days allowed the sender is told, the receiver's liaison is reminded, and the office gets a draft
//! letter (提醒函) with the phone number. Once per round; a body's lead is never written to from here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Occurrence, ReminderMark};
use crate::calendar::Calendar;

/// Tells the sender.
pub const UNSIGNED_SENDER: &str = "unsigned-sender";
/// Reminds the receiver's liaison.
pub const UNSIGNED_LIAISON: &str = "unsigned-liaison";
/// Gives the office the draft letter.
pub const UNSIGNED_LETTER: &str = "unsigned-letter";

/// Working days allowed for signing unless the county or the town says otherwise.
pub const SIGN_WITHIN: u32 = 2;

/// What the policy must know of a hand-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsignedState {
    /// When it was offered in this round.
    pub offered_at: DateTime<Utc>,
    /// Counts up each time it is offered again.
    pub round: u32,
    /// Working days allowed for signing, usually [`SIGN_WITHIN`].
    pub sign_within: u32,
    /// Signed, returned, objected to, taken back, or the workflow suspended: nothing is sent.
    pub paused: bool,
    /// Whether this round's messages were made.
    pub sent: bool,
}

/// What is to be sent now: nothing, or this round's three messages.
#[must_use]
pub fn unsigned_due_now(state: &UnsignedState, now: DateTime<Utc>, calendar: &Calendar) -> Vec<Occurrence> {
    let Some(at) = unsigned_next_check(state, calendar).filter(|at| *at <= now) else {
        return Vec::new();
    };
    let mark = ReminderMark { due_at: at, day: 0, count: 1 };
    let rules = [UNSIGNED_SENDER, UNSIGNED_LIAISON, UNSIGNED_LETTER];
    rules.into_iter().map(|rule| Occurrence { rule, key: state.round.to_string(), at, mark }).collect()
}

/// When to ask [`unsigned_due_now`]: the first working time after the last day allowed for signing; `None` once there is nothing to come.
#[must_use]
pub fn unsigned_next_check(state: &UnsignedState, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let open = !state.paused && !state.sent;
    open.then(|| calendar.next_working_start(calendar.add_working_days(state.offered_at, state.sign_within)))
}
