//! A job is part of the transaction that asks for it, and is there once.

use chrono::Duration;
use jobs::{DeliverMessage, Enqueued, SweepDue, enqueue, live_jobs, run_due};
use sea_orm::TransactionTrait;

use crate::harness::{Program, deliver, message, monday, on_each_engine, row};

#[tokio::test]
async fn a_job_exists_if_and_only_if_the_transaction_commits() {
    on_each_engine(async |test| {
        let tx = test.db.begin().await.unwrap();
        deliver(&tx, monday(), 1).await;
        tx.rollback().await.unwrap();
        assert_eq!(live_jobs(&test.db).await.unwrap(), []);

        let tx = test.db.begin().await.unwrap();
        let id = deliver(&tx, monday(), 1).await;
        tx.commit().await.unwrap();
        let live = live_jobs(&test.db).await.unwrap();
        assert_eq!(live.iter().map(|job| (job.id, job.kind.as_str())).collect::<Vec<_>>(), [(id, "deliver-message")]);
    })
    .await;
}

#[tokio::test]
async fn while_a_job_is_live_its_twin_is_not_added() {
    on_each_engine(async |test| {
        let job = DeliverMessage { message_id: message(1) };
        let ask = async |key| enqueue(&test.db, monday(), &job, monday(), key).await.unwrap();
        let first = ask(Some("a")).await;
        assert!(matches!(first, Enqueued::New(_)));
        assert_eq!(ask(Some("a")).await, Enqueued::AlreadyLive);
        test.sql("UPDATE job SET state = 'running', lease_until = '2000-01-01T00:00:00.000+00:00', locked_by = 'somebody'").await;
        assert_eq!(ask(Some("a")).await, Enqueued::AlreadyLive, "running counts as live");

        assert!(matches!(ask(Some("b")).await, Enqueued::New(_)));
        assert!(matches!(ask(None).await, Enqueued::New(_)));
        assert!(matches!(ask(None).await, Enqueued::New(_)), "without a key nothing is a twin");
        let other_kind = enqueue(&test.db, monday(), &SweepDue {}, monday(), Some("a")).await.unwrap();
        assert!(matches!(other_kind, Enqueued::New(_)));

        let (program, _sight) = Program::new(test.db.clone());
        run_due(&program).await.unwrap();
        assert!(matches!(ask(Some("a")).await, Enqueued::New(_)), "what is done is no twin");
    })
    .await;
}

#[tokio::test]
async fn a_twin_does_not_spoil_the_callers_transaction() {
    on_each_engine(async |test| {
        deliver(&test.db, monday(), 1).await;
        let tx = test.db.begin().await.unwrap();
        let (job, key) = (DeliverMessage { message_id: message(1) }, message(1).to_string());
        let twin = enqueue(&tx, monday(), &job, monday(), Some(&key)).await.unwrap();
        assert_eq!(twin, Enqueued::AlreadyLive);
        deliver(&tx, monday(), 2).await;
        tx.commit().await.unwrap();
        assert_eq!(live_jobs(&test.db).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn times_are_kept_to_the_millisecond_and_compare_by_it() {
    on_each_engine(async |test| {
        let at = monday() + Duration::nanoseconds(5_123_456_789);
        let job = DeliverMessage { message_id: message(1) };
        let Enqueued::New(id) = enqueue(&test.db, at, &job, at, None).await.unwrap() else { panic!("new") };
        let stored = row(&test.db, id).await;
        assert_eq!(
            (stored.run_at, stored.created_at),
            (monday() + Duration::milliseconds(5_123), monday() + Duration::milliseconds(5_123))
        );

        let (program, _sight) = Program::new(test.db.clone());
        program.set(monday() + Duration::milliseconds(5_122));
        assert_eq!(run_due(&program).await.unwrap(), 0);
        program.set(at);
        assert_eq!(run_due(&program).await.unwrap(), 1);
    })
    .await;
}
