//! Ticks fire once over all processes, in the county's zone, and catch up within bounds.

use chrono::{DateTime, Duration, TimeZone, Utc};
use jobs::{CatchUp, DeliverMessage, Error, NewJob, SCHEDULES, Schedule, fire_ticks, live_jobs, next_tick, run_due};
use sea_orm::DatabaseConnection;

use crate::harness::{Program, Seen, message, monday, on_each_engine};

/// A job of its own for each tick.
fn per_tick(tick: DateTime<Utc>) -> Result<NewJob, Error> {
    let n = u128::try_from(tick.timestamp()).unwrap_or_default();
    NewJob::new(&DeliverMessage { message_id: message(n) }, None)
}

const fn every_minute(most: usize, within: Duration) -> Schedule {
    Schedule { id: "every-minute", cron: "0 * * * * *", catch_up: CatchUp { most, within }, job: per_tick }
}

const PATIENT: &[Schedule] = &[every_minute(1_000, Duration::days(1))];

async fn run_ats(db: &DatabaseConnection) -> Vec<DateTime<Utc>> {
    live_jobs(db).await.unwrap().into_iter().map(|job| job.run_at).collect()
}

#[tokio::test]
async fn each_tick_fires_once_over_two_processes() {
    on_each_engine(async |test| {
        let (one, other) = (test.connect().await, test.connect().await);
        fire_ticks(&one, PATIENT, monday()).await.unwrap();
        let later = monday() + Duration::minutes(40);
        let (by_one, by_other) = tokio::join!(fire_ticks(&one, PATIENT, later), fire_ticks(&other, PATIENT, later));
        assert_eq!(by_one.unwrap() + by_other.unwrap(), 40);
        let mut ticks = run_ats(&test.db).await;
        ticks.sort_unstable();
        let minutes: Vec<_> = (1..=40).map(|minute| monday() + Duration::minutes(minute)).collect();
        assert_eq!(ticks, minutes);
        assert_eq!(fire_ticks(&one, PATIENT, later).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_new_schedule_starts_from_now() {
    on_each_engine(async |test| {
        assert_eq!(fire_ticks(&test.db, PATIENT, monday() + Duration::seconds(30)).await.unwrap(), 0);
        assert_eq!(fire_ticks(&test.db, PATIENT, monday() + Duration::seconds(59)).await.unwrap(), 0);
        assert_eq!(fire_ticks(&test.db, PATIENT, monday() + Duration::seconds(60)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn after_downtime_only_the_latest_ticks_within_the_bounds_fire() {
    on_each_engine(async |test| {
        let few = &[every_minute(3, Duration::days(1))];
        fire_ticks(&test.db, few, monday()).await.unwrap();
        let back = monday() + Duration::hours(10);
        assert_eq!(fire_ticks(&test.db, few, back).await.unwrap(), 3);
        assert_eq!(run_ats(&test.db).await, [back - Duration::minutes(2), back - Duration::minutes(1), back]);

        let recent = &[every_minute(1_000, Duration::minutes(5))];
        let again = back + Duration::hours(10);
        assert_eq!(fire_ticks(&test.db, recent, again).await.unwrap(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_jumps_back_fires_nothing_twice_and_goes_on() {
    on_each_engine(async |test| {
        let at = async |minutes| fire_ticks(&test.db, PATIENT, monday() + Duration::minutes(minutes)).await.unwrap();
        assert_eq!(at(0).await, 0);
        assert_eq!(at(5).await, 5);
        let day = 24 * 60;
        let one_late = &[every_minute(1, Duration::hours(1))];
        assert_eq!(fire_ticks(&test.db, one_late, monday() + Duration::minutes(day + 5)).await.unwrap(), 1);
        assert_eq!(at(5).await, 0, "back to where it was");
        assert_eq!(at(3).await, 0);
        assert_eq!(at(7).await, 2, "it does not wait for the day that the clock had been ahead");
        assert_eq!(at(8).await, 1);
        assert_eq!(at(day + 5).await, 0, "the tick of the jump has fired");
        assert_eq!(at(day + 6).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_tick_whose_job_fails_to_enter_is_not_marked() {
    on_each_engine(async |test| {
        fire_ticks(&test.db, PATIENT, monday()).await.unwrap();
        let failing = &[Schedule { job: |_| Err(Error::PushedFromOutside), ..PATIENT[0] }];
        let minute = monday() + Duration::minutes(1);
        assert!(fire_ticks(&test.db, failing, minute).await.is_err());
        assert_eq!(fire_ticks(&test.db, PATIENT, minute).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_sweep_runs_once_after_a_weekend_without_workers() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.db.clone());
        run_due(&program).await.unwrap();
        program.advance(Duration::days(3));
        run_due(&program).await.unwrap();
        let mut seen = sight.so_far();
        seen.sort_by_key(|seen| *seen == Seen::Prune);
        assert_eq!(seen, [Seen::Sweep, Seen::Prune]);
    })
    .await;
}

#[tokio::test]
async fn times_of_day_are_those_of_the_county() {
    on_each_engine(async |test| {
        let prune = &SCHEDULES[1..];
        assert_eq!(prune[0].id, "prune-old");
        fire_ticks(&test.db, prune, monday()).await.unwrap();
        // Half past three in the morning in Asia/Shanghai.
        let tick = Utc.with_ymd_and_hms(2026, 11, 23, 19, 30, 0).unwrap();
        assert_eq!(fire_ticks(&test.db, prune, tick - Duration::seconds(1)).await.unwrap(), 0);
        assert_eq!(fire_ticks(&test.db, prune, tick).await.unwrap(), 1);
        assert_eq!(run_ats(&test.db).await, [tick]);
    })
    .await;
}

#[test]
fn the_next_tick_is_the_next_full_minute() {
    assert_eq!(next_tick(monday()).unwrap(), Some(monday() + Duration::minutes(1)));
    assert_eq!(next_tick(monday() + Duration::seconds(59)).unwrap(), Some(monday() + Duration::minutes(1)));
}
