//! Looking at the queue: for the admin page, the metrics, the stepped clock and the tests.

use chrono::{DateTime, Utc};
use entity::{job, schedule_tick};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::ExprTrait,
};

use crate::{
    error::Error,
    schedule::{SCHEDULES, next_of},
    table::{DEAD, QUEUED, RUNNING, state_is},
    time::to_millis,
};

/// A job as it stands in the table.
pub type JobRow = job::Model;

/// The queue at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Queued and due.
    pub waiting: u64,
    /// Queued for later: back-off, snoozes, planned work.
    pub later: u64,
    /// Of those two, the ones that failed and will be tried again.
    pub failed: u64,
    /// Held by a worker.
    pub running: u64,
    /// Kept with their errors.
    pub dead: u64,
    /// Since when the oldest due job waits.
    pub oldest_waiting: Option<DateTime<Utc>>,
    /// Each schedule with its last and next time.
    pub ticks: Vec<NextTick>,
}

/// A schedule's place in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextTick {
    /// The schedule's id.
    pub schedule: &'static str,
    /// The last tick that fired.
    pub last: Option<DateTime<Utc>>,
    /// The next one.
    pub next: Option<DateTime<Utc>>,
}

/// Counts and times as of `now`.
///
/// # Errors
/// When the database refuses.
pub async fn overview(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Overview, Error> {
    let now = to_millis(now);
    let queued = job::Entity::find().filter(state_is(QUEUED));
    let mut ticks = Vec::with_capacity(SCHEDULES.len());
    for schedule in SCHEDULES {
        let last = last_tick(db, schedule.id, None).await?;
        ticks.push(NextTick { schedule: schedule.id, last, next: next_of(schedule, now)? });
    }
    Ok(Overview {
        waiting: queued.clone().filter(job::Column::RunAt.lte(now)).count(db).await?,
        later: queued.filter(job::Column::RunAt.gt(now)).count(db).await?,
        failed: failing().count(db).await?,
        running: job::Entity::find().filter(state_is(RUNNING)).count(db).await?,
        dead: job::Entity::find().filter(state_is(DEAD)).count(db).await?,
        oldest_waiting: next_due(db).await?.filter(|due| *due <= now),
        ticks,
    })
}

/// When the earliest queued job is due; in the past if it waits. Ticks that have not fired are no jobs: see [`crate::next_tick`].
///
/// # Errors
/// When the database refuses.
pub async fn next_due(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, Error> {
    let earliest = job::Entity::find().select_only().column(job::Column::RunAt).filter(state_is(QUEUED));
    Ok(earliest.order_by_asc(job::Column::RunAt).into_tuple().one(db).await?)
}

/// Everything queued or running, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn live_jobs(db: &impl ConnectionTrait) -> Result<Vec<JobRow>, Error> {
    let live = state_is(QUEUED).or(state_is(RUNNING));
    Ok(job::Entity::find().filter(live).order_by_asc(job::Column::Id).all(db).await?)
}

/// The dead jobs with their errors, latest first.
///
/// # Errors
/// When the database refuses.
pub async fn dead_jobs(db: &impl ConnectionTrait, most: u64) -> Result<Vec<JobRow>, Error> {
    let dead = job::Entity::find().filter(state_is(DEAD)).order_by_desc(job::Column::FinishedAt).order_by_desc(job::Column::Id);
    Ok(dead.limit(most).all(db).await?)
}

/// The jobs that failed and will be tried again, the next one first.
///
/// # Errors
/// When the database refuses.
pub async fn failing_jobs(db: &impl ConnectionTrait, most: u64) -> Result<Vec<JobRow>, Error> {
    Ok(failing().order_by_asc(job::Column::RunAt).order_by_asc(job::Column::Id).limit(most).all(db).await?)
}

/// A snooze and a job that was given back count no attempt.
fn failing() -> Select<job::Entity> {
    job::Entity::find().filter(state_is(QUEUED)).filter(job::Column::Attempts.gt(0))
}

/// One job.
///
/// # Errors
/// When the database refuses.
pub async fn job(db: &impl ConnectionTrait, id: i64) -> Result<Option<JobRow>, Error> {
    Ok(job::Entity::find_by_id(id).one(db).await?)
}

/// The last tick of a schedule that fired, at or before `until`.
pub(crate) async fn last_tick(
    db: &impl ConnectionTrait,
    schedule: &str,
    until: Option<DateTime<Utc>>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let mut ticks = schedule_tick::Entity::find().select_only().column(schedule_tick::Column::Tick);
    ticks = ticks.filter(schedule_tick::Column::ScheduleId.eq(schedule));
    if let Some(until) = until {
        ticks = ticks.filter(schedule_tick::Column::Tick.lte(to_millis(until)));
    }
    Ok(ticks.order_by_desc(schedule_tick::Column::Tick).into_tuple().one(db).await?)
}
