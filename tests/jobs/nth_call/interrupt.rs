//! SQLite's own way to end a statement in the middle: it asks, every so many steps of a statement's program, whether it shall go on.

use std::sync::{Arc, Mutex};

use dutyflow::store::Store;

/// After so many steps it asks. BEGIN, COMMIT and ROLLBACK have fewer, so that the driver always knows whether it is in a transaction.
const STEPS: i32 = 150;

/// What ends the statement at the n-th question.
#[derive(Clone, Default)]
pub(super) struct Interrupt(Arc<Mutex<Option<usize>>>);

impl Interrupt {
    /// Answers the questions of the connections that are open.
    pub(super) async fn watch(&self, store: &Store) {
        for connections in [store.write(), store.read()] {
            let pool = connections.get_sqlite_connection_pool();
            // All of them at a time, so that each is a different one.
            let mut all = Vec::new();
            while all.len() < pool.size() as usize {
                all.push(pool.acquire().await.unwrap());
            }
            for connection in &mut all {
                let plan = Arc::clone(&self.0);
                let go_on = move || {
                    let mut plan = plan.lock().unwrap();
                    let left = plan.take();
                    *plan = left.filter(|left| *left > 1).map(|left| left - 1);
                    left != Some(1)
                };
                connection.lock_handle().await.unwrap().set_progress_handler(STEPS, go_on);
            }
        }
    }

    /// Says no to the n-th question from now on.
    pub(super) fn at(&self, nth: usize) {
        *self.0.lock().unwrap() = Some(nth);
    }

    /// Whether it happened; it does not happen any more.
    pub(super) fn happened(&self) -> bool {
        self.0.lock().unwrap().take().is_none()
    }
}
