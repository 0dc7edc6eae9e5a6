//! What can go wrong in the queue itself; the end of a job is an `Outcome`, never an error.

/// A failure of the queue.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database refused or was out of reach.
    #[error("the job queue's database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A payload cannot be written as JSON.
    #[error("the payload of a job cannot be written as JSON: {0}")]
    Payload(#[from] serde_json::Error),
    /// A schedule's cron expression cannot be read.
    #[error("the schedule {id} cannot be read: {reason}")]
    Schedule {
        /// The schedule's id.
        id: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// The worker or its keeper ended by itself; the process should be started anew.
    #[error("the job worker died: {0}")]
    WorkerDied(String),
    /// Jobs enter through `enqueue` only, in the transaction of who asks for them.
    #[error("a job was pushed past the transaction of its owner")]
    PushedFromOutside,
}
