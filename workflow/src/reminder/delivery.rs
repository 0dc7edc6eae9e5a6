//! When a message may leave: never outside working hours or on a day off unless it is immediate; digests at the start of the working day; bursts
//! within ten minutes as one.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::{Calendar, local_date};

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// By itself: a new assignment or hand-off, a return, a coordination result, a nudge.
    Single,
    /// As a line of the digest.
    Digest,
}

/// Bursts within this time are one message.
pub const MERGE_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// The instant at which a message that exists since `now` may leave. Immediate: at once, at any hour. Single: in working time. Digest: at the next
/// start of a working day.
#[must_use]
pub fn deliver_at(kind: Delivery, now: DateTime<Utc>, calendar: &Calendar, immediate: bool) -> DateTime<Utc> {
    match kind {
        _ if immediate => now,
        Delivery::Single => calendar.next_working_start(now),
        Delivery::Digest => calendar.next_day_start(now),
    }
}

/// A nudge by hand is allowed once per working day and task: the instant from which the next one is.
#[must_use]
pub fn next_nudge_at(last: DateTime<Utc>, calendar: &Calendar) -> DateTime<Utc> {
    let next = calendar.shift_working_days(local_date(last), 1);
    calendar.day_start(next).unwrap_or(last)
}

/// A single message that waits to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending<I, R> {
    /// The message.
    pub id: I,
    /// Who gets it.
    pub recipient: R,
    /// Since when it exists.
    pub since: DateTime<Utc>,
    /// Whether it goes at any hour.
    pub immediate: bool,
}

/// Messages that leave as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch<I, R> {
    /// Who gets it.
    pub recipient: R,
    /// The messages, the oldest first.
    pub messages: Vec<I>,
    /// When it leaves.
    pub at: DateTime<Utc>,
}

/// Merges the bursts among `pending`, by recipient. The first message of a burst opens it at the instant at which it could leave by itself; the
/// burst leaves [`MERGE_WITHIN`] later, in working time, with all that could leave by then. It does not grow: a steady stream cannot hold a
/// message back for longer. Immediate messages leave at once and by themselves.
///
/// The batches are ordered by the time at which they leave; the order of `pending` does not matter, except between messages of the same instant.
#[must_use]
pub fn merge_window<I: Clone, R: Clone + Ord>(pending: &[Pending<I, R>], calendar: &Calendar) -> Vec<Batch<I, R>> {
    let mut batches = Vec::new();
    let mut waiting: BTreeMap<&R, Vec<&Pending<I, R>>> = BTreeMap::new();
    for message in pending {
        if message.immediate {
            batches.push(Batch { recipient: message.recipient.clone(), messages: vec![message.id.clone()], at: message.since });
        } else {
            waiting.entry(&message.recipient).or_default().push(message);
        }
    }
    for (recipient, mut messages) in waiting {
        messages.sort_by_key(|message| message.since);
        let mut burst: Option<Batch<I, R>> = None;
        for message in messages {
            let ready = deliver_at(Delivery::Single, message.since, calendar, false);
            match &mut burst {
                Some(burst) if ready <= burst.at => burst.messages.push(message.id.clone()),
                _ => {
                    let at = calendar.next_working_start(ready + MERGE_WITHIN);
                    let next = Batch { recipient: recipient.clone(), messages: vec![message.id.clone()], at };
                    batches.extend(burst.replace(next));
                }
            }
        }
        batches.extend(burst);
    }
    batches.sort_by_key(|batch| batch.at);
    batches
}
