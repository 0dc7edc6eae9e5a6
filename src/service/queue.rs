//! The queue as the admin sees it: how much waits, since when, what died of which error; and a dead job tried again.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;
use workflow::ids::MessageId;

use super::actor::{Actor, permit};
use super::error::ServiceError;
use super::record::record;
use super::tools::Tools;

pub use jobs::{NextTick, Overview, Retried};

/// So many failed and dead jobs are shown.
const MOST: u64 = 100;

/// The queue as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The queue at a glance.
    pub overview: Overview,
    /// What failed and will be tried again, the next one first.
    pub failing: Vec<Troubled>,
    /// What was given up, the latest first.
    pub dead: Vec<Troubled>,
}

/// A job that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Troubled {
    pub id: i64,
    /// The frozen name of its kind.
    pub kind: String,
    /// The message that it was to deliver.
    pub message: Option<MessageId>,
    pub attempts: i32,
    pub error: Option<String>,
    /// When it is tried again, or was given up.
    pub at: Option<DateTime<Utc>>,
}

/// The queue at a glance, with what failed.
///
/// # Errors
/// [`ServiceError::Refused`] for whoever does not administer.
pub async fn look(tools: &Tools, actor: Actor<'_>) -> Result<Queue, ServiceError> {
    permit(actor.administers())?;
    let db = tools.store.read();
    let failing = jobs::failing_jobs(db, MOST).await?.into_iter().map(|job| (Some(job.run_at), job));
    let dead = jobs::dead_jobs(db, MOST).await?.into_iter().map(|job| (job.finished_at, job));
    Ok(Queue {
        overview: jobs::overview(db, tools.now()).await?,
        failing: failing.map(|(at, job)| troubled(at, job)).collect(),
        dead: dead.map(|(at, job)| troubled(at, job)).collect(),
    })
}

/// The counts and times alone, for metrics: nothing of it is about a person.
///
/// # Errors
/// When the database refuses.
pub async fn figures(tools: &Tools) -> Result<Overview, ServiceError> {
    Ok(jobs::overview(tools.store.read(), tools.now()).await?)
}

fn troubled(at: Option<DateTime<Utc>>, job: jobs::JobRow) -> Troubled {
    Troubled {
        message: job.payload.get("message_id").and_then(|id| id.as_str()?.parse().ok()),
        id: job.id,
        kind: job.kind,
        attempts: job.attempts,
        error: job.last_error,
        at,
    }
}

/// Tries a dead job again.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no such job.
pub async fn retry(tools: &Tools, actor: Actor<'_>, id: i64) -> Result<Retried, ServiceError> {
    permit(actor.administers())?;
    let tx = tools.store.begin().await?;
    jobs::job(&tx, id).await?.ok_or(ServiceError::NotFound)?;
    let retried = jobs::retry_dead(&tx, id, tools.now()).await?;
    if retried == Retried::Queued {
        record(&tx, tools, actor, "job-retried", ("job", Uuid::nil()), json!({ "job": id })).await?;
        tx.commit().await?;
        tools.wake.ring();
    }
    Ok(retried)
}
