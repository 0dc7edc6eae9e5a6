//! The jobs that this process holds: what the keeper renews and the backend settles.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use crate::table::claim::Claimed;

/// Shared by the backend, the handlers and the keeper. A ticket stands for one claim, so that a job claimed anew after a lost lease is another one.
#[derive(Clone, Default)]
pub(super) struct Held {
    table: Arc<Mutex<Table>>,
    room: Arc<Notify>,
}

#[derive(Default)]
struct Table {
    last_ticket: u64,
    jobs: HashMap<u64, Holding>,
    /// Ends that were recorded, all in all and when it was last measured.
    recorded: u64,
    recorded_then: u64,
    measured: Option<Instant>,
    ahead: usize,
}

/// Work of so long is held ahead.
const AHEAD: Duration = Duration::from_millis(100);
/// Whatever the speed, no more jobs than this.
const MOST_AHEAD: usize = 500;
/// How often the speed is measured.
const MEASURE: Duration = Duration::from_millis(20);

struct Holding {
    claimed: Claimed,
    stage: Stage,
    lost: Arc<Notify>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Begun,
    /// Its end is being recorded.
    Ended,
}

impl Held {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, claimed: Claimed) -> u64 {
        let mut table = self.table();
        table.last_ticket += 1;
        let ticket = table.last_ticket;
        table.jobs.insert(ticket, Holding { claimed, stage: Stage::Waiting, lost: Arc::default() });
        ticket
    }

    /// Marks the beginning of an attempt.
    pub(super) fn begin(&self, ticket: u64) {
        if let Some(holding) = self.table().jobs.get_mut(&ticket) {
            holding.stage = Stage::Begun;
        }
    }

    /// Resolves when the lease is lost; nothing if it was lost before.
    pub(super) fn loss(&self, ticket: u64) -> Option<Arc<Notify>> {
        self.table().jobs.get(&ticket).map(|holding| Arc::clone(&holding.lost))
    }

    /// Marks the end of an attempt; nothing if the lease was lost.
    pub(super) fn end(&self, ticket: u64) -> Option<Claimed> {
        let mut table = self.table();
        let holding = table.jobs.get_mut(&ticket)?;
        holding.stage = Stage::Ended;
        Some(holding.claimed.clone())
    }

    /// The ends are recorded.
    pub(super) fn forget(&self, tickets: &[u64]) {
        let mut table = self.table();
        for ticket in tickets {
            table.jobs.remove(ticket);
        }
        table.recorded += tickets.len() as u64;
        self.room.notify_one();
    }

    /// Resolves when one more may be held, with how many.
    pub(super) async fn room(&self, concurrency: usize) -> usize {
        loop {
            let free = self.wanted(concurrency).saturating_sub(self.count());
            if free > 0 {
                return free;
            }
            self.room.notified().await;
        }
    }

    /// How many jobs to hold: those that run at a time, and as many ahead as were ended in the latest tenth of a second. Slow jobs are not held ahead for
    /// others to wait for; quick ones share the price of a look at the table.
    fn wanted(&self, concurrency: usize) -> usize {
        let mut table = self.table();
        let passed = table.measured.map_or(AHEAD, |at| at.elapsed());
        if passed >= MEASURE {
            let ended = (table.recorded - table.recorded_then) as f64;
            let ahead = ended * AHEAD.as_secs_f64() / passed.as_secs_f64();
            (table.ahead, table.recorded_then, table.measured) = (ahead as usize, table.recorded, Some(Instant::now()));
        }
        concurrency + table.ahead.min(MOST_AHEAD)
    }

    /// Lets go of what has not begun; gives back the ids of what has.
    pub(super) fn keep_begun(&self) -> Vec<i64> {
        let mut table = self.table();
        table.jobs.retain(|_, holding| holding.stage != Stage::Waiting);
        table.jobs.values().map(|holding| holding.claimed.run.id).collect()
    }

    /// Whoever works on it is told to stop. Says whether it was still worked on.
    pub(super) fn lose(&self, ticket: u64) -> bool {
        let mut table = self.table();
        if table.jobs.get(&ticket).is_none_or(|holding| holding.stage == Stage::Ended) {
            return false;
        }
        self.room.notify_one();
        table.jobs.remove(&ticket).inspect(|holding| holding.lost.notify_one()).is_some()
    }

    /// (ticket, id, claim) of each whose attempt has not ended.
    pub(super) fn open(&self) -> Vec<(u64, i64, i64)> {
        let table = self.table();
        let open = table.jobs.iter().filter(|(_, holding)| holding.stage != Stage::Ended);
        open.map(|(ticket, holding)| (*ticket, holding.claimed.run.id, holding.claimed.claim)).collect()
    }

    pub(super) fn count(&self) -> usize {
        self.table().jobs.len()
    }
}
