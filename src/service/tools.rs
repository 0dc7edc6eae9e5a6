//! What every use case needs: the store, the clock, ids, the calendar, and the bell of the queue.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use workflow::clock::Clock;
use workflow::ids::{CommandId, IdGen};
use workflow::people::Viewer;

use super::calendar::Calendars;
use crate::store::Store;

/// Shared by all use cases of a process; cheap to clone.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Tools {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<IdGen>,
    pub calendar: Calendars,
    pub wake: jobs::Wake,
}

impl Tools {
    /// The present.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A fresh id for a request, for callers that have none of their own.
    #[must_use]
    pub fn command(&self) -> CommandId {
        self.ids.next(self.now())
    }
}

/// Who asks, and under which request id: the same request twice changes nothing the second time.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Request<'a> {
    pub viewer: &'a Viewer,
    pub command: CommandId,
}
