//! The kinds of job: frozen names, payloads of ids, caps and retry curves. A retired kind stays readable for a release.

use chrono::Duration;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::error::Error;

/// A kind of job. The payload holds ids only: the state is read again when the job runs.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// Stands in the database: never changed, never used again for something else.
    const NAME: &'static str;
    /// After so many attempts the job is dead; crashes count.
    const MAX_ATTEMPTS: u32;
    /// Higher goes first among what is due.
    const PRIORITY: i32 = 0;

    /// The wait after the given failed attempt (from 1).
    fn retry_after(attempt: u32) -> Duration;
}

/// Looks for everything whose next check has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepDue {}

impl Job for SweepDue {
    const NAME: &'static str = "sweep-due";
    const MAX_ATTEMPTS: u32 = 5;
    const PRIORITY: i32 = 10;

    fn retry_after(attempt: u32) -> Duration {
        doubling(Duration::seconds(5), Duration::minutes(1), attempt)
    }
}

/// Sends one message: one minute after the first refusal, doubling to two hours, for a good day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliverMessage {
    /// The message, which is the truth about what is to be sent.
    pub message_id: Uuid,
}

impl Job for DeliverMessage {
    const NAME: &'static str = "deliver-message";
    const MAX_ATTEMPTS: u32 = 19;

    fn retry_after(attempt: u32) -> Duration {
        doubling(Duration::minutes(1), Duration::hours(2), attempt)
    }
}

/// Carries out the rows of a batch that still wait: what a crash left over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunBatch {
    /// The batch, whose rows are the truth about what is to be done.
    pub batch_id: Uuid,
}

impl Job for RunBatch {
    const NAME: &'static str = "run-batch";
    const MAX_ATTEMPTS: u32 = 12;
    const PRIORITY: i32 = 5;

    fn retry_after(attempt: u32) -> Duration {
        doubling(Duration::seconds(5), Duration::minutes(10), attempt)
    }
}

/// Counts the dates of what is at work anew after a change of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecountDates {
    /// The number of the change.
    pub change: i64,
}

impl Job for RecountDates {
    const NAME: &'static str = "recount-dates";
    const MAX_ATTEMPTS: u32 = 12;
    const PRIORITY: i32 = 5;

    fn retry_after(attempt: u32) -> Duration {
        doubling(Duration::seconds(5), Duration::minutes(10), attempt)
    }
}

/// Removes what has been kept long enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PruneOld {}

impl Job for PruneOld {
    const NAME: &'static str = "prune-old";
    const MAX_ATTEMPTS: u32 = 5;
    const PRIORITY: i32 = -10;

    fn retry_after(attempt: u32) -> Duration {
        doubling(Duration::minutes(1), Duration::hours(1), attempt)
    }
}

fn doubling(first: Duration, longest: Duration, attempt: u32) -> Duration {
    let factor = 1_i32 << attempt.saturating_sub(1).min(20);
    first.checked_mul(factor).map_or(longest, |wait| wait.min(longest))
}

/// Every kind that this version can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`SweepDue`]
    SweepDue,
    /// [`DeliverMessage`]
    DeliverMessage,
    /// [`RunBatch`]
    RunBatch,
    /// [`RecountDates`]
    RecountDates,
    /// [`PruneOld`]
    PruneOld,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::SweepDue, Self::DeliverMessage, Self::RunBatch, Self::RecountDates, Self::PruneOld];

    /// The frozen name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SweepDue => SweepDue::NAME,
            Self::DeliverMessage => DeliverMessage::NAME,
            Self::RunBatch => RunBatch::NAME,
            Self::RecountDates => RecountDates::NAME,
            Self::PruneOld => PruneOld::NAME,
        }
    }

    /// The kind of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The wait after the given failed attempt (from 1).
    pub fn retry_after(self, attempt: u32) -> Duration {
        match self {
            Self::SweepDue => SweepDue::retry_after(attempt),
            Self::DeliverMessage => DeliverMessage::retry_after(attempt),
            Self::RunBatch => RunBatch::retry_after(attempt),
            Self::RecountDates => RecountDates::retry_after(attempt),
            Self::PruneOld => PruneOld::retry_after(attempt),
        }
    }
}

/// A job as it enters the table.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub(crate) kind: &'static str,
    pub(crate) payload: serde_json::Value,
    pub(crate) priority: i32,
    pub(crate) max_attempts: u32,
    pub(crate) dedupe_key: Option<String>,
}

impl NewJob {
    /// Describes a job; while one of its kind with the same key is queued or running, it is not added again.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON.
    pub fn new<J: Job>(job: &J, dedupe_key: Option<&str>) -> Result<Self, Error> {
        Ok(Self {
            kind: J::NAME,
            payload: serde_json::to_value(job)?,
            priority: J::PRIORITY,
            max_attempts: J::MAX_ATTEMPTS,
            dedupe_key: dedupe_key.map(str::to_owned),
        })
    }
}
