//! The queue in steps: everything that is due now, in this task, in the queue's order, without workers.

use std::{panic::AssertUnwindSafe, pin::pin};

use chrono::Duration;
use futures_util::FutureExt;
use tracing::warn;

use crate::{
    context::Context,
    error::Error,
    outcome::Outcome,
    perform::{panic_text, perform},
    schedule::SCHEDULES,
    table::{
        claim::{Claimed, claim},
        lease::{renew, take_over},
        settle::settle,
    },
    tick::fire_ticks,
    worker::holder_name,
};

const LEASE: Duration = Duration::seconds(10);
const HEART_BEAT: std::time::Duration = std::time::Duration::from_secs(3);

/// Fires the ticks and runs every job that is due at `ctx.now()`, those included that are added on the way; returns the number of attempts.
///
/// # Errors
/// When the database refuses.
pub async fn run_due<C: Context>(ctx: &C) -> Result<usize, Error> {
    let holder = holder_name("steps");
    let mut attempts = 0;
    loop {
        fire_ticks(ctx.db(), SCHEDULES, ctx.now()).await?;
        take_over(ctx.db(), ctx.now()).await?;
        let Some(claimed) = claim(ctx.db(), &holder, ctx.now(), 1, LEASE).await?.pop() else {
            return Ok(attempts);
        };
        attempts += 1;
        if let Some(outcome) = under_lease(ctx, &holder, &claimed).await {
            settle(ctx.db(), ctx.now(), &[(claimed, outcome)]).await?;
        }
    }
}

/// The outcome, or nothing if the lease was lost on the way.
async fn under_lease<C: Context>(ctx: &C, holder: &str, claimed: &Claimed) -> Option<Outcome> {
    let mut work = pin!(AssertUnwindSafe(perform(ctx, claimed)).catch_unwind());
    loop {
        tokio::select! {
            ended = &mut work => return Some(ended.unwrap_or_else(|panic| Outcome::Retry(panic_text(&*panic)))),
            () = tokio::time::sleep(HEART_BEAT) => match renew(ctx.db(), holder, &[claimed.run.id], LEASE).await {
                Ok(ours) if !ours.contains(&(claimed.run.id, claimed.claim)) => return None,
                Ok(_) => {}
                Err(error) => warn!(%error, "a lease could not be renewed"),
            },
        }
    }
}
