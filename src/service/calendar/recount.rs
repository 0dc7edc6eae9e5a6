//! After a change of the calendar the dates of what is at work are counted anew: in the background, a workflow or lead in a transaction of its own, so that
//! nobody waits for it. A second run, and one after a crash, changes what is left.

use std::future::Future;

use workflow::case::history::Entry;
use workflow::case::{RECALCULATE, recalculate};
use workflow::ids::{LeadId, WorkflowId};
use workflow::lead;

use crate::service::act::chained;
use crate::service::checks::Policy;
use crate::service::error::ServiceError;
use crate::service::tools::Tools;
use crate::service::{circumstances, lead as leads_service, recurrence};
use crate::store::{StoreError, calendar_changes, cases, leads};

/// How often a workflow that others change at the same time is tried.
const TRIES: usize = 20;

/// Counts the dates after change `change`; `told` hears how many of how many have been looked at. Returns how many workflows and leads had dates that moved.
///
/// # Errors
/// When the database fails; what was done until then stays done.
pub async fn recount(tools: &Tools, change: i64, mut told: impl FnMut(usize, usize)) -> Result<usize, ServiceError> {
    let db = tools.store.read();
    let workflows = cases::alive_ids_unscoped(db).await?;
    let open = leads::with_dates_unscoped(db).await?;
    let all = workflows.len() + open.len();
    let (mut done, mut moved) = (0, 0);
    for id in workflows {
        moved += usize::from(patiently(|| of_workflow(tools, change, id)).await?);
        done += 1;
        told(done, all);
    }
    for id in open {
        moved += usize::from(patiently(|| of_lead(tools, change, id)).await?);
        done += 1;
        told(done, all);
    }
    recurrence::reckon_again(tools).await?;
    let tx = tools.store.begin().await?;
    calendar_changes::finish(&tx, change, tools.now()).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Tries again while others change the same at that moment.
async fn patiently<F: Future<Output = Result<bool, ServiceError>>>(mut work: impl FnMut() -> F) -> Result<bool, ServiceError> {
    let mut tries = 0;
    loop {
        match work().await {
            Err(ServiceError::Conflict | ServiceError::Store(StoreError::Unique(_))) if tries < TRIES => tries += 1,
            other => return other,
        }
    }
}

async fn of_workflow(tools: &Tools, change: i64, id: WorkflowId) -> Result<bool, ServiceError> {
    let tx = tools.store.begin().await?;
    let Some(stored) = cases::load_unscoped(&tx, id).await? else { return Ok(false) };
    let now = tools.now();
    let known = circumstances::load(&tx, tools, stored.case.town, now).await?;
    let Some((case, facts)) = recalculate(&stored.case, &known.calendar, now) else { return Ok(false) };
    let entry = Entry {
        seq: case.seq,
        at: now,
        actor: None,
        command_id: tools.command(),
        kind: RECALCULATE.to_owned(),
        facts,
        on_behalf: None,
        in_place_of: None,
        prev_hash: stored.head_hash.clone(),
        hash: String::new(),
    };
    let entry = chained(entry, case.id)?;
    let policy = Policy { now, calendar: &known.calendar, limits: known.limits };
    cases::save(&tx, &stored, &case, &entry, tools.ids.next(now), &policy).await?;
    calendar_changes::moved(&tx, change).await?;
    tx.commit().await?;
    Ok(true)
}

async fn of_lead(tools: &Tools, change: i64, id: LeadId) -> Result<bool, ServiceError> {
    let tx = tools.store.begin().await?;
    leads::hold(&tx, id).await?;
    let Some(stored) = leads::load_unscoped(&tx, id).await? else { return Ok(false) };
    tools.calendar.refresh(&tx).await?;
    let now = tools.now();
    let Some((lead, facts)) = lead::recalculate(&stored.lead, &tools.calendar.of(stored.lead.town), now) else { return Ok(false) };
    leads_service::save_recounted(&tx, tools, &stored, &lead, facts, now).await?;
    calendar_changes::moved(&tx, change).await?;
    tx.commit().await?;
    Ok(true)
}
