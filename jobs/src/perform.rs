//! From a claimed row to the context's method and its outcome.

use std::any::Any;

use serde_json::Value;

use crate::{
    context::Context,
    kinds::{Job, Kind},
    outcome::Outcome,
    table::claim::Claimed,
};

/// Runs one attempt. What cannot be read will not become readable, so it is given up at once.
pub(crate) async fn perform<C: Context>(ctx: &C, claimed: &Claimed) -> Outcome {
    let Some(kind) = Kind::from_name(&claimed.kind) else {
        return Outcome::GiveUp(format!("this version knows no kind of job named {}", claimed.kind));
    };
    let payload = match &claimed.payload {
        Ok(payload) => payload,
        Err(error) => return Outcome::GiveUp(format!("the payload cannot be read: {error}")),
    };
    let run = claimed.run;
    match kind {
        Kind::SweepDue => match read(payload) {
            Ok(job) => ctx.sweep_due(job, run).await,
            Err(poison) => poison,
        },
        Kind::DeliverMessage => match read(payload) {
            Ok(job) => ctx.deliver_message(job, run).await,
            Err(poison) => poison,
        },
        Kind::RunBatch => match read(payload) {
            Ok(job) => ctx.run_batch(job, run).await,
            Err(poison) => poison,
        },
        Kind::RecountDates => match read(payload) {
            Ok(job) => ctx.recount_dates(job, run).await,
            Err(poison) => poison,
        },
        Kind::PruneOld => match read(payload) {
            Ok(job) => ctx.prune_old(job, run).await,
            Err(poison) => poison,
        },
    }
}

fn read<J: Job>(payload: &Value) -> Result<J, Outcome> {
    J::deserialize(payload).map_err(|error| Outcome::GiveUp(format!("the payload cannot be read: {error}")))
}

/// A panic counts as a failed attempt under these words.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panic: {}", text.as_deref().unwrap_or("without a message"))
}
