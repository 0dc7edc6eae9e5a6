//! The town's own work: giving it out, doing it, recording what came, leaving it out.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::sides::may_record;
use super::{Circumstances, find, not_in_future, permit, stated, task_in};
use crate::case::command::{OnBehalf, WaitRef};
use crate::case::consequences::by_approval;
use crate::case::due::{Due, LimitSpec};
use crate::case::fact::Fact;
use crate::case::rights::{coordinates, decides, in_town_office, may_act_for, may_assign};
use crate::case::state::{Case, HandOff, HandOffState, Lane, Result as Report, Task, TaskState};
use crate::ids::{BodyId, TaskId};
use crate::people::{Holder, Unit};
use crate::refusal::Refusal;
use crate::template::SignOff;

pub(super) fn assign(
    case: &Case,
    task: &Task,
    holder: Holder,
    limit: Option<&LimitSpec>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    if let Lane::Body(body) = task.lane {
        return share_out(task, body, holder, ctx);
    }
    permit(may_assign(ctx.actor, case, task))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    if !ctx.can_hold(holder) {
        return Err(Refusal::UnitForeign);
    }
    let mut facts = vec![Fact::TaskAssigned { task: task.id, holder: Some(holder) }];
    if let Some(limit) = limit {
        facts.push(limit_fact(task, Some(limit), ctx));
    }
    Ok(facts)
}

/// 分办: a body gives its own step to a person of its own. Its date is not the body's to set.
fn share_out(task: &Task, body: BodyId, holder: Holder, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(ctx.actor.in_body(body))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    let unit = Unit::Body(body);
    if holder.unit != unit || !holder.person.is_none_or(|person| ctx.members.contains(&(unit, person))) {
        return Err(Refusal::NotOfBody);
    }
    Ok(if task.holder == Some(holder) { Vec::new() } else { vec![Fact::TaskAssigned { task: task.id, holder: Some(holder) }] })
}

/// A new limit of an open task counts from when the present one does, beside the time that the clock stood still since; where there is nothing that was
/// counted, from now. No limit of its own means the town's default.
fn limit_fact(task: &Task, limit: Option<&LimitSpec>, ctx: &Circumstances<'_>) -> Fact {
    let due = match (task.state, task.due.as_ref().filter(|due| !due.is_fixed())) {
        (TaskState::Open, None) => ctx.due(limit, ctx.limits.step),
        (TaskState::Open, Some(present)) => {
            let new = Circumstances { now: present.from, ..*ctx }.due(limit, ctx.limits.step);
            new.map(|new| Due { paused: present.paused, ..new }.counted_anew(ctx.calendar))
        }
        _ => None,
    };
    Fact::TaskLimitSet { task: task.id, limit: limit.cloned(), due }
}

pub(super) fn set_limit(case: &Case, task: &Task, limit: Option<&LimitSpec>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(may_assign(ctx.actor, case, task))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    Ok(vec![limit_fact(task, limit, ctx)])
}

pub(super) fn distribute(
    case: &Case,
    task: &Task,
    units: &[Unit],
    limit: Option<&LimitSpec>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    permit(may_assign(ctx.actor, case, task))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    if task.parent.is_some() {
        return Err(Refusal::UnitsUnclear);
    }
    let chosen: BTreeSet<Unit> = units.iter().copied().collect();
    if chosen.is_empty() || chosen.len() != units.len() {
        return Err(Refusal::UnitsUnclear);
    }
    if !chosen.is_subset(ctx.town_units) {
        return Err(Refusal::UnitForeign);
    }
    let taken: BTreeSet<Unit> = case
        .tasks
        .values()
        .filter(|part| part.parent == Some(task.id) && !part.is_over())
        .filter_map(|part| part.holder.map(|holder| holder.unit))
        .collect();
    if !taken.is_disjoint(&chosen) {
        return Err(Refusal::UnitsUnclear);
    }
    let limit = limit.cloned().or_else(|| task.limit.clone());
    let parts = units
        .iter()
        .map(|unit| Task {
            id: ctx.ids.next::<TaskId>(ctx.now),
            parent: Some(task.id),
            holder: Some(Holder { unit: *unit, person: None }),
            limit: limit.clone(),
            due: None,
            state: TaskState::Blocked,
            round: 1,
            holding: 1,
            receivers: Vec::new(),
            opened_at: None,
            done_at: None,
            result: None,
            reason: None,
            sign_off: SignOff::None,
            signing: None,
            lent: None,
            extension: None,
            nudge: None,
            ..task.clone()
        })
        .collect();
    Ok(vec![Fact::TaskDistributed { task: task.id, parts }])
}

pub(super) fn take(case: &Case, task: &Task, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    let Some(holder) = task.holder else { return Err(Refusal::NotPermitted) };
    permit(ctx.actor.in_unit(holder.unit))?;
    if let Some(person) = holder.person {
        return if person == ctx.actor.person { Ok(Vec::new()) } else { Err(Refusal::HeldByOther(person)) };
    }
    permit(may_act_for(ctx.actor, case, task).is_ok())?;
    Ok(vec![Fact::TaskAssigned { task: task.id, holder: Some(Holder { unit: holder.unit, person: Some(ctx.actor.person) }) }])
}

pub(super) fn give_back(case: &Case, task: &Task, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    may_act_for(ctx.actor, case, task)?;
    let Some(holder) = task.holder else { return Err(Refusal::NotPermitted) };
    Ok(vec![Fact::TaskAssigned { task: task.id, holder: Some(Holder { unit: holder.unit, person: None }) }])
}

pub(super) fn complete(
    case: &Case,
    task: &Task,
    result: &Report,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    match (task.lane, on_behalf) {
        (Lane::Body(body), Some(on_behalf)) => may_record(case, body, on_behalf, ctx)?,
        (Lane::Town, Some(on_behalf)) => {
            not_in_future(on_behalf.on, ctx)?;
            let for_village = task.holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_)));
            permit(coordinates(ctx.actor, case) || (for_village && in_town_office(ctx.actor, case)))?;
        }
        (_, None) => {
            may_act_for(ctx.actor, case, task)?;
            // Whoever does not belong to the village records for it, and the record says so.
            let village = task.holder.map(|holder| holder.unit).filter(|unit| matches!(unit, Unit::Village(_)));
            permit(village.is_none_or(|unit| ctx.actor.in_unit(unit)))?;
        }
    }
    let more_than_all = result.expected.zip(result.done).is_some_and(|(expected, done)| done > expected);
    if more_than_all || (result.nil && result.expected.or(result.done).is_some_and(|count| count > 0)) {
        return Err(Refusal::CountsContradict);
    }
    task_in(task, &[TaskState::Open])?;
    if !task.receivers.is_empty() {
        return Err(Refusal::NeedsHandOff);
    }
    if case.hand_offs.values().any(|hand_off| hand_off.task == task.id && hand_off.is_unsettled()) {
        return Err(Refusal::NeedsHandOff);
    }
    if fed_by_approval(case, task) {
        return Err(Refusal::NotPermitted);
    }
    parts_over(case, task)?;
    Ok(vec![Fact::TaskDone { task: task.id, result: result.clone() }])
}

/// Whether the step is an approval's: then the hand-off is answered, and there is no second button.
fn fed_by_approval(case: &Case, task: &Task) -> bool {
    task.lane != Lane::Town && by_approval(case, task)
}

/// What has come back to a step that ends without being sent again is given up. What lies with its receiver or is coordinated is not the step's to end.
///
/// # Errors
/// Where something lies there.
fn give_up_what_came_back(case: &Case, task: &Task) -> Result<Vec<Fact>, Refusal> {
    let unsettled = || case.hand_offs.values().filter(|hand_off| hand_off.task == task.id && hand_off.is_unsettled());
    let away = |hand_off: &&HandOff| hand_off.state.with_receiver() || hand_off.state == HandOffState::InCoordination;
    if let Some(away) = unsettled().find(away) {
        return Err(Refusal::HandOffState(away.state));
    }
    Ok(unsettled().map(|hand_off| Fact::HandOffCancelled { hand_off: hand_off.id }).collect())
}

pub(super) fn parts_over(case: &Case, task: &Task) -> Result<(), Refusal> {
    let parts: Vec<&Task> = case.tasks.values().filter(|part| part.parent == Some(task.id)).collect();
    let open = parts.iter().filter(|part| !part.is_over()).count();
    if open == 0 { Ok(()) } else { Err(Refusal::PartsOpen { open, total: parts.len() }) }
}

pub(super) fn record_received(
    case: &Case,
    wait: WaitRef,
    on: NaiveDate,
    document_no: &Option<String>,
    note: &Option<String>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    not_in_future(on, ctx)?;
    match wait {
        WaitRef::External(id) => {
            let wait = case.waits.get(&id).ok_or(Refusal::NotThere)?;
            let task = find(case, wait.task)?;
            permit(coordinates(ctx.actor, case) || may_act_for(ctx.actor, case, task).is_ok())?;
            if wait.met.is_some() {
                return Err(Refusal::AlreadyMet);
            }
            Ok(vec![Fact::WaitMet {
                wait: id,
                on,
                document_no: document_no.clone(),
                note: note.clone(),
                by: ctx.actor.person,
                at: ctx.now,
            }])
        }
        WaitRef::Step(id) => {
            let step = find(case, id)?;
            let Lane::Body(_) = step.lane else { return Err(Refusal::NotThere) };
            let waiting = case.tasks.values().filter(|task| task.after.contains(&id) && task.lane == Lane::Town);
            permit(coordinates(ctx.actor, case) || waiting.into_iter().any(|task| may_act_for(ctx.actor, case, task).is_ok()))?;
            if step.state == TaskState::Done {
                return Err(Refusal::AlreadyMet);
            }
            task_in(step, &[TaskState::Open])?;
            if fed_by_approval(case, step) {
                return Err(Refusal::NotPermitted);
            }
            let result = Report { note: note.clone(), document_no: document_no.clone(), ..Report::default() };
            let mut facts = give_up_what_came_back(case, step)?;
            facts.push(Fact::TaskDone { task: id, result });
            Ok(facts)
        }
    }
}

pub(super) fn leave_out(case: &Case, task: &Task, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    let given_up = give_up_what_came_back(case, task)?;
    let reason = stated(reason)?;
    let parts = case.tasks.values().filter(|part| part.parent == Some(task.id) && !part.is_over());
    let mut facts: Vec<Fact> = parts.map(|part| Fact::TaskLeftOut { task: part.id, reason: reason.clone() }).collect();
    facts.extend(given_up);
    facts.push(Fact::TaskLeftOut { task: task.id, reason });
    Ok(facts)
}
