//! A program whose deliveries end as the test says, and which tells what it saw.

use std::{
    collections::{HashMap, VecDeque},
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use jobs::{Config, Context, DeliverMessage, Error, Outcome, PruneOld, RecountDates, Run, RunBatch, Stopped, SweepDue, Wake};
use sea_orm::DatabaseConnection;
use tokio::{
    sync::{Semaphore, mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use uuid::Uuid;

use super::{deliver, message, monday};

/// How a delivery ends.
#[derive(Clone, Debug)]
pub enum Act {
    Retry(&'static str),
    Snooze(chrono::Duration),
    GiveUp(&'static str),
    Panic(&'static str),
    /// Waits until the test opens the gate, then is done.
    AtTheGate,
    Forever,
    /// Asks for the delivery of another message, then is done.
    AskFor(u128),
}

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Delivery(u128, Run),
    Sweep,
    Prune,
    /// A delivery was stopped before its end.
    Stopped(u128),
}

/// The context of the queue under test. Deliveries without a part in the script are done at once.
#[derive(Clone)]
pub struct Program {
    db: DatabaseConnection,
    clock: Arc<Mutex<DateTime<Utc>>>,
    pub wake: Wake,
    script: Arc<Mutex<HashMap<Uuid, VecDeque<Act>>>>,
    seen: mpsc::UnboundedSender<Seen>,
    pub gate: Arc<Semaphore>,
    pub broken: Arc<AtomicBool>,
}

/// Longer than anything takes that happens at all.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the program did, in order.
pub struct Sight(mpsc::UnboundedReceiver<Seen>);

impl Sight {
    /// Waits for the next thing.
    pub async fn next(&mut self) -> Seen {
        timeout(PATIENCE, self.0.recv()).await.expect("nothing happened").expect("the program is there")
    }

    /// What happened so far.
    pub fn so_far(&mut self) -> Vec<Seen> {
        std::iter::from_fn(|| self.0.try_recv().ok()).collect()
    }
}

impl Program {
    pub fn new(db: DatabaseConnection) -> (Self, Sight) {
        let (seen, sight) = mpsc::unbounded_channel();
        let program = Self {
            db,
            clock: Arc::new(Mutex::new(monday())),
            wake: Wake::new(),
            script: Arc::default(),
            seen,
            gate: Arc::new(Semaphore::new(0)),
            broken: Arc::default(),
        };
        (program, Sight(sight))
    }

    /// The next deliveries of a message end so.
    pub fn plan(&self, n: u128, acts: impl IntoIterator<Item = Act>) {
        self.script.lock().unwrap().entry(message(n)).or_default().extend(acts);
    }

    pub fn advance(&self, by: chrono::Duration) {
        *self.clock.lock().unwrap() += by;
    }

    pub fn set(&self, now: DateTime<Utc>) {
        *self.clock.lock().unwrap() = now;
    }

    fn tell(&self, seen: Seen) {
        // A test that has seen enough drops its side.
        let _ = self.seen.send(seen);
    }
}

impl Context for Program {
    fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    fn now(&self) -> DateTime<Utc> {
        assert!(!self.broken.load(Ordering::Relaxed), "the clock is broken");
        *self.clock.lock().unwrap()
    }

    fn wake(&self) -> &Wake {
        &self.wake
    }

    async fn sweep_due(&self, _job: SweepDue, _run: Run) -> Outcome {
        self.tell(Seen::Sweep);
        Outcome::Done
    }

    async fn deliver_message(&self, job: DeliverMessage, run: Run) -> Outcome {
        let n = job.message_id.as_u128();
        self.tell(Seen::Delivery(n, run));
        let act = self.script.lock().unwrap().get_mut(&job.message_id).and_then(VecDeque::pop_front);
        match act {
            None => Outcome::Done,
            Some(Act::Retry(reason)) => Outcome::Retry(reason.to_owned()),
            Some(Act::Snooze(by)) => Outcome::Snooze(self.now() + by),
            Some(Act::GiveUp(reason)) => Outcome::GiveUp(reason.to_owned()),
            Some(Act::Panic(text)) => panic!("{text}"),
            Some(Act::AtTheGate) => {
                self.gate.acquire().await.unwrap().forget();
                Outcome::Done
            }
            Some(Act::Forever) => {
                let _told = TellWhenStopped(self.clone(), n);
                pending().await
            }
            Some(Act::AskFor(other)) => {
                deliver(&self.db, self.now(), other).await;
                Outcome::Done
            }
        }
    }

    async fn recount_dates(&self, _job: RecountDates, _run: Run) -> Outcome {
        Outcome::Done
    }

    async fn run_batch(&self, _job: RunBatch, _run: Run) -> Outcome {
        Outcome::Done
    }

    async fn prune_old(&self, _job: PruneOld, _run: Run) -> Outcome {
        self.tell(Seen::Prune);
        Outcome::Done
    }
}

struct TellWhenStopped(Program, u128);

impl Drop for TellWhenStopped {
    fn drop(&mut self) {
        self.0.tell(Seen::Stopped(self.1));
    }
}

/// A process's worth of workers.
pub struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<Stopped, Error>>,
}

/// Starts workers that look once an hour by themselves, unless the configuration says otherwise.
pub fn run(program: &Program, config: Config) -> Running {
    let (stop, stopped) = oneshot::channel::<()>();
    let program = program.clone();
    let task = tokio::spawn(async move { jobs::run_workers(program, config, async { drop(stopped.await) }).await });
    Running { stop, task }
}

impl Running {
    /// Asks them to stop and waits until they have.
    pub async fn stop(self) -> Stopped {
        self.ask_to_stop().await.unwrap()
    }

    /// Asks them to stop; the answer comes when they have.
    pub fn ask_to_stop(self) -> impl Future<Output = Result<Stopped, Error>> {
        let _ = self.stop.send(());
        async { timeout(PATIENCE, self.task).await.expect("they stop in time").unwrap() }
    }

    /// Waits until they end by themselves.
    pub async fn ended(self) -> Result<Stopped, Error> {
        timeout(PATIENCE, self.task).await.expect("they end").unwrap()
    }

    /// Ends them as kill -9 does: nothing is given back.
    pub async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}
