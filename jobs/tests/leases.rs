//! Crashes, take-overs and holders that come back too late.

use std::time::Duration;

use jobs::{Config, Run, Stopped, live_jobs, run_due};

use crate::harness::{Act, Program, Seen, deliver, monday, on_each_engine, row, run};

/// Workers that look about often; their leases are short unless a test needs long ones.
fn quick() -> Config {
    Config { lease: Duration::from_millis(600), poll: Duration::from_millis(50), schedules: &[], ..Config::default() }
}

fn attempt_of(seen: Seen) -> u32 {
    match seen {
        Seen::Delivery(_, Run { attempt, .. }) => attempt,
        other => panic!("{other:?}"),
    }
}

/// As if a holder had been silent for long.
const EXPIRE: &str = "UPDATE job SET lease_until = '2000-01-01T00:00:00.000+00:00' WHERE state = 'running'";

#[tokio::test]
async fn after_a_kill_another_process_takes_the_job_over_within_seconds() {
    on_each_engine(async |test| {
        let (one, mut sight_of_one) = Program::new(test.connect().await);
        one.plan(1, [Act::Forever]);
        let id = deliver(&test.db, monday(), 1).await;
        let workers = run(&one, quick());
        assert_eq!(attempt_of(sight_of_one.next().await), 1);
        workers.kill().await;
        assert_eq!(row(&test.db, id).await.state, "running", "a dead process gives nothing back");

        let (other, mut sight) = Program::new(test.connect().await);
        let killed = std::time::Instant::now();
        let workers = run(&other, quick());
        assert_eq!(attempt_of(sight.next().await), 2, "the crash was an attempt");
        assert!(killed.elapsed() < Duration::from_secs(5), "{:?}", killed.elapsed());
        workers.stop().await;
        let done = row(&test.db, id).await;
        assert_eq!((done.state.as_str(), done.attempts), ("done", 2));
        assert!(done.last_error.unwrap().contains("ran out"));
    })
    .await;
}

#[tokio::test]
async fn a_job_that_kills_its_process_is_dead_at_the_cap() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        program.plan(1, std::iter::repeat_n(Act::Forever, 9));
        let id = deliver(&test.db, monday(), 1).await;
        test.sql("UPDATE job SET max_attempts = 3").await;
        for attempt in 1..=3 {
            let workers = run(&program, Config { lease: Duration::from_secs(600), ..quick() });
            loop {
                if let seen @ Seen::Delivery(..) = sight.next().await {
                    assert_eq!(attempt_of(seen), attempt);
                    break;
                }
            }
            workers.kill().await;
            test.sql(EXPIRE).await;
        }
        assert_eq!(run_due(&program).await.unwrap(), 0, "the step only buries it");
        let dead = row(&test.db, id).await;
        assert_eq!((dead.state.as_str(), dead.attempts), ("dead", 3));
        assert!(dead.last_error.unwrap().contains("ran out"));
        assert_eq!(dead.finished_at, Some(monday()));
    })
    .await;
}

#[tokio::test]
async fn an_expired_lease_is_taken_over_in_steps_too() {
    on_each_engine(async |test| {
        let (one, mut sight_of_one) = Program::new(test.connect().await);
        one.plan(1, [Act::Forever]);
        let id = deliver(&test.db, monday(), 1).await;
        let workers = run(&one, Config { lease: Duration::from_secs(600), ..quick() });
        sight_of_one.next().await;
        workers.kill().await;

        let (other, mut sight) = Program::new(test.db.clone());
        assert_eq!(run_due(&other).await.unwrap(), 0, "the lease still holds");
        test.sql(EXPIRE).await;
        assert_eq!(run_due(&other).await.unwrap(), 1);
        assert_eq!(attempt_of(sight.next().await), 2);
        assert_eq!(row(&test.db, id).await.state, "done");
    })
    .await;
}

#[tokio::test]
async fn who_lost_the_lease_records_nothing() {
    on_each_engine(async |test| {
        let (slow, mut sight_of_slow) = Program::new(test.connect().await);
        slow.plan(1, [Act::AtTheGate]);
        let id = deliver(&test.db, monday(), 1).await;
        let alone = Config { concurrency: 1, lease: Duration::from_secs(600), poll: Duration::from_secs(3_600), ..quick() };
        let slow_workers = run(&slow, alone);
        sight_of_slow.next().await;
        // The change of hands in one step: else the worker that lost the job could take it again before anybody else does.
        test.sql("UPDATE job SET locked_by = 'another', claims = claims + 1, attempts = attempts + 1").await;
        let before = row(&test.db, id).await;
        assert_eq!((before.state.as_str(), before.attempts), ("running", 2));

        slow.gate.add_permits(1);
        slow_workers.stop().await;
        assert_eq!(row(&test.db, id).await, before, "the late end changes nothing");
    })
    .await;
}

#[tokio::test]
async fn who_lost_the_lease_is_stopped() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        program.plan(1, [Act::Forever]);
        deliver(&test.db, monday(), 1).await;
        let workers = run(&program, quick());
        sight.next().await;
        test.sql("UPDATE job SET locked_by = 'another', claims = claims + 1, lease_until = '2099-01-01T00:00:00.000+00:00'").await;
        assert_eq!(sight.next().await, Seen::Stopped(1));
        assert_eq!(workers.stop().await, Stopped { cut_off: 0, given_back: 0 });
    })
    .await;
}

#[tokio::test]
async fn a_job_longer_than_its_lease_stays_with_its_holder() {
    on_each_engine(async |test| {
        let (one, mut sight_of_one) = Program::new(test.connect().await);
        one.plan(1, [Act::AtTheGate]);
        let id = deliver(&test.db, monday(), 1).await;
        let workers_of_one = run(&one, quick());
        sight_of_one.next().await;
        let (other, mut sight) = Program::new(test.connect().await);
        let workers_of_other = run(&other, quick());

        let first_lease = row(&test.db, id).await.lease_until.unwrap();
        let long = first_lease + chrono::Duration::milliseconds(1_500);
        while row(&test.db, id).await.lease_until.unwrap() < long {}
        assert_eq!(sight.so_far(), []);
        one.gate.add_permits(1);
        workers_of_one.stop().await;
        workers_of_other.stop().await;
        let done = row(&test.db, id).await;
        assert_eq!((done.state.as_str(), done.attempts, done.claims), ("done", 1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_lease_is_kept_while_the_process_drains() {
    on_each_engine(async |test| {
        let (one, mut sight_of_one) = Program::new(test.connect().await);
        one.plan(1, [Act::AtTheGate]);
        let id = deliver(&test.db, monday(), 1).await;
        let workers = run(&one, quick());
        sight_of_one.next().await;
        let stopping = tokio::spawn(workers.ask_to_stop());
        let long = row(&test.db, id).await.lease_until.unwrap() + chrono::Duration::milliseconds(1_500);
        while row(&test.db, id).await.lease_until.unwrap() < long {}
        one.gate.add_permits(1);
        assert_eq!(stopping.await.unwrap().unwrap(), Stopped { cut_off: 0, given_back: 0 });
        assert_eq!(row(&test.db, id).await.claims, 1);
        assert_eq!(live_jobs(&test.db).await.unwrap(), []);
    })
    .await;
}
