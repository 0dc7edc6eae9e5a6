//! The bell that starts work at once; whoever misses it finds the work at the next poll.

use std::sync::Arc;

use tokio::sync::watch;

/// Rung after the commit of a transaction that enqueued something; every worker of the process that holds a clone hears it.
#[derive(Clone, Debug)]
pub struct Wake(Arc<watch::Sender<u64>>);

impl Wake {
    /// A bell that nobody listens to yet.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    /// Wakes the workers. Call it after the commit: before, they would look too early.
    pub fn ring(&self) {
        self.0.send_modify(|rings| *rings = rings.wrapping_add(1));
    }

    pub(crate) fn rings(&self) -> u64 {
        *self.0.borrow()
    }

    pub(crate) fn listen(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}
