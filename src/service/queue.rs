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

/// So many dead jobs are shown.
const MOST: u64 = 100;

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Dead {
    pub id: i64,
    /// The frozen name of its kind.
    pub kind: String,
    /// The message that it was to deliver.
    pub message: Option<MessageId>,
    pub attempts: i32,
    pub error: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// The queue at a glance, and the dead jobs, the latest first.
///
/// # Errors
/// [`ServiceError::Refused`] for whoever does not administer.
pub async fn look(tools: &Tools, actor: Actor<'_>) -> Result<(Overview, Vec<Dead>), ServiceError> {
    permit(actor.administers())?;
    let db = tools.store.read();
    let overview = jobs::overview(db, tools.now()).await?;
    let dead = jobs::dead_jobs(db, MOST).await?.into_iter().map(|job| Dead {
        message: job.payload.get("message_id").and_then(|id| id.as_str()?.parse().ok()),
        id: job.id,
        kind: job.kind,
        attempts: job.attempts,
        error: job.last_error,
        ended_at: job.finished_at,
    });
    Ok((overview, dead.collect()))
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
