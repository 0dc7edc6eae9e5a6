//! What happens by the clock, in the zone of the county.

use std::str::FromStr;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::{Asia::Shanghai, Tz};

use crate::{
    error::Error,
    kinds::{NewJob, PruneOld, SweepDue},
};

/// A job that is queued at the times of a cron expression.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Stands in the database: never changed.
    pub id: &'static str,
    /// Second, minute, hour, day, month, weekday, in Asia/Shanghai.
    pub cron: &'static str,
    /// What is made up for after a time without workers.
    pub catch_up: CatchUp,
    /// The job of a tick.
    pub job: fn(tick: DateTime<Utc>) -> Result<NewJob, Error>,
}

/// The bounds of catching up.
#[derive(Clone, Copy, Debug)]
pub struct CatchUp {
    /// At most so many of the latest missed ticks fire.
    pub most: usize,
    /// Ticks further back are left out.
    pub within: Duration,
}

/// The schedules of the program. A sweep does all that is due, so that only the latest missed tick matters.
pub const SCHEDULES: &[Schedule] = &[
    Schedule {
        id: "sweep-due",
        cron: "0 * * * * *",
        catch_up: CatchUp { most: 1, within: Duration::hours(1) },
        job: |_| NewJob::new(&SweepDue {}, Some("sweep")),
    },
    Schedule {
        id: "prune-old",
        cron: "0 30 3 * * *",
        catch_up: CatchUp { most: 1, within: Duration::days(1) },
        job: |_| NewJob::new(&PruneOld {}, Some("prune")),
    },
];

/// The earliest tick of the program's schedules after `now`.
///
/// # Errors
/// When a cron expression cannot be read.
pub fn next_tick(now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
    earliest_after(SCHEDULES, now)
}

pub(crate) fn earliest_after(schedules: &[Schedule], now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
    let next = schedules.iter().map(|schedule| next_of(schedule, now)).collect::<Result<Vec<_>, _>>()?;
    Ok(next.into_iter().flatten().min())
}

pub(crate) fn next_of(schedule: &Schedule, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(times(schedule)?.after(&now.with_timezone(&Shanghai)).next().map(to_utc))
}

/// The ticks after `last` up to `now` that catching up allows, oldest first.
pub(crate) fn missed(schedule: &Schedule, last: DateTime<Utc>, now: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>, Error> {
    let from = last.max(now - schedule.catch_up.within).with_timezone(&Shanghai);
    let mut ticks: Vec<_> = times(schedule)?.after(&from).map(to_utc).take_while(|tick| *tick <= now).collect();
    ticks.drain(..ticks.len().saturating_sub(schedule.catch_up.most));
    Ok(ticks)
}

/// The latest tick at or before `now`, if there is one within the bounds of catching up.
pub(crate) fn latest(schedule: &Schedule, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
    let from = (now - schedule.catch_up.within).with_timezone(&Shanghai);
    Ok(times(schedule)?.after(&from).map(to_utc).take_while(|tick| *tick <= now).last())
}

fn times(schedule: &Schedule) -> Result<cron::Schedule, Error> {
    cron::Schedule::from_str(schedule.cron).map_err(|error| Error::Schedule { id: schedule.id, reason: error.to_string() })
}

fn to_utc(at: DateTime<Tz>) -> DateTime<Utc> {
    at.with_timezone(&Utc)
}
