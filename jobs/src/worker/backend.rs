//! Our table as the storage of apalis: what it claims goes to the worker.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context as Poller, Poll},
    time::Duration,
};

use apalis_core::{
    backend::{
        Backend, BackendConfig,
        finalize::Ephemeral,
        persistence::{Persisted, Persistence, TaskEvent},
    },
    task::{Task, builder::TaskBuilder, task_id::TaskId},
    worker::context::WorkerContext,
};
use futures_util::{
    StreamExt,
    stream::{BoxStream, unfold},
};
use tracing::warn;

use crate::{
    context::Context,
    error::Error,
    outcome::Outcome,
    table::claim::{Claimed, claim},
    wake::Wake,
    worker::{Config, held::Held, settler::Settler, spawn::owned},
};

/// What apalis hands to the handler.
#[derive(Clone, Debug)]
pub(super) struct Ticketed {
    pub ticket: u64,
    pub claimed: Claimed,
}

/// The way to the table. Trouble with the database is logged and waited out: an error would end the worker.
#[derive(Clone)]
pub(super) struct Store<C> {
    pub ctx: C,
    pub holder: String,
    pub held: Held,
    pub config: Config,
    /// How often the bell had rung when the table was last looked at.
    pub looked: Arc<AtomicU64>,
}

impl<C: Context> Store<C> {
    /// Looks again if the bell rang during the look.
    async fn fetch(&self) -> Vec<Ticketed> {
        loop {
            let free = self.held.room(self.config.concurrency).await;
            let rings = self.ctx.wake().rings();
            self.looked.store(rings, Ordering::Relaxed);
            let most = u32::try_from(free).unwrap_or(u32::MAX);
            let jobs = match claim(self.ctx.db(), &self.holder, self.ctx.now(), most, self.config.lease()).await {
                Ok(jobs) => jobs,
                Err(error) => {
                    warn!(%error, "no jobs could be claimed");
                    return Vec::new();
                }
            };
            if !jobs.is_empty() || self.ctx.wake().rings() == rings {
                return jobs.into_iter().map(|claimed| Ticketed { ticket: self.held.add(claimed.clone()), claimed }).collect();
            }
        }
    }
}

impl<C: Context> Persistence for Store<C> {
    type Compact = Ticketed;
    type Response = ();
    type Error = Error;

    async fn register(&mut self, _worker: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    /// The keeper renews the leases: apalis beats in the worker's own loop, which stands still while it drains.
    async fn heartbeat(&mut self, _worker: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    /// In a task of its own: apalis leaves this future unpolled while it drains, and unpolled it would hold SQLite's only connection.
    async fn fetch_next(&mut self, _worker: &WorkerContext) -> Result<Vec<Task<Ticketed>>, Error> {
        let store = self.clone();
        let tickets = owned(async move { store.fetch().await }).await;
        let tickets = tickets.map_err(|error| Error::WorkerDied(error.to_string()))?;
        let task = |job: Ticketed| TaskBuilder::new(job.clone()).task_id(TaskId::from_int(job.ticket)).build();
        Ok(tickets.into_iter().map(task).collect())
    }

    /// The end of the run gives back all that did not begin, these included.
    async fn reenqueue_abandoned(&mut self, _tasks: Vec<Task<Ticketed>>, _worker: &WorkerContext) -> Result<u64, Error> {
        Ok(0)
    }

    /// The settler has recorded the ends by the time apalis hears of them.
    async fn handle_events(&mut self, _events: Vec<TaskEvent<()>>, _worker: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    async fn push_tasks(&mut self, _tasks: Vec<Task<Ticketed>>) -> Result<(), Error> {
        Err(Error::PushedFromOutside)
    }
}

/// The backend of a worker: the table, and what makes it look there.
pub(super) struct Queue<C: Context> {
    /// Boxed, for apalis moves its backends and a context need not allow that.
    table: Box<Persisted<Store<C>>>,
    calls: BoxStream<'static, ()>,
    wake: Wake,
    looked: Arc<AtomicU64>,
    settler: Settler,
}

impl<C: Context> Queue<C> {
    pub(super) fn new(store: Store<C>, settler: Settler) -> Self {
        let calls = calls(store.ctx.wake(), store.config.poll);
        let (wake, looked) = (store.ctx.wake().clone(), store.looked.clone());
        Self { table: Box::new(Persisted::new(store)), calls, wake, looked, settler }
    }
}

/// An item whenever it is worth looking: the bell, or the poll.
fn calls(wake: &Wake, poll: Duration) -> BoxStream<'static, ()> {
    unfold(wake.listen(), move |mut bell| async move {
        tokio::select! {
            rung = bell.changed() => if rung.is_err() { tokio::time::sleep(poll).await },
            () = tokio::time::sleep(poll) => {}
        }
        Some(((), bell))
    })
    .boxed()
}

/// apalis wants an interval for its own heart-beat, which does nothing here.
const IDLE_BEAT: Duration = Duration::from_secs(60);

impl<C: Context> Backend for Queue<C> {
    type Task = Task<Ticketed>;
    type Error = Error;

    fn poll_ready(&mut self, cx: &mut Poller<'_>, worker: &WorkerContext) -> Poll<Result<(), Error>> {
        self.table.poll_ready(cx, worker, IDLE_BEAT)
    }

    fn poll_next(&mut self, cx: &mut Poller<'_>, worker: &WorkerContext) -> Poll<Option<Result<Self::Task, Error>>> {
        // Polled until it is pending, so that the next call wakes this worker.
        while self.calls.poll_next_unpin(cx).is_ready() {}
        match self.table.poll_next(cx, worker) {
            // The bell rang after the look that has just ended with nothing, and this worker has heard it already: it looks again.
            Poll::Pending if self.wake.rings() != self.looked.load(Ordering::Relaxed) => self.table.poll_next(cx, worker),
            polled => polled,
        }
    }

    fn poll_close(&mut self, cx: &mut Poller<'_>, worker: &WorkerContext) -> Poll<Result<(), Error>> {
        self.table.poll_close(cx, worker)
    }
}

impl<C: Context> BackendConfig for Queue<C> {
    type Args = Ticketed;
    type Id = u64;
    type Kind = Ephemeral;
    type Config = ();
    type Layer = Settler;

    fn config(&self) -> &() {
        &()
    }

    fn middleware(&mut self, _worker: &mut WorkerContext) -> Self::Layer {
        self.settler.clone()
    }
}

/// One attempt, unless its lease is lost before or during it; then the outcome goes nowhere.
pub(super) async fn attempt<C: Context>(ctx: C, held: Held, job: Ticketed) -> Outcome {
    let lapsed = || Outcome::Retry("the lease was lost".to_owned());
    let Some(lost) = held.loss(job.ticket) else { return lapsed() };
    tokio::select! {
        outcome = crate::perform::perform(&ctx, &job.claimed) => outcome,
        () = lost.notified() => lapsed(),
    }
}
