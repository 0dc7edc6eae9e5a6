//! Our table as the storage of apalis: it fetches claims and hands back outcomes.

use std::{
    convert::Infallible,
    task::{Context as Poller, Poll},
    time::Duration,
};

use apalis_core::{
    backend::{
        Backend, BackendConfig,
        codec::Codec,
        finalize::Ephemeral,
        persistence::{Persisted, Persistence, TaskEvent, TaskPersistLayer},
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
    table::{
        claim::{Claimed, claim},
        settle::settle,
    },
    wake::Wake,
    worker::{Config, held::Held},
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
}

impl<C: Context> Store<C> {
    /// Looks again if the bell rang during the look.
    async fn fetch(&self) -> Vec<Claimed> {
        loop {
            let rings = self.ctx.wake().rings();
            let free = self.config.concurrency.saturating_sub(self.held.count()).max(1);
            let most = u32::try_from(free).unwrap_or(u32::MAX);
            let jobs = match claim(self.ctx.db(), &self.holder, self.ctx.now(), most, self.config.lease()).await {
                Ok(jobs) => jobs,
                Err(error) => {
                    warn!(%error, "no jobs could be claimed");
                    return Vec::new();
                }
            };
            if !jobs.is_empty() || self.ctx.wake().rings() == rings {
                return jobs;
            }
        }
    }

    /// Keeps trying while the database is away; the lease may run out over it, and then the fence holds.
    async fn settle_all(&self, ended: &[(Claimed, Outcome)]) {
        let mut pause = Duration::from_millis(100);
        while let Err(error) = settle(self.ctx.db(), self.ctx.now(), ended).await {
            warn!(%error, jobs = ended.len(), "ends of attempts could not be recorded; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }
}

impl<C: Context> Persistence for Store<C> {
    type Compact = Ticketed;
    type Response = Outcome;
    type Error = Error;

    async fn register(&mut self, _worker: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    /// The keeper renews the leases: apalis beats in the worker's own loop, which stands still while it drains.
    async fn heartbeat(&mut self, _worker: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    async fn fetch_next(&mut self, _worker: &WorkerContext) -> Result<Vec<Task<Ticketed>>, Error> {
        let task = |claimed: Claimed| {
            let ticket = self.held.add(claimed.clone());
            TaskBuilder::new(Ticketed { ticket, claimed }).task_id(TaskId::from_int(ticket)).build()
        };
        Ok(self.fetch().await.into_iter().map(task).collect())
    }

    /// They stay held and not begun; the end of the run gives them back.
    async fn reenqueue_abandoned(&mut self, _tasks: Vec<Task<Ticketed>>, _worker: &WorkerContext) -> Result<u64, Error> {
        Ok(0)
    }

    async fn handle_events(&mut self, events: Vec<TaskEvent<Outcome>>, _worker: &WorkerContext) -> Result<(), Error> {
        let (mut tickets, mut ended) = (Vec::new(), Vec::new());
        for event in events {
            let TaskEvent::Complete(result) = event else { continue };
            let Some(ticket) = result.task_id.as_int() else { continue };
            if let Some(claimed) = self.held.end(ticket) {
                tickets.push(ticket);
                ended.push((claimed, result.result.unwrap_or_else(Outcome::Retry)));
            }
        }
        if !ended.is_empty() {
            self.settle_all(&ended).await;
            self.held.forget(&tickets);
        }
        Ok(())
    }

    async fn push_tasks(&mut self, _tasks: Vec<Task<Ticketed>>) -> Result<(), Error> {
        Err(Error::PushedFromOutside)
    }
}

/// Outcomes go from the handler to the table within the process, so that there is nothing to encode.
#[derive(Clone, Copy)]
pub(super) struct Unchanged;

impl Codec<Outcome> for Unchanged {
    type Error = Infallible;
    type Compact = Outcome;

    fn encode(&self, outcome: &Outcome) -> Result<Outcome, Infallible> {
        Ok(outcome.clone())
    }

    fn decode(&self, outcome: &Outcome) -> Result<Outcome, Infallible> {
        Ok(outcome.clone())
    }
}

/// The backend of a worker: the table, and what makes it look there.
pub(super) struct Queue<C: Context> {
    /// Boxed, for apalis moves its backends and a context need not allow that.
    table: Box<Persisted<Store<C>>>,
    calls: BoxStream<'static, ()>,
    concurrency: usize,
}

impl<C: Context> Queue<C> {
    pub(super) fn new(store: Store<C>) -> Self {
        let calls = calls(store.ctx.wake(), store.config.poll);
        Self { concurrency: store.config.concurrency, table: Box::new(Persisted::new(store)), calls }
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
        self.table.poll_next(cx, worker)
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
    type Layer = TaskPersistLayer<Unchanged, Outcome>;

    fn config(&self) -> &() {
        &()
    }

    fn middleware(&mut self, _worker: &mut WorkerContext) -> Self::Layer {
        self.table.layer(Unchanged, self.concurrency).persist_results(true)
    }
}

/// One attempt, unless its lease is lost before or during it; then the outcome goes nowhere.
pub(super) async fn attempt<C: Context>(ctx: C, held: Held, job: Ticketed) -> Outcome {
    let lapsed = || Outcome::Retry("the lease was lost".to_owned());
    let Some(lost) = held.begin(job.ticket) else { return lapsed() };
    tokio::select! {
        outcome = crate::perform::perform(&ctx, &job.claimed) => outcome,
        () = lost.notified() => lapsed(),
    }
}
