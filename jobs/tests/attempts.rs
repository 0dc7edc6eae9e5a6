//! How attempts end, on a clock that stands still between steps.

use chrono::Duration;
use jobs::{
    DeliverMessage, Enqueued, Keep, Pruned, Retried, Run, SweepDue, dead_jobs, enqueue, live_jobs, next_due, prune, retry_dead, run_due,
};

use crate::harness::{Act, Program, Seen, deliver, message, monday, on_each_engine, row};

#[tokio::test]
async fn a_failed_job_waits_for_its_back_off_and_is_tried_again() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.db.clone());
        program.plan(1, [Act::Retry("busy"), Act::Retry("busy still")]);
        let id = deliver(&test.db, monday(), 1).await;
        assert_eq!(run_due(&program).await.unwrap(), 1);
        assert_eq!(run_due(&program).await.unwrap(), 0, "not before its time");
        assert_eq!(next_due(&test.db).await.unwrap(), Some(monday() + Duration::minutes(1)));

        program.advance(Duration::minutes(1));
        run_due(&program).await.unwrap();
        assert_eq!(row(&test.db, id).await.last_error.as_deref(), Some("busy still"));
        assert_eq!(next_due(&test.db).await.unwrap(), Some(monday() + Duration::minutes(3)));

        program.advance(Duration::minutes(2));
        run_due(&program).await.unwrap();
        let done = row(&test.db, id).await;
        assert_eq!((done.state.as_str(), done.attempts, done.finished_at), ("done", 3, Some(monday() + Duration::minutes(3))));
        let attempts: Vec<_> = sight
            .so_far()
            .into_iter()
            .filter_map(|seen| if let Seen::Delivery(_, Run { attempt, .. }) = seen { Some(attempt) } else { None })
            .collect();
        assert_eq!(attempts, [1, 2, 3]);
    })
    .await;
}

#[tokio::test]
async fn at_the_cap_a_job_is_dead_and_keeps_its_error() {
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.db.clone());
        program.plan(1, std::iter::repeat_n(Act::Retry("no such host"), 30));
        let id = deliver(&test.db, monday(), 1).await;
        while let Some(due) = next_due(&test.db).await.unwrap() {
            program.set(due);
            run_due(&program).await.unwrap();
            test.sql("DELETE FROM job WHERE kind <> 'deliver-message'").await;
        }
        let dead = row(&test.db, id).await;
        assert_eq!((dead.state.as_str(), dead.attempts, dead.last_error.as_deref()), ("dead", 19, Some("no such host")));
        assert!(dead.finished_at.unwrap() - monday() >= Duration::hours(24), "a day of tries");
        assert_eq!(dead_jobs(&test.db, 10).await.unwrap(), [dead]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_a_failed_attempt() {
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.db.clone());
        program.plan(1, [Act::Panic("a hole in the programme")]);
        let id = deliver(&test.db, monday(), 1).await;
        run_due(&program).await.unwrap();
        let waiting = row(&test.db, id).await;
        assert_eq!((waiting.state.as_str(), waiting.attempts), ("queued", 1));
        assert_eq!(waiting.last_error.as_deref(), Some("panic: a hole in the programme"));
        program.advance(Duration::minutes(1));
        run_due(&program).await.unwrap();
        assert_eq!(row(&test.db, id).await.state, "done");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_is_dead_at_once_and_harms_no_other() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.db.clone());
        let mut poisoned = Vec::new();
        for n in 1..=4 {
            poisoned.push(deliver(&test.db, monday(), n).await);
        }
        deliver(&test.db, monday(), 5).await;
        test.sql(&format!("UPDATE job SET payload = '{{\"message_id\": 7}}' WHERE id = {}", poisoned[0])).await;
        test.sql(&format!("UPDATE job SET payload = '{{\"message_id\": \"{}\", \"more\": 1}}' WHERE id = {}", message(2), poisoned[1]))
            .await;
        test.sql(&format!("UPDATE job SET kind = 'send-telegram' WHERE id = {}", poisoned[2])).await;
        // PostgreSQL itself refuses text that is no JSON.
        let last = if test.is_sqlite() { "not JSON" } else { "[]" };
        test.sql(&format!("UPDATE job SET payload = '{last}' WHERE id = {}", poisoned[3])).await;

        assert_eq!(run_due(&program).await.unwrap(), 5);
        let dead: Vec<(i64, i32, String)> = sea_orm_rows(test).await;
        assert_eq!(dead.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), poisoned);
        assert!(dead.iter().all(|(_, attempts, _)| *attempts == 1));
        assert!(dead[0].2.contains("payload cannot be read"), "{dead:?}");
        assert!(dead[2].2.contains("send-telegram"), "{dead:?}");
        assert_eq!(sight.so_far().len(), 1, "only the good one reached the program");
    })
    .await;
}

/// The dead without their payloads, which may not be readable.
async fn sea_orm_rows(test: &crate::harness::TestDb) -> Vec<(i64, i32, String)> {
    use entity::job::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
    let dead = Entity::find().select_only().columns([Column::Id, Column::Attempts, Column::LastError]);
    dead.filter(Column::State.eq("dead")).order_by_asc(Column::Id).into_tuple().all(&test.db).await.unwrap()
}

#[tokio::test]
async fn what_is_given_up_is_dead_at_once() {
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.db.clone());
        program.plan(1, [Act::GiveUp("no such mailbox")]);
        let id = deliver(&test.db, monday(), 1).await;
        run_due(&program).await.unwrap();
        let dead = row(&test.db, id).await;
        assert_eq!((dead.state.as_str(), dead.attempts, dead.last_error.as_deref()), ("dead", 1, Some("no such mailbox")));
    })
    .await;
}

#[tokio::test]
async fn a_snooze_gives_its_attempt_back() {
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.db.clone());
        program.plan(1, std::iter::repeat_n(Act::Snooze(Duration::hours(1)), 25));
        program.plan(1, [Act::Snooze(Duration::days(-1))]);
        let id = deliver(&test.db, monday(), 1).await;
        for hour in 1..=25 {
            run_due(&program).await.unwrap();
            let snoozing = row(&test.db, id).await;
            assert_eq!((snoozing.attempts, snoozing.run_at), (0, monday() + Duration::hours(hour)));
            program.set(snoozing.run_at);
        }
        run_due(&program).await.unwrap();
        assert!(row(&test.db, id).await.run_at > monday() + Duration::hours(25), "a snooze into the past does not spin");
        program.advance(Duration::minutes(1));
        run_due(&program).await.unwrap();
        let done = row(&test.db, id).await;
        assert_eq!((done.state.as_str(), done.attempts), ("done", 1));
    })
    .await;
}

#[tokio::test]
async fn the_urgent_goes_first_then_the_oldest() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.db.clone());
        for (n, minutes) in [(1, 10), (2, 0), (3, 5), (4, 0), (5, 60)] {
            let job = DeliverMessage { message_id: message(n) };
            enqueue(&test.db, monday(), &job, monday() + Duration::minutes(minutes), None).await.unwrap();
        }
        enqueue(&test.db, monday(), &SweepDue {}, monday() + Duration::minutes(20), None).await.unwrap();
        program.set(monday() + Duration::minutes(30));
        assert_eq!(run_due(&program).await.unwrap(), 5);
        let order: Vec<_> = sight.so_far().into_iter().map(|seen| if let Seen::Delivery(n, _) = seen { n } else { 0 }).collect();
        assert_eq!(order, [0, 2, 4, 3, 1]);
    })
    .await;
}

#[tokio::test]
async fn what_a_job_asks_for_is_done_in_the_same_step() {
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.db.clone());
        program.plan(1, [Act::AskFor(2)]);
        program.plan(2, [Act::AskFor(3)]);
        deliver(&test.db, monday(), 1).await;
        assert_eq!(run_due(&program).await.unwrap(), 3);
        assert_eq!(live_jobs(&test.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_dead_job_can_be_tried_again_unless_its_twin_does_the_work() {
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.db.clone());
        program.plan(1, [Act::GiveUp("typing error in the address")]);
        let id = deliver(&test.db, monday(), 1).await;
        assert_eq!(retry_dead(&test.db, id, monday()).await.unwrap(), Retried::NotDead);
        run_due(&program).await.unwrap();

        let twin = deliver(&test.db, monday(), 1).await;
        assert_eq!(retry_dead(&test.db, id, monday()).await.unwrap(), Retried::LiveTwin);
        run_due(&program).await.unwrap();
        assert_eq!(row(&test.db, twin).await.state, "done");

        program.advance(Duration::days(2));
        let later = monday() + Duration::days(2);
        assert_eq!(retry_dead(&test.db, id, later).await.unwrap(), Retried::Queued);
        let again = row(&test.db, id).await;
        assert_eq!((again.state.as_str(), again.attempts, again.run_at, again.finished_at), ("queued", 0, later, None));
        run_due(&program).await.unwrap();
        assert_eq!(row(&test.db, id).await.state, "done");
        assert_eq!(retry_dead(&test.db, id, later).await.unwrap(), Retried::NotDead);
        assert_eq!(retry_dead(&test.db, 4_711, later).await.unwrap(), Retried::NotDead);
    })
    .await;
}

#[tokio::test]
async fn old_ends_are_removed_and_nothing_else() {
    on_each_engine(async |test| {
        let (program, _sight) = Program::new(test.db.clone());
        program.plan(2, [Act::GiveUp("no")]);
        for n in 1..=2 {
            deliver(&test.db, monday(), n).await;
        }
        run_due(&program).await.unwrap();
        let Enqueued::New(planned) = enqueue(&test.db, monday(), &SweepDue {}, monday() + Duration::days(400), None).await.unwrap() else {
            panic!("new")
        };
        let ticks = Duration::days(365);
        let keep = Keep { done: Duration::days(7), dead: Duration::days(90), ticks };
        let after = async |days| prune(&test.db, monday() + Duration::days(days), keep).await.unwrap();
        assert_eq!(after(7).await, Pruned { jobs: 0, ticks: 0 });
        assert_eq!(after(8).await, Pruned { jobs: 1, ticks: 0 }, "what is done");
        assert_eq!(after(91).await, Pruned { jobs: 1, ticks: 0 }, "what is dead");
        assert_eq!(after(366).await, Pruned { jobs: 0, ticks: 2 }, "the first ticks of both schedules");
        assert_eq!(live_jobs(&test.db).await.unwrap().iter().map(|job| job.id).collect::<Vec<_>>(), [planned]);
    })
    .await;
}
