//! What an admin sees of the queue.

use chrono::{Duration, TimeZone, Utc};
use jobs::{Config, NextTick, failing_jobs, overview, run_due};

use crate::harness::{Act, Program, deliver, monday, on_each_engine, run};

#[tokio::test]
async fn the_overview_counts_what_waits_runs_and_died() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.db.clone());
        program.plan(1, [Act::GiveUp("no such mailbox")]);
        program.plan(2, [Act::Retry("busy")]);
        for n in 1..=3 {
            deliver(&test.db, monday(), n).await;
        }
        run_due(&program).await.unwrap();
        sight.so_far();

        program.plan(4, [Act::AtTheGate]);
        deliver(&test.db, monday(), 4).await;
        let config = Config { concurrency: 1, poll: std::time::Duration::from_secs(3_600), schedules: &[], ..Config::default() };
        let workers = run(&program, config);
        sight.next().await;
        deliver(&test.db, monday() - Duration::minutes(2), 5).await;
        deliver(&test.db, monday() - Duration::minutes(7), 6).await;

        let now = monday() + Duration::seconds(30);
        let seen = overview(&test.db, now).await.unwrap();
        assert_eq!((seen.waiting, seen.later, seen.failed, seen.running, seen.dead), (2, 1, 1, 1, 1));
        let failing = failing_jobs(&test.db, 10).await.unwrap();
        assert_eq!(failing.iter().map(|job| job.last_error.as_deref()).collect::<Vec<_>>(), [Some("busy")]);
        assert_eq!(seen.oldest_waiting, Some(monday() - Duration::minutes(7)));
        let half_past_three = Utc.with_ymd_and_hms(2026, 11, 22, 19, 30, 0).unwrap();
        assert_eq!(
            seen.ticks,
            [
                NextTick { schedule: "sweep-due", last: Some(monday()), next: Some(monday() + Duration::minutes(1)) },
                NextTick { schedule: "prune-old", last: Some(half_past_three), next: Some(half_past_three + Duration::days(1)) },
            ]
        );
        program.gate.add_permits(1);
        workers.stop().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_waits_when_everything_lies_ahead() {
    on_each_engine(async |test| {
        deliver(&test.db, monday() + Duration::hours(1), 1).await;
        let seen = overview(&test.db, monday()).await.unwrap();
        assert_eq!((seen.waiting, seen.later, seen.oldest_waiting), (0, 1, None));
    })
    .await;
}
