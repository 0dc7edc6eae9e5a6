//! The parts that handlers need, and the clock and generator of a running program.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use workflow::clock::{Clock, to_millis};
use workflow::ids::{CommandId, IdGen};

use crate::auth::Throttle;
use crate::config::Config;
use crate::service::Tools;
use crate::store::Store;

/// What handlers need.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub ids: Arc<IdGen>,
    /// The configuration.
    pub config: Arc<Config>,
    /// The failed log-ins of the last minutes.
    pub throttle: Arc<Throttle>,
    /// What every use case needs.
    pub tools: Tools,
}

impl AppState {
    /// The parts together.
    #[must_use]
    pub fn new(tools: Tools, config: Arc<Config>) -> Self {
        let Tools { store, clock, ids, .. } = tools.clone();
        Self { store, clock, ids, config, throttle: Arc::default(), tools }
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The id for a form that is about to be shown.
    #[must_use]
    pub fn command(&self) -> CommandId {
        self.ids.next(self.now())
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
