//! Tending the queue: dead jobs tried again, old rows removed.

use chrono::{DateTime, Duration, Utc};
use entity::{job, schedule_tick};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr,
    sea_query::{ExprTrait, Query},
};

use crate::{
    error::Error,
    table::{DEAD, DONE, QUEUED, state_is},
    time::to_millis,
};

/// What became of a dead job that was to be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retried {
    /// It is due now, with all its attempts before it.
    Queued,
    /// There is no such job, or it is not dead.
    NotDead,
    /// A job with the same key was queued meanwhile and does the work.
    LiveTwin,
}

/// Queues a dead job again. The error stays until the next one.
///
/// # Errors
/// When the database refuses.
pub async fn retry_dead(db: &impl ConnectionTrait, id: i64, now: DateTime<Utc>) -> Result<Retried, Error> {
    let update = Query::update()
        .table(job::Entity)
        .value(job::Column::State, QUEUED)
        .value(job::Column::RunAt, to_millis(now))
        .value(job::Column::Attempts, 0)
        .value(job::Column::LockedBy, None::<String>)
        .value(job::Column::FinishedAt, None::<DateTime<Utc>>)
        .and_where(job::Column::Id.eq(id))
        .and_where(state_is(DEAD))
        .to_owned();
    match db.execute(&update).await {
        Ok(result) if result.rows_affected() == 1 => Ok(Retried::Queued),
        Ok(_) => Ok(Retried::NotDead),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(Retried::LiveTwin),
        Err(error) => Err(error.into()),
    }
}

/// How long rows are kept after their end.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Jobs that are done.
    pub done: Duration,
    /// Jobs that are dead.
    pub dead: Duration,
    /// Ticks; longer than any schedule reaches back.
    pub ticks: Duration,
}

impl Default for Keep {
    fn default() -> Self {
        Self { done: Duration::days(7), dead: Duration::days(90), ticks: Duration::days(60) }
    }
}

/// How many rows were removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Jobs, done or dead.
    pub jobs: u64,
    /// Ticks.
    pub ticks: u64,
}

/// So many rows at a time, so that others get at the database in between.
const BATCH: u64 = 1_000;

/// Removes what has been kept long enough. Do not call it inside a transaction: it may have much to do.
///
/// # Errors
/// When the database refuses.
pub async fn prune(db: &impl ConnectionTrait, now: DateTime<Utc>, keep: Keep) -> Result<Pruned, Error> {
    let mut pruned = Pruned::default();
    for (state, kept) in [(DONE, keep.done), (DEAD, keep.dead)] {
        loop {
            let old: Vec<i64> = job::Entity::find()
                .select_only()
                .column(job::Column::Id)
                .filter(state_is(state))
                .filter(job::Column::FinishedAt.lt(to_millis(now - kept)))
                .order_by_asc(job::Column::FinishedAt)
                .limit(BATCH)
                .into_tuple()
                .all(db)
                .await?;
            if old.is_empty() {
                break;
            }
            // The state is asked again: somebody may have revived a dead job meanwhile.
            let gone = job::Entity::delete_many().filter(state_is(state).and(job::Column::Id.is_in(old))).exec(db).await?;
            pruned.jobs += gone.rows_affected;
            if gone.rows_affected == 0 {
                break;
            }
        }
    }
    let old = schedule_tick::Column::Tick.lt(to_millis(now - keep.ticks));
    pruned.ticks = schedule_tick::Entity::delete_many().filter(old).exec(db).await?.rows_affected;
    Ok(pruned)
}
