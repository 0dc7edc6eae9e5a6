//! 职责异议: "this is not our duty", by a receiver of a hand-off or by the holder of a town's task, and its answer.

use duty_list::DutyRef;

use super::sides::{Sending, again, came_back, may_receive, offer, sends};
use super::town::parts_over;
use super::{Circumstances, find, hand_off_in, permit, stated, task_in};
use crate::calendar::local_date;
use crate::case::command::{OnBehalf, Receiver};
use crate::case::dispute::{Conclusion, Coordination, CoordinationLevel, Objection, Outcome};
use crate::case::fact::Fact;
use crate::case::rights::{coordinates, decides, leads, may_act_for};
use crate::case::side::Side;
use crate::case::state::{Case, HandOff, HandOffState, Lane, Task, TaskState};
use crate::people::{Holder, Unit};
use crate::refusal::Refusal;

/// How often a step may be objected to before others decide.
const BEFORE_COORDINATION: u32 = 1;

pub(super) fn object(
    case: &Case,
    hand_off: &HandOff,
    reason: &str,
    row: DutyRef,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    hand_off_in(hand_off, &[HandOffState::Offered])?;
    let reason = stated(reason)?;
    let objection = Objection { reason: reason.clone(), row, by: ctx.actor.person, at: ctx.now };
    let before: u32 = case.hand_offs.values().filter(|other| other.task == hand_off.task).map(|other| other.objections).sum();
    let mut facts = vec![Fact::HandOffObjected { hand_off: hand_off.id, objection: Box::new(objection) }];
    if before < BEFORE_COORDINATION {
        facts.extend(came_back(find(case, hand_off.task)?, reason, ctx));
    } else {
        let coordination = Coordination { level: CoordinationLevel::Leader, since: ctx.now, by: ctx.actor.person, reason };
        facts.push(Fact::CoordinationOpened { hand_off: hand_off.id, coordination: Box::new(coordination) });
    }
    Ok(facts)
}

/// Offers it again with an answer, to the same receiver or to another one.
pub(super) fn answer(case: &Case, hand_off: &HandOff, to: Side, answer: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(sends(case, hand_off, ctx))?;
    hand_off_in(hand_off, &[HandOffState::Objected])?;
    let answer = Some(stated(answer)?);
    let task = find(case, hand_off.task)?;
    // What is with its signer would be lost on the way.
    if task.signing.is_some() {
        return Err(Refusal::WithSigner);
    }
    parts_over(case, task)?;
    let mut facts = redirect(case, task, hand_off, to, &answer, ctx)?;
    facts.extend(on_its_way(case, task, hand_off, to));
    Ok(facts)
}

/// The step of a hand-off that was offered again is handed on, unless another one that came back keeps it with its holder.
pub(super) fn on_its_way(case: &Case, task: &Task, offered: &HandOff, to: Side) -> Option<Fact> {
    let sent = |other: &HandOff| other.id == offered.id || (other.receiver == to && other.kind == offered.kind);
    let mut others = case.hand_offs.values().filter(|other| other.task == task.id && !sent(other));
    let rest = others.any(|other| matches!(other.state, HandOffState::Returned | HandOffState::Objected));
    let free = task.state == TaskState::Open && task.signing.is_none() && parts_over(case, task).is_ok();
    (free && !rest).then_some(Fact::TaskHanded { task: task.id })
}

/// The facts that bring a hand-off to a side: again where it was, or to another and no longer there.
pub(super) fn redirect(
    case: &Case,
    task: &Task,
    hand_off: &HandOff,
    to: Side,
    note: &Option<String>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    if to == Side::from(task.lane) {
        return Err(Refusal::ReceiverIsSender);
    }
    let sending = Sending { receivers: &[], note, document_no: &hand_off.document_no, count: hand_off.count, on_behalf: None };
    if to == hand_off.receiver {
        return again(hand_off, sending, ctx);
    }
    let mut facts = vec![Fact::HandOffCancelled { hand_off: hand_off.id }];
    facts.extend(offer(case, task, Receiver { to, kind: hand_off.kind }, sending, ctx)?);
    Ok(facts)
}

pub(super) fn object_task(case: &Case, task: &Task, reason: &str, row: DutyRef, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(task.lane == Lane::Town)?;
    // The coordinator gives work out and has nobody to object to.
    let Some(holder) = task.holder.filter(|holder| !matches!(holder.unit, Unit::Town(_))) else { return Err(Refusal::NotPermitted) };
    permit(ctx.actor.in_unit(holder.unit))?;
    may_act_for(ctx.actor, case, task)?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    if task.objection.is_some() {
        return Err(Refusal::ObjectionOpen);
    }
    let objection = Objection { reason: stated(reason)?, row, by: ctx.actor.person, at: ctx.now };
    Ok(vec![
        Fact::TaskObjected { task: task.id, objection: Box::new(objection) },
        Fact::TaskAssigned { task: task.id, holder: Some(Holder { unit: Unit::Town(case.town), person: None }) },
    ])
}

/// The coordinator answers the first objection; the second time the leader decides, or what the leader wrote is entered.
pub(super) fn answer_task(
    case: &Case,
    task: &Task,
    holder: Holder,
    answer: &str,
    document_no: &Option<String>,
    on_paper: bool,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    if task.objection.is_none() {
        return Err(Refusal::NothingObjected);
    }
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    let by_leader = task.objections > BEFORE_COORDINATION;
    if by_leader && !leads(ctx.actor, case) && !(on_paper && coordinates(ctx.actor, case)) {
        return Err(Refusal::LeaderDecides);
    }
    if !ctx.can_hold(holder) || matches!(holder.unit, Unit::Body(_)) {
        return Err(Refusal::UnitForeign);
    }
    let answer = stated(answer)?;
    let decided = by_leader.then(|| {
        Box::new(Conclusion {
            outcome: Outcome::Give { holder },
            reason: answer.clone(),
            document_no: document_no.clone(),
            level: CoordinationLevel::Leader,
            by: ctx.actor.person,
            on: local_date(ctx.now),
        })
    });
    Ok(vec![Fact::TaskObjectionAnswered { task: task.id, answer, decided }, Fact::TaskAssigned { task: task.id, holder: Some(holder) }])
}
