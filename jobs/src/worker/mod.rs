//! Running jobs until told to stop: apalis schedules and isolates the attempts, the keeper holds the leases.

mod backend;
mod ears;
mod held;
mod keeper;
mod settler;
mod spawn;

use std::{
    future::Future,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use apalis::layers::{WorkerBuilderExt, catch_panic::CatchPanicLayer, tracing::TraceLayer};
use apalis_core::{
    error::BoxDynError,
    monitor::Monitor,
    task::Task,
    worker::{builder::WorkerBuilder, ext::parallelize::ParallelizeLayer},
};
use tokio::time::timeout;
use tracing::{error, info, info_span, warn};

use crate::{
    context::Context,
    error::Error,
    perform::panic_text,
    schedule::{SCHEDULES, Schedule, next_of},
    table::lease::release,
    time::lease_clock,
    worker::{
        backend::{Queue, Store, Ticketed, attempt},
        held::Held,
        settler::Settler,
        spawn::owned,
    },
};

/// How a process works off the queue.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Attempts at the same time.
    pub concurrency: usize,
    /// How long a job is held without a sign of life; a crash is noticed after at most four thirds of it.
    pub lease: Duration,
    /// How often it is looked for due work and ticks when no bell rings.
    pub poll: Duration,
    /// How long running attempts may take to end after the signal to stop.
    pub drain_limit: Duration,
    /// The schedules whose ticks are fired.
    pub schedules: &'static [Schedule],
}

impl Default for Config {
    fn default() -> Self {
        Self {
            concurrency: 8,
            lease: Duration::from_secs(9),
            poll: Duration::from_secs(1),
            drain_limit: Duration::from_secs(20),
            schedules: SCHEDULES,
        }
    }
}

impl Config {
    fn lease(&self) -> chrono::Duration {
        chrono::Duration::from_std(self.lease).unwrap_or(chrono::Duration::seconds(9))
    }
}

/// How the workers ended after the signal to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Attempts that were cut off at the limit; their leases run out and others take them over.
    pub cut_off: usize,
    /// Jobs that were claimed but not begun, and given back.
    pub given_back: u64,
}

/// The database may be away when the process stops.
const DATABASE_LIMIT: Duration = Duration::from_secs(5);

/// Claims, runs and settles jobs until `shutdown` resolves, then lets running attempts end within the limit.
///
/// # Errors
/// When a schedule cannot be read, or the worker dies by itself: then the process should be started anew.
pub async fn run_workers<C, S>(ctx: C, config: Config, shutdown: S) -> Result<Stopped, Error>
where
    C: Context,
    S: Future<Output = ()> + Send,
{
    for schedule in config.schedules {
        next_of(schedule, ctx.now())?;
    }
    let store = Store { ctx, holder: holder_name("worker"), held: Held::default(), config, looked: std::sync::Arc::default() };
    info!(holder = store.holder, concurrency = config.concurrency, "job worker starts");
    let (settler, mut recording) = Settler::start(store.ctx.clone(), store.held.clone());
    let monitor = monitor(store.clone(), settler);
    let control = monitor.context();
    let mut keeping = owned(keeper::keep(store.clone()));
    let mut hearing = owned(ears::listen(store.clone()));
    let mut running = Box::pin(monitor.run());
    let died = tokio::select! {
        ended = &mut running => Some(match ended {
            Ok(()) => "it ended without being told to".to_owned(),
            Err(error) => error.to_string(),
        }),
        ended = &mut keeping => Some(format!("its keeper ended: {ended:?}")),
        ended = &mut recording => Some(format!("its settler ended: {ended:?}")),
        ended = &mut hearing => Some(format!("its listener ended: {ended:?}")),
        () = shutdown => None,
    };
    let mut given_back = 0;
    if died.is_none() {
        if let Err(error) = control.shutdown() {
            warn!(%error, "the worker could not be told to stop");
        }
        given_back = give_back(&store).await;
        match timeout(config.drain_limit, &mut running).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => error!(%error, "the worker ended badly"),
            Err(_) => warn!("attempts were cut off: they took longer than the limit for stopping"),
        }
    }
    // With the worker the last settler goes, and what ended before is still recorded.
    drop(running);
    if !recording.is_finished() && timeout(DATABASE_LIMIT, recording).await.is_err() {
        warn!("ends of attempts were not recorded: the database is away");
    }
    given_back += give_back(&store).await;
    drop((keeping, hearing));
    match died {
        Some(reason) => {
            error!(reason, "the job worker died");
            Err(Error::WorkerDied(reason))
        }
        None => Ok(Stopped { cut_off: store.held.count(), given_back }),
    }
}

/// Frees what was claimed and did not begin.
async fn give_back<C: Context>(store: &Store<C>) -> u64 {
    let begun = store.held.keep_begun();
    match timeout(DATABASE_LIMIT, release(store.ctx.db(), &store.holder, &begun)).await {
        Ok(Ok(jobs)) => jobs,
        Ok(Err(error)) => {
            warn!(%error, "jobs could not be given back; their leases run out");
            0
        }
        Err(_) => {
            warn!("jobs could not be given back in time; their leases run out");
            0
        }
    }
}

/// One worker with many attempts at a time: apalis would notice the end of one of several workers only when the last one ends.
fn monitor<C: Context>(store: Store<C>, settler: Settler) -> Monitor {
    Monitor::new().register(move |_| {
        let span = |task: &Task<Ticketed>| {
            let claimed = &task.args.claimed;
            info_span!("job", id = claimed.run.id, kind = claimed.kind, attempt = claimed.run.attempt)
        };
        let (ctx, held) = (store.ctx.clone(), store.held.clone());
        WorkerBuilder::new(store.holder.clone())
            .backend(Queue::new(store.clone(), settler.clone()))
            .concurrency(store.config.concurrency)
            .layer(ParallelizeLayer::new(owned))
            .layer(TraceLayer::new().make_span_with(span))
            .layer(CatchPanicLayer::with_panic_handler(|panic| BoxDynError::from(panic_text(&**panic))))
            .build(move |job: Ticketed| {
                let (ctx, held) = (ctx.clone(), held.clone());
                async move { Ok::<_, BoxDynError>(attempt(ctx, held, job).await) }
            })
    })
}

/// A name that no other holder has; the fence does not rest on it.
pub(crate) fn holder_name(role: &str) -> String {
    static HOLDERS: AtomicU64 = AtomicU64::new(0);
    let number = HOLDERS.fetch_add(1, Ordering::Relaxed);
    format!("{role}-{}-{}-{number}", std::process::id(), lease_clock().timestamp_millis())
}
