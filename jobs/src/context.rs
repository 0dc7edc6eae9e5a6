//! What the queue asks of the program that runs it.

use std::future::Future;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;

use crate::{
    kinds::{DeliverMessage, PruneOld, RecountDates, RunBatch, SweepDue},
    outcome::{Outcome, Run},
    wake::Wake,
};

/// The program's side of the queue: its database, its clock and the work, one method a kind.
///
/// An attempt may be repeated after a crash, so each method reads the state again and does nothing when it no longer applies. Work that computes
/// for long belongs on `spawn_blocking`. A method is dropped at its next await when its lease is lost or the time for stopping is over.
pub trait Context: Clone + Send + Sync + 'static {
    /// The pool that may write; on SQLite it has one connection.
    fn db(&self) -> &DatabaseConnection;

    /// The time by which it is judged what is due.
    fn now(&self) -> DateTime<Utc>;

    /// The bell that whoever enqueues rings after the commit.
    fn wake(&self) -> &Wake;

    /// Looks for everything whose next check has come.
    fn sweep_due(&self, job: SweepDue, run: Run) -> impl Future<Output = Outcome> + Send;

    /// Sends one message, unless it was sent or no longer applies.
    fn deliver_message(&self, job: DeliverMessage, run: Run) -> impl Future<Output = Outcome> + Send;

    /// Carries out the rows of a batch that still wait.
    fn run_batch(&self, job: RunBatch, run: Run) -> impl Future<Output = Outcome> + Send;

    /// Counts the dates of what is at work anew.
    fn recount_dates(&self, job: RecountDates, run: Run) -> impl Future<Output = Outcome> + Send;

    /// Removes what has been kept long enough.
    fn prune_old(&self, job: PruneOld, run: Run) -> impl Future<Output = Outcome> + Send;
}
