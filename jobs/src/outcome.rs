//! How an attempt ends, and what the row becomes by it.

use chrono::{DateTime, Duration, Utc};

use crate::{kinds::Kind, table::claim::Claimed, time::to_millis};

/// The end of one attempt, chosen by the job's author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The work is done, or no longer applies.
    Done,
    /// Something passing stood in the way: again after the kind's back-off, until the cap is reached.
    Retry(String),
    /// Too early: again at that time, without counting this attempt.
    Snooze(DateTime<Utc>),
    /// It can never succeed: kept as dead, with the reason.
    GiveUp(String),
}

/// What an attempt may know about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The job's id.
    pub id: i64,
    /// This attempt, from 1; crashes count, snoozes do not.
    pub attempt: u32,
    /// The cap.
    pub max_attempts: u32,
}

impl Run {
    /// Whether a retry asked for now would make the job dead.
    pub fn is_last(&self) -> bool {
        self.attempt >= self.max_attempts
    }
}

/// What the row becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Done,
    Dead { error: String },
    Again { run_at: DateTime<Utc>, error: Option<String>, counted: bool },
}

/// A snooze into the past would spin.
const SHORTEST_SNOOZE: Duration = Duration::seconds(1);

pub(crate) fn ending(claimed: &Claimed, outcome: Outcome, now: DateTime<Utc>) -> Ending {
    match outcome {
        Outcome::Done => Ending::Done,
        Outcome::GiveUp(error) => Ending::Dead { error },
        Outcome::Snooze(until) => Ending::Again { run_at: to_millis(until.max(now + SHORTEST_SNOOZE)), error: None, counted: false },
        Outcome::Retry(error) if claimed.run.is_last() => Ending::Dead { error },
        Outcome::Retry(error) => {
            let wait = Kind::from_name(&claimed.kind).map_or(Duration::zero(), |kind| kind.retry_after(claimed.run.attempt));
            Ending::Again { run_at: to_millis(now + wait), error: Some(error), counted: true }
        }
    }
}
