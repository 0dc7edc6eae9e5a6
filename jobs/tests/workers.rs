//! Workers: sharing the work, starting at once, stopping well, dying loudly.

use std::{collections::BTreeMap, sync::atomic::Ordering, time::Duration};

use jobs::{CatchUp, Config, Error, NewJob, Schedule, Stopped, SweepDue, live_jobs};

use crate::harness::{Act, Program, Seen, deliver, monday, on_each_engine, row, run};

/// Workers that look for work only when the bell rings.
fn listening() -> Config {
    Config { poll: Duration::from_secs(3_600), schedules: &[], ..Config::default() }
}

#[tokio::test]
async fn two_processes_never_share_a_job() {
    on_each_engine(async |test| {
        let jobs = 300;
        for n in 1..=jobs {
            deliver(&test.db, monday(), n).await;
        }
        let (one, mut sight_of_one) = Program::new(test.connect().await);
        let (other, mut sight_of_other) = Program::new(test.connect().await);
        let (workers_of_one, workers_of_other) = (run(&one, listening()), run(&other, listening()));
        let mut times = BTreeMap::new();
        for _ in 0..jobs {
            let seen = tokio::select! {
                seen = sight_of_one.next() => seen,
                seen = sight_of_other.next() => seen,
            };
            let Seen::Delivery(n, run) = seen else { panic!("{seen:?}") };
            assert_eq!(run.attempt, 1);
            *times.entry(n).or_insert(0) += 1;
        }
        workers_of_one.stop().await;
        workers_of_other.stop().await;
        assert_eq!((sight_of_one.so_far(), sight_of_other.so_far()), (vec![], vec![]));
        assert_eq!(times.len() as u128, jobs);
        assert_eq!(live_jobs(&test.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_bell_starts_work_at_once() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        let workers = run(&program, listening());
        for n in 1..=20 {
            deliver(&test.db, monday(), n).await;
            program.wake.ring();
            assert!(matches!(sight.next().await, Seen::Delivery(seen, _) if seen == n));
        }
        workers.stop().await;
        assert_eq!(live_jobs(&test.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn on_postgresql_another_process_hears_of_new_work_at_once() {
    on_each_engine(async |test| {
        if test.is_sqlite() {
            return;
        }
        let (program, mut sight) = Program::new(test.connect().await);
        let workers = run(&program, listening());
        let asking = test.connect().await;
        for n in 1..=5 {
            deliver(&asking, monday(), n).await;
            assert!(matches!(sight.next().await, Seen::Delivery(seen, _) if seen == n));
        }
        // The server drops the line: it is taken up again, and what came meanwhile is found.
        test.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()")
            .await;
        deliver(&asking, monday(), 6).await;
        assert!(matches!(sight.next().await, Seen::Delivery(6, _)));
        workers.stop().await;
        assert_eq!(live_jobs(&test.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn without_a_bell_the_poll_finds_the_work() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        let workers = run(&program, Config { poll: Duration::from_millis(20), ..listening() });
        deliver(&test.db, monday(), 1).await;
        assert!(matches!(sight.next().await, Seen::Delivery(1, _)));
        deliver(&test.db, monday() + chrono::Duration::minutes(5), 2).await;
        program.advance(chrono::Duration::minutes(5));
        assert!(matches!(sight.next().await, Seen::Delivery(2, _)), "the context's clock says what is due");
        workers.stop().await;
    })
    .await;
}

#[tokio::test]
async fn failures_and_panics_do_not_stop_the_others() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        program.plan(1, [Act::Panic("a hole in the programme")]);
        program.plan(2, [Act::Retry("busy")]);
        program.plan(3, [Act::GiveUp("no such mailbox")]);
        let mut ids = Vec::new();
        for n in 1..=4 {
            ids.push(deliver(&test.db, monday(), n).await);
        }
        let workers = run(&program, Config { concurrency: 1, ..listening() });
        for _ in 1..=4 {
            sight.next().await;
        }
        workers.stop().await;
        let mut ends = Vec::new();
        for id in ids {
            let job = row(&test.db, id).await;
            ends.push((job.state, job.attempts, job.last_error));
        }
        let end = |state: &str, error: Option<&str>| (state.to_owned(), 1, error.map(str::to_owned));
        assert_eq!(
            ends,
            [
                end("queued", Some("panic: a hole in the programme")),
                end("queued", Some("busy")),
                end("dead", Some("no such mailbox")),
                end("done", None)
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn told_to_stop_it_ends_what_runs_and_begins_nothing_new() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        program.plan(1, [Act::AtTheGate]);
        let mut ids = Vec::new();
        for n in 1..=3 {
            ids.push(deliver(&test.db, monday(), n).await);
        }
        let workers = run(&program, Config { concurrency: 1, ..listening() });
        sight.next().await;
        let stopping = workers.ask_to_stop();
        program.gate.add_permits(1);
        assert_eq!(stopping.await.unwrap().cut_off, 0);
        assert_eq!(row(&test.db, ids[0]).await.state, "done");
        for id in &ids[1..] {
            let waiting = row(&test.db, *id).await;
            assert_eq!((waiting.state.as_str(), waiting.attempts, waiting.locked_by), ("queued", 0, None));
        }
        assert_eq!(sight.so_far(), []);
    })
    .await;
}

#[tokio::test]
async fn what_takes_too_long_to_stop_is_cut_off_and_left_to_its_lease() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        program.plan(1, [Act::Forever]);
        let id = deliver(&test.db, monday(), 1).await;
        let workers = run(&program, Config { drain_limit: Duration::from_millis(100), ..listening() });
        sight.next().await;
        assert_eq!(workers.stop().await, Stopped { cut_off: 1, given_back: 0 });
        assert_eq!(sight.next().await, Seen::Stopped(1), "it does not go on in the background");
        let left = row(&test.db, id).await;
        assert_eq!((left.state.as_str(), left.attempts), ("running", 1));
    })
    .await;
}

#[tokio::test]
async fn what_ends_in_time_is_recorded_although_its_neighbour_is_cut_off() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        program.plan(1, [Act::Forever]);
        program.plan(2, [Act::AtTheGate]);
        let mut ids = Vec::new();
        for n in 1..=2 {
            ids.push(deliver(&test.db, monday(), n).await);
        }
        let workers = run(&program, Config { drain_limit: Duration::from_secs(1), ..listening() });
        sight.next().await;
        sight.next().await;
        let stopping = workers.ask_to_stop();
        program.gate.add_permits(1);
        assert_eq!(stopping.await.unwrap(), Stopped { cut_off: 1, given_back: 0 });
        assert_eq!(row(&test.db, ids[0]).await.state, "running");
        assert_eq!(row(&test.db, ids[1]).await.state, "done");
    })
    .await;
}

#[tokio::test]
async fn a_dead_worker_is_an_error_not_silence() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        let workers = run(&program, listening());
        deliver(&test.db, monday(), 1).await;
        program.wake.ring();
        sight.next().await;
        program.broken.store(true, Ordering::Relaxed);
        program.wake.ring();
        let ended = workers.ended().await;
        assert!(matches!(ended, Err(Error::WorkerDied(_))), "{ended:?}");
    })
    .await;
}

#[tokio::test]
async fn a_schedule_that_cannot_be_read_is_refused_at_the_start() {
    const BAD: &[Schedule] = &[Schedule {
        id: "bad",
        cron: "every full moon",
        catch_up: CatchUp { most: 1, within: chrono::Duration::hours(1) },
        job: |_| NewJob::new(&SweepDue {}, None),
    }];
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.connect().await);
        let ended = run(&program, Config { schedules: BAD, ..listening() }).ended().await;
        assert!(matches!(ended, Err(Error::Schedule { id: "bad", .. })), "{ended:?}");
    })
    .await;
}

#[tokio::test]
async fn workers_fire_the_ticks_by_the_clock_of_the_program() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.connect().await);
        jobs::run_due(&program).await.unwrap();
        let workers = run(&program, Config { poll: Duration::from_millis(20), ..Config::default() });
        for _ in 0..3 {
            program.advance(chrono::Duration::minutes(1));
            assert_eq!(sight.next().await, Seen::Sweep);
            // While a sweep runs, the next one is its twin.
            while !live_jobs(&test.db).await.unwrap().is_empty() {}
        }
        workers.stop().await;
        assert_eq!(sight.so_far(), []);
    })
    .await;
}
