//! A database per test and engine, and a program whose jobs end as the test says.

mod database;
mod program;

pub use database::{TestDb, on_each_engine};
pub use program::{Act, Program, Seen, run};

use chrono::{DateTime, TimeZone, Utc};
use jobs::{DeliverMessage, Enqueued, JobRow};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// A Monday morning in the county.
pub fn monday() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 1, 0, 0).unwrap()
}

/// The n-th message.
pub fn message(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Queues the delivery of a message, due now.
pub async fn deliver(db: &impl ConnectionTrait, now: DateTime<Utc>, n: u128) -> i64 {
    let job = DeliverMessage { message_id: message(n) };
    match jobs::enqueue(db, now, &job, now, Some(&message(n).to_string())).await.unwrap() {
        Enqueued::New(id) => id,
        Enqueued::AlreadyLive => panic!("message {n} is being delivered already"),
    }
}

/// The job's row.
pub async fn row(db: &impl ConnectionTrait, id: i64) -> JobRow {
    jobs::job(db, id).await.unwrap().expect("the job exists")
}
