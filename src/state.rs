//! The parts that handlers need, and the clock and generator of a running program.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use workflow::clock::{Clock, to_millis};
use workflow::ids::{CommandId, IdGen};

use crate::config::Config;
use crate::mail::Mailer;
use crate::service::Tools;

/// What handlers need; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// What use cases need: the database, the clock, ids, the calendar, the queue's bell.
    pub tools: Tools,
    /// The configuration.
    pub config: Arc<Config>,
    /// The writer of mails, for what the admin tries out; everything else leaves through the queue.
    pub mailer: Mailer,
}

impl AppState {
    /// The present.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.tools.now()
    }

    /// The id for a form that is about to be shown.
    #[must_use]
    pub fn command(&self) -> CommandId {
        self.tools.command()
    }
}

/// The system's clock: the only reader of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
    fn now(&self) -> DateTime<Utc> {
        to_millis(Utc::now())
    }
}

/// A generator seeded by the operating system.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn system_ids() -> Result<IdGen, rand::rngs::SysError> {
    let mut seed = [0_u8; 32];
    rand::TryRng::try_fill_bytes(&mut rand::rngs::SysRng, &mut seed)?;
    Ok(IdGen::new(seed))
}
