//! The jobs that this process holds: what the keeper renews and the backend settles.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

use crate::table::claim::Claimed;

/// Shared by the backend, the handlers and the keeper. A ticket stands for one claim, so that a job claimed anew after a lost lease is another one.
#[derive(Clone, Default)]
pub(super) struct Held(Arc<Mutex<Table>>);

#[derive(Default)]
struct Table {
    last_ticket: u64,
    jobs: HashMap<u64, Holding>,
}

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
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// The end is recorded.
    pub(super) fn forget(&self, ticket: u64) {
        self.table().jobs.remove(&ticket);
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
