//! Keeps leases alive, takes over those of the dead and fires ticks, beside the worker's loop and even while that drains.

use std::time::Instant;

use chrono::{DateTime, Utc};
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, warn};

use crate::{
    context::Context,
    error::Error,
    schedule::{Schedule, earliest_after},
    table::lease::{renew, take_over},
    tick::fire_ticks,
    worker::backend::Store,
};

/// Runs until it is dropped.
pub(super) async fn keep<C: Context>(store: Store<C>) {
    let mut beat = interval(store.config.lease / 3);
    let mut look = interval(store.config.poll);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut renewed = Instant::now();
    let mut ticker = Ticker::default();
    loop {
        tokio::select! {
            _ = beat.tick() => {
                beat_once(&store, &mut renewed).await;
                match take_over(store.ctx.db(), store.ctx.now()).await {
                    Ok(0) => {}
                    Ok(_) => store.ctx.wake().ring(),
                    Err(error) => warn!(%error, "no look for expired leases"),
                }
            }
            _ = look.tick() => match ticker.fire(&store.ctx, store.config.schedules).await {
                Ok(0) => {}
                Ok(_) => store.ctx.wake().ring(),
                Err(error) => error!(%error, "no ticks could be fired"),
            },
        }
    }
}

/// Whoever cannot renew for as long as a lease lasts must take its jobs for lost: somebody else may run them by now.
async fn beat_once<C: Context>(store: &Store<C>, renewed: &mut Instant) {
    let held = store.held.open();
    let ids: Vec<i64> = held.iter().map(|(_, id, _)| *id).collect();
    match renew(store.ctx.db(), &store.holder, &ids, store.config.lease()).await {
        Ok(ours) => {
            *renewed = Instant::now();
            for (ticket, id, claim) in held {
                if !ours.contains(&(id, claim)) && store.held.lose(ticket) {
                    warn!(job = id, "the lease was lost; the attempt is stopped");
                }
            }
        }
        Err(error) => {
            warn!(%error, "leases could not be renewed");
            if renewed.elapsed() >= store.config.lease {
                for (ticket, id, _) in held {
                    if store.held.lose(ticket) {
                        warn!(job = id, "the database was away for longer than a lease; the attempt is stopped");
                    }
                }
            }
        }
    }
}

/// Remembers when there is nothing to fire, so that an idle second costs no query.
#[derive(Default)]
struct Ticker {
    quiet: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Ticker {
    async fn fire<C: Context>(&mut self, ctx: &C, schedules: &[Schedule]) -> Result<usize, Error> {
        let now = ctx.now();
        if self.quiet.is_some_and(|(since, until)| since <= now && now < until) {
            return Ok(0);
        }
        let fired = fire_ticks(ctx.db(), schedules, now).await?;
        self.quiet = earliest_after(schedules, now)?.map(|next| (now, next));
        Ok(fired)
    }
}
