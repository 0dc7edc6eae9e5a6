//! Firing ticks: the tick's row and its job are one transaction, so that each fires once over all processes.

use chrono::{DateTime, Utc};
use entity::schedule_tick;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseConnection, EntityTrait};

use crate::{
    error::Error,
    schedule::{Schedule, latest, missed},
    table::{begin, enqueue::insert, look::last_tick},
    time::to_millis,
};

/// Fires every tick that is due at `now` and has not fired; returns how many did.
///
/// A schedule that was never seen before starts from now: what would have been before it existed is not made up for. A clock that jumps back
/// fires nothing twice, and goes on with the ticks that have not fired yet.
///
/// # Errors
/// When the database refuses or a cron expression cannot be read.
pub async fn fire_ticks(db: &DatabaseConnection, schedules: &[Schedule], now: DateTime<Utc>) -> Result<usize, Error> {
    let mut fired = 0;
    for schedule in schedules {
        let Some(last) = last_tick(db, schedule.id, Some(now)).await? else {
            let start = latest(schedule, now)?.unwrap_or(now);
            mark(db, schedule.id, start).await?;
            continue;
        };
        for tick in missed(schedule, last, now)? {
            let tx = begin(db).await?;
            if mark(&tx, schedule.id, tick).await? {
                insert(&tx, now, tick, (schedule.job)(tick)?).await?;
                tx.commit().await?;
                fired += 1;
            } else {
                tx.rollback().await?;
            }
        }
    }
    Ok(fired)
}

/// Whether the tick is now ours.
async fn mark(db: &impl ConnectionTrait, schedule: &str, tick: DateTime<Utc>) -> Result<bool, Error> {
    let row = schedule_tick::ActiveModel { schedule_id: Set(schedule.to_owned()), tick: Set(to_millis(tick)) };
    let key = [schedule_tick::Column::ScheduleId, schedule_tick::Column::Tick];
    let insert = schedule_tick::Entity::insert(row).on_conflict_do_nothing_on(key);
    match insert.exec_without_returning(db).await? {
        sea_orm::TryInsertResult::Inserted(rows) => Ok(rows == 1),
        sea_orm::TryInsertResult::Conflicted | sea_orm::TryInsertResult::Empty => Ok(false),
    }
}
