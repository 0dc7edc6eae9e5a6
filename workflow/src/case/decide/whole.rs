//! The workflow as a whole: suspending and resuming, cancelling, reopening.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{Circumstances, find, permit, stated, task_in};
use crate::case::fact::Fact;
use crate::case::rights::decides;
use crate::case::side::Side;
use crate::case::state::{Case, Due, HandOffState, Lane, TaskState};
use crate::ids::TaskId;
use crate::people::Holder;
use crate::refusal::Refusal;

pub(super) fn resume(case: &Case, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    let Some(since) = case.suspended_at else { return Err(Refusal::CaseState(case.state)) };
    let mut facts = vec![Fact::Resumed];
    // The date of what waits for a signature moves when it comes back from there.
    for task in case.tasks.values().filter(|task| task.state == TaskState::Open && task.signing.is_none()) {
        let due = moved(task.due.as_ref(), task.lane.into(), since, ctx);
        if due != task.due {
            facts.push(Fact::TaskDateMoved { task: task.id, due });
        }
    }
    for hand_off in case.hand_offs.values().filter(|hand_off| hand_off.state.with_receiver()) {
        let moved = |due: &Option<Due>| moved(due.as_ref(), hand_off.receiver, since, ctx);
        let (sign_due, answer_due) = (moved(&hand_off.sign_due), moved(&hand_off.answer_due));
        if (&sign_due, &answer_due) != (&hand_off.sign_due, &hand_off.answer_due) {
            facts.push(Fact::HandOffDatesMoved { hand_off: hand_off.id, sign_due, answer_due });
        }
    }
    Ok(facts)
}

/// A date after a suspension or a wait for a signature, in the calendar of the side that has it: [`Due::after_pause`].
pub(super) fn moved(due: Option<&Due>, of: Side, since: DateTime<Utc>, ctx: &Circumstances<'_>) -> Option<Due> {
    let calendar = of.body().map_or(ctx.calendar, |body| ctx.calendar.of_body(body));
    due.map(|due| due.after_pause(calendar, since, ctx.now))
}

pub(super) fn cancel(case: &Case, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    let reason = stated(reason)?;
    let hand_offs = case
        .hand_offs
        .values()
        .filter(|hand_off| !matches!(hand_off.state, HandOffState::Settled | HandOffState::TakenBack | HandOffState::Cancelled));
    let mut facts: Vec<Fact> = hand_offs.map(|hand_off| Fact::HandOffCancelled { hand_off: hand_off.id }).collect();
    facts.extend(case.tasks.values().filter(|task| !task.is_over()).map(|task| Fact::TaskCancelled { task: task.id }));
    facts.push(Fact::Cancelled { reason });
    Ok(facts)
}

pub(super) fn reopen(case: &Case, tasks: &[TaskId], reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    let reason = stated(reason)?;
    let mut named: BTreeSet<TaskId> = BTreeSet::new();
    for id in tasks {
        let task = find(case, *id)?;
        permit(task.lane == Lane::Town)?;
        task_in(task, &[TaskState::Done])?;
        named.insert(*id);
        // A part is done again together with its summary; a summary alone together with all its parts.
        match task.parent {
            Some(whole) if find(case, whole)?.state == TaskState::Done => drop(named.insert(whole)),
            Some(_) => {}
            None => {
                let parts: Vec<TaskId> = case.tasks.values().filter(|part| part.parent == Some(*id)).map(|part| part.id).collect();
                if !parts.iter().any(|part| tasks.contains(part)) {
                    named.extend(parts.into_iter().filter(|part| case.tasks.get(part).is_some_and(|part| part.state == TaskState::Done)));
                }
            }
        }
    }
    if named.is_empty() {
        return Err(Refusal::NothingToReopen);
    }
    let mut facts = vec![Fact::Reopened { reason: reason.clone() }];
    for id in named {
        let task = find(case, id)?;
        // Somebody who has left the unit meanwhile does not get the work back.
        if let Some(holder) = task.holder.filter(|holder| !ctx.can_hold(*holder)) {
            let unit = Some(Holder { unit: holder.unit, person: None }).filter(|_| ctx.town_units.contains(&holder.unit));
            facts.push(Fact::TaskAssigned { task: id, holder: unit });
        }
        facts.push(Fact::TaskReopened { task: id, reason: reason.clone(), due: ctx.due(task.limit.as_ref(), ctx.limits.step) });
        for hand_off in case.hand_offs.values().filter(|hand_off| hand_off.task == id && hand_off.state == HandOffState::Settled) {
            facts.push(Fact::HandOffReopened { hand_off: hand_off.id, reason: reason.clone() });
            // Whom the body had given it may have left meanwhile: it comes to the body's in-box.
            if hand_off.person.is_some() {
                facts.push(Fact::HandOffShared { hand_off: hand_off.id, person: None });
            }
            // What was left out of it stays left out.
            let fed =
                hand_off.feeds.and_then(|fed| case.tasks.get(&fed)).filter(|fed| matches!(fed.state, TaskState::Done | TaskState::Open));
            if let Some(fed) = fed {
                facts.push(Fact::TaskBlocked { task: fed.id });
                if let Some(Holder { unit, person: Some(_) }) = fed.holder {
                    facts.push(Fact::TaskAssigned { task: fed.id, holder: Some(Holder { unit, person: None }) });
                }
            }
        }
    }
    Ok(facts)
}
