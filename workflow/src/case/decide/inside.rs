//! Work that moves inside the town: passing on, lending, copies, notes of leaders, reminders by hand, further steps.

use chrono::NaiveDate;

use super::{Circumstances, find, hand_off_in, not_in_future, permit, stated, task_in};
use crate::case::command::Command;
use crate::case::fact::Fact;
use crate::case::inside::{CopyTo, LeaderNote, Lent, Nudge};
use crate::case::rights::{coordinates, decides, holds, leads_holder, may_act_for, may_assign, sees_inside};
use crate::case::state::{Case, HandOff, HandOffState, Lane, Task, TaskState, Wait};
use crate::ids::{NoteId, PersonId};
use crate::people::{Holder, Role, Scope};
use crate::refusal::Refusal;
use crate::reminder::next_nudge_at;

/// What waits for a signature or is lent to a helper is not worked on by other ways meanwhile.
pub(super) fn free(case: &Case, command: &Command) -> Result<(), Refusal> {
    let (task, by_helper) = match command {
        Command::Assign { task, .. } | Command::LeaveOut { task, .. } => (*task, true),
        Command::Take { task } | Command::GiveBack { task } | Command::SetLimit { task, .. } => (*task, true),
        Command::Complete { task, .. }
        | Command::HandOff { task, .. }
        | Command::Distribute { task, .. }
        | Command::PassOn { task, .. }
        | Command::Lend { task, .. }
        | Command::ObjectTask { task, .. } => (*task, false),
        _ => return Ok(()),
    };
    let Some(task) = case.tasks.get(&task) else { return Ok(()) };
    if task.signing.is_some() {
        return Err(Refusal::WithSigner);
    }
    // Who is to do it is in question: that is answered first. It may be left out.
    if task.objection.is_some() && !matches!(command, Command::LeaveOut { .. } | Command::SetLimit { .. }) {
        return Err(Refusal::ObjectionOpen);
    }
    if task.lent.is_some() && !by_helper { Err(Refusal::IsLent) } else { Ok(()) }
}

fn movable(case: &Case, task: &Task, to: Holder, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    permit(task.lane == Lane::Town)?;
    if !may_assign(ctx.actor, case, task) {
        may_act_for(ctx.actor, case, task)?;
    }
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    if !ctx.can_hold(to) {
        return Err(Refusal::UnitForeign);
    }
    if task.holder == Some(to) { Err(Refusal::AlreadyHolds) } else { Ok(()) }
}

pub(super) fn pass_on(case: &Case, task: &Task, to: Holder, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    movable(case, task, to, ctx)?;
    Ok(vec![Fact::TaskPassedOn { task: task.id, from: task.holder, to, reason: stated(reason)? }])
}

pub(super) fn lend(case: &Case, task: &Task, to: Holder, what: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    movable(case, task, to, ctx)?;
    task_in(task, &[TaskState::Open])?;
    let Some(from) = task.holder else { return Err(Refusal::NotPermitted) };
    let lent = Lent { from, by: ctx.actor.person, at: ctx.now, what: stated(what)? };
    Ok(vec![Fact::TaskLent { task: task.id, to, lent: Box::new(lent) }])
}

pub(super) fn hand_back(case: &Case, task: &Task, note: &Option<String>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let Some(lent) = &task.lent else { return Err(Refusal::NotLent) };
    let lender = lent.by == ctx.actor.person || holds(ctx.actor, lent.from);
    if !lender {
        may_act_for(ctx.actor, case, task)?;
    }
    // Somebody who has left the unit meanwhile does not get it back: it lies in the unit's in-box.
    let to = if ctx.can_hold(lent.from) { lent.from } else { Holder { unit: lent.from.unit, person: None } };
    Ok(vec![Fact::TaskHandedBack { task: task.id, from: task.holder, to, note: note.clone() }])
}

pub(super) fn copy(case: &Case, to: &[CopyTo], note: &Option<String>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let holder = case.tasks.values().any(|task| task.lane == Lane::Town && may_act_for(ctx.actor, case, task).is_ok());
    permit(decides(ctx.actor, case) || holder)?;
    let of_town = |to: &CopyTo| match to {
        CopyTo::Unit(unit) => ctx.town_units.contains(unit),
        CopyTo::Person(person) => ctx.members.iter().any(|(_, member)| member == person),
    };
    if to.is_empty() {
        return Err(Refusal::CopyToMissing);
    }
    if !to.iter().all(of_town) {
        return Err(Refusal::UnitForeign);
    }
    Ok(vec![Fact::Copied { to: to.to_vec(), note: note.clone() }])
}

pub(super) fn note(
    case: &Case,
    text: &str,
    by: PersonId,
    on: NaiveDate,
    on_paper: bool,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    let himself = by == ctx.actor.person && ctx.actor.in_town(&[Role::Leader], case.town);
    permit(himself || (on_paper && coordinates(ctx.actor, case)))?;
    if !ctx.leaders.leaders.contains(&by) {
        return Err(Refusal::NotALeader);
    }
    not_in_future(on, ctx)?;
    let note = LeaderNote {
        id: ctx.ids.next::<NoteId>(ctx.now),
        text: stated(text)?,
        by,
        on,
        on_paper,
        entered_by: ctx.actor.person,
        at: ctx.now,
    };
    Ok(vec![Fact::LeaderNoted { note }])
}

/// How it stands: by who does the work, or decides about it. It changes nothing.
pub(super) fn remark(case: &Case, task: &Task, text: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(task.lane == Lane::Town)?;
    if !decides(ctx.actor, case) {
        may_act_for(ctx.actor, case, task)?;
    }
    task_in(task, &[TaskState::Blocked, TaskState::Open, TaskState::Handed])?;
    Ok(vec![Fact::TaskRemarked { task: task.id, text: stated(text)? }])
}

/// 催办 inside the town; of a body's own step 提醒, by who waits for it.
pub(super) fn nudge(case: &Case, task: &Task, by_phone: bool, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(may_nudge(ctx.actor, case, task))?;
    task_in(task, &[TaskState::Open])?;
    if task.signing.is_some() {
        return Err(Refusal::WithSigner);
    }
    once_a_day(task.nudge.as_ref(), by_phone, ctx)?;
    Ok(vec![Fact::TaskNudged { task: task.id, by: ctx.actor.person, by_phone }])
}

/// Whether the viewer may remind whoever holds the task.
pub(in crate::case) fn may_nudge(viewer: &crate::people::Viewer, case: &Case, task: &Task) -> bool {
    let supervises =
        viewer.in_town(&[Role::Supervisor, Role::Leader, Role::Coordinator], case.town) || viewer.has(Role::Supervisor, Scope::County);
    match task.lane {
        Lane::Town => supervises || leads_holder(viewer, task) || task.lent.as_ref().is_some_and(|lent| holds(viewer, lent.from)),
        Lane::Body(body) => {
            let waits =
                |other: &Task| other.lane == Lane::Town && other.after.contains(&task.id) && may_act_for(viewer, case, other).is_ok();
            !viewer.in_body(body) && (supervises || case.tasks.values().any(waits))
        }
    }
}

pub(super) fn remind(case: &Case, hand_off: &HandOff, by_phone: bool, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(may_remind(ctx.actor, case, hand_off))?;
    hand_off_in(hand_off, &[HandOffState::Offered, HandOffState::Signed])?;
    once_a_day(hand_off.nudge.as_ref(), by_phone, ctx)?;
    Ok(vec![Fact::HandOffReminded { hand_off: hand_off.id, by: ctx.actor.person, by_phone }])
}

/// Whether the viewer may remind the receiver: who sent it, holds its task, or supervises the town's work.
pub(in crate::case) fn may_remind(viewer: &crate::people::Viewer, case: &Case, hand_off: &HandOff) -> bool {
    let holder = find(case, hand_off.task).is_ok_and(|task| may_act_for(viewer, case, task).is_ok());
    viewer.in_town(&[Role::Supervisor, Role::Leader, Role::Coordinator], case.town)
        || (viewer.is_person(hand_off.offered_by) && sees_inside(viewer, case))
        || holder
}

/// A message at most once per working day; a telephone call that was made is always entered.
fn once_a_day(last: Option<&Nudge>, by_phone: bool, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    match last.filter(|_| !by_phone) {
        Some(last) if next_nudge_at(last.at, ctx.calendar) > ctx.now => {
            Err(Refusal::NudgedAlready { at: last.at, by: last.by, next: next_nudge_at(last.at, ctx.calendar) })
        }
        _ => Ok(()),
    }
}

pub(super) fn start_step(case: &Case, task: &Task, waits: &[Wait], ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    permit(task.lane == Lane::Town && !case.tasks.contains_key(&task.id))?;
    stated(&task.text)?;
    // What it waits for must be there, or it would never open.
    if !task.after.iter().all(|before| case.tasks.contains_key(before)) {
        return Err(Refusal::NotThere);
    }
    if !task.holder.is_none_or(|holder| ctx.can_hold(holder)) {
        return Err(Refusal::UnitForeign);
    }
    Ok(vec![Fact::StepStarted { task: Box::new(task.clone()), waits: waits.to_vec() }])
}
