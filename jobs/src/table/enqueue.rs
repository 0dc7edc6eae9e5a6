//! Putting a job into the caller's transaction.

use chrono::{DateTime, Utc};
use entity::job;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait, TryInsertResult,
    sea_query::{Expr, OnConflict},
};

use crate::{
    error::Error,
    kinds::{Job, NewJob},
    table::QUEUED,
    time::to_millis,
};

/// What became of a job that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enqueued {
    /// It is queued under this id.
    New(i64),
    /// One of its kind with the same key is queued or running; nothing was added.
    AlreadyLive,
}

/// Queues a job in the caller's transaction: it exists if and only if that commits. Ring [`crate::Wake`] afterwards.
///
/// # Errors
/// When the payload cannot be written or the database refuses.
pub async fn enqueue<J: Job>(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    job: &J,
    run_at: DateTime<Utc>,
    dedupe_key: Option<&str>,
) -> Result<Enqueued, Error> {
    insert(db, now, run_at, NewJob::new(job, dedupe_key)?).await
}

/// Queues a job that is already described.
///
/// # Errors
/// When the database refuses.
pub async fn insert(db: &impl ConnectionTrait, now: DateTime<Utc>, run_at: DateTime<Utc>, new: NewJob) -> Result<Enqueued, Error> {
    let row = job::ActiveModel {
        id: NotSet,
        kind: Set(new.kind.to_owned()),
        payload: Set(new.payload),
        state: Set(QUEUED.to_owned()),
        priority: Set(new.priority),
        run_at: Set(to_millis(run_at)),
        attempts: Set(0),
        max_attempts: Set(i32::try_from(new.max_attempts).unwrap_or(i32::MAX)),
        dedupe_key: Set(new.dedupe_key),
        claims: Set(0),
        locked_by: Set(None),
        lease_until: Set(None),
        last_error: Set(None),
        created_at: Set(to_millis(now)),
        finished_at: Set(None),
    };
    let mut twin = OnConflict::columns([job::Column::Kind, job::Column::DedupeKey]);
    twin.target_and_where(Expr::cust("state IN ('queued', 'running')")).do_nothing();
    match job::Entity::insert(row).on_conflict(twin).try_insert().exec(db).await? {
        TryInsertResult::Inserted(inserted) => Ok(Enqueued::New(inserted.last_insert_id)),
        TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(Enqueued::AlreadyLive),
    }
}
