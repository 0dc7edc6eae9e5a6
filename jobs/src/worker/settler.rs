//! Records how attempts ended, as the outermost layer around them.
//!
//! apalis reports ends through its worker's loop, which leaves them lying while others still run at the end of the process; an attempt that is
//! done must not be done again because its neighbour was cut off. Here ends are recorded beside the worker, as many at a time as have come together, and a
//! run is over when all are.

use std::{
    task::{Context as Poller, Poll},
    time::Duration,
};

use apalis_core::{
    error::BoxDynError,
    layers::{Layer, Service},
    task::Task,
};
use futures_util::{FutureExt, future::BoxFuture};
use tokio::sync::mpsc;
use tracing::warn;

use crate::{
    context::Context,
    outcome::Outcome,
    table::{claim::Claimed, settle::settle},
    worker::{
        backend::Ticketed,
        held::Held,
        spawn::{Owned, owned},
    },
};

/// Ends that came together are recorded together, since a commit costs the same for one and for many.
const BATCH: usize = 512;

struct End {
    ticket: u64,
    claimed: Claimed,
    outcome: Outcome,
}

/// Hands ends to the task that records them.
#[derive(Clone)]
pub(super) struct Settler {
    held: Held,
    ends: mpsc::UnboundedSender<End>,
}

impl Settler {
    /// The task ends when the last settler is gone and everything is recorded.
    pub(super) fn start<C: Context>(ctx: C, held: Held) -> (Self, Owned<()>) {
        let (ends, inbox) = mpsc::unbounded_channel();
        (Self { held: held.clone(), ends }, owned(record(ctx, held, inbox)))
    }

    /// Passes an end on, unless the lease was lost.
    fn settle(&self, ticket: u64, outcome: Outcome) {
        if let Some(claimed) = self.held.end(ticket)
            && self.ends.send(End { ticket, claimed, outcome }).is_err()
        {
            warn!(ticket, "the end of an attempt cannot be recorded; its lease runs out");
        }
    }
}

/// Keeps trying while the database is away; the lease may run out over it, and then the fence holds. What is not recorded yet counts as held, so that no
/// more is claimed than can be recorded.
async fn record<C: Context>(ctx: C, held: Held, mut inbox: mpsc::UnboundedReceiver<End>) {
    let mut ends = Vec::with_capacity(BATCH);
    while inbox.recv_many(&mut ends, BATCH).await > 0 {
        let (batch, tickets): (Vec<_>, Vec<_>) = ends.drain(..).map(|end| ((end.claimed, end.outcome), end.ticket)).unzip();
        let mut pause = Duration::from_millis(100);
        while let Err(error) = settle(ctx.db(), ctx.now(), &batch).await {
            warn!(%error, jobs = batch.len(), "ends of attempts could not be recorded; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
        held.forget(&tickets);
    }
}

impl<S> Layer<S> for Settler {
    type Service = Settling<S>;

    fn layer(&self, attempts: S) -> Settling<S> {
        Settling { attempts, settler: self.clone() }
    }
}

/// Attempts whose ends are recorded.
pub(super) struct Settling<S> {
    attempts: S,
    settler: Settler,
}

impl<S> Service<Task<Ticketed>> for Settling<S>
where
    S: Service<Task<Ticketed>, Response = Outcome, Error = BoxDynError>,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = BoxDynError;
    type Future = BoxFuture<'static, Result<(), BoxDynError>>;

    fn poll_ready(&mut self, cx: &mut Poller<'_>) -> Poll<Result<(), BoxDynError>> {
        self.attempts.poll_ready(cx)
    }

    fn call(&mut self, task: Task<Ticketed>) -> Self::Future {
        let (ticket, settler) = (task.args.ticket, self.settler.clone());
        settler.held.begin(ticket);
        let attempt = self.attempts.call(task);
        async move {
            let outcome = attempt.await.unwrap_or_else(|error| Outcome::Retry(error.to_string()));
            settler.settle(ticket, outcome);
            Ok(())
        }
        .boxed()
    }
}
