//! The job queue: work that commits with the transaction that asks for it and is then done at least once, with its end recorded at most once.
//!
//! - [`Job`] and its kinds: payloads of ids under frozen names, their caps and retry curves
//! - [`enqueue`]: puts a job into the caller's transaction; [`Wake`] starts it at once after the commit
//! - [`Context`]: what the program gives to the queue, and the work itself, one method a kind
//! - [`run_workers`]: claims, runs and settles jobs until told to stop; [`run_due`]: the same in steps, for a clock that stands still
//! - [`Schedule`]: ticks that fire once over all processes
//! - [`overview`], [`live_jobs`], [`failing_jobs`], [`dead_jobs`], [`retry_dead`], [`prune`]: looking at the queue and tending it
//!
//! A job is `queued`, `running` under a lease, `done` or `dead`. What is due is judged by the clock of the context, leases by the real clock.
//! apalis runs the workers; its storage is our own table, so that SQLite and PostgreSQL share one implementation.

mod context;
mod error;
mod kinds;
mod outcome;
mod perform;
mod run_due;
mod schedule;
mod table;
mod tick;
mod time;
mod wake;
mod worker;

pub use context::Context;
pub use error::Error;
pub use kinds::{DeliverMessage, Job, Kind, NewJob, PruneOld, RecountDates, RunBatch, SweepDue};
pub use outcome::{Outcome, Run};
pub use run_due::run_due;
pub use schedule::{CatchUp, SCHEDULES, Schedule, next_tick};
pub use table::enqueue::{Enqueued, enqueue, insert};
pub use table::look::{JobRow, NextTick, Overview, dead_jobs, failing_jobs, job, live_jobs, next_due, overview};
pub use table::tend::{Keep, Pruned, Retried, prune, retry_dead};
pub use tick::fire_ticks;
pub use wake::Wake;
pub use worker::{Config, Stopped, run_workers};
