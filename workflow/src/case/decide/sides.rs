//! What passes between the sides: hand-offs, signatures, returns, answers; by the side itself or recorded on its behalf.

use std::collections::BTreeSet;

use duty_list::HandKind;

use super::town::parts_over;
use super::{Circumstances, find, hand_off_in, not_in_future, permit, stated, task_in};
use crate::calendar::local_date;
use crate::case::command::{OnBehalf, Receiver};
use crate::case::fact::Fact;
use crate::case::rights::{coordinates, may_act_for, receives, sees_inside};
use crate::case::side::Side;
use crate::case::state::{Answered, Case, HandOff, HandOffState, Lane, Task, TaskState};
use crate::ids::{BodyId, HandOffId, PersonId, TaskId};
use crate::people::{Role, Scope};
use crate::refusal::Refusal;

/// What is sent, and to whom.
#[derive(Clone, Copy)]
pub(super) struct Sending<'a> {
    pub(super) receivers: &'a [Receiver],
    pub(super) note: &'a Option<String>,
    pub(super) document_no: &'a Option<String>,
    pub(super) count: Option<u32>,
    pub(super) on_behalf: Option<&'a OnBehalf>,
}

pub(super) fn hand_off(case: &Case, task: &Task, sending: Sending<'_>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    match (task.lane, sending.on_behalf) {
        (Lane::Body(body), Some(on_behalf)) => {
            permit(coordinates(ctx.actor, case))?;
            may_record_for(Side::Body(body), on_behalf, ctx)?;
        }
        (_, None) => may_act_for(ctx.actor, case, task)?,
        (Lane::Town, Some(_)) => return Err(Refusal::NotPermitted),
    }
    // A part is reported to the step whose part it is; that one is handed on.
    permit(task.parent.is_none())?;
    task_in(task, &[TaskState::Open])?;
    parts_over(case, task)?;
    let receivers = sending.receivers;
    if receivers.is_empty() {
        return Err(Refusal::ReceiverMissing);
    }
    let distinct: BTreeSet<Side> = receivers.iter().map(|receiver| receiver.to).collect();
    if distinct.len() != receivers.len() {
        return Err(Refusal::ReceiverTwice);
    }
    if distinct.contains(&Side::from(task.lane)) {
        return Err(Refusal::ReceiverIsSender);
    }
    let mut facts = Vec::new();
    for receiver in receivers {
        facts.extend(offer(case, task, *receiver, sending, ctx)?);
    }
    // With nothing new to send, what is on its way already is enough: what came back is given up.
    // A hand-off that came back and is not sent again to its receiver is at an end.
    let dropped = case
        .hand_offs
        .values()
        .filter(|known| known.task == task.id && matches!(known.state, HandOffState::Returned | HandOffState::Objected))
        .filter(|known| !receivers.iter().any(|receiver| receiver.to == known.receiver && receiver.kind == known.kind))
        .map(|known| Fact::HandOffCancelled { hand_off: known.id });
    facts.extend(dropped);
    facts.push(Fact::TaskHanded { task: task.id });
    Ok(facts)
}

/// Offers to one receiver, anew or again. Nothing where it is settled, with its receiver or in coordination: a rework sends only what came back.
pub(super) fn offer(
    case: &Case,
    task: &Task,
    receiver: Receiver,
    sending: Sending<'_>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    let known = case.hand_offs.values().find(|known| known.task == task.id && known.receiver == receiver.to && known.kind == receiver.kind);
    if let Some(known) = known {
        if matches!(known.state, HandOffState::Settled | HandOffState::InCoordination) || known.state.with_receiver() {
            return Ok(Vec::new());
        }
        return again(known, sending, ctx);
    }
    let hand_off = HandOff {
        id: ctx.ids.next::<HandOffId>(ctx.now),
        task: task.id,
        receiver: receiver.to,
        kind: receiver.kind,
        feeds: feeds(case, task, receiver),
        state: HandOffState::Offered,
        round: 1,
        offered_by: ctx.actor.person,
        offered_at: ctx.now,
        signed_at: None,
        settled_at: None,
        sign_due: ctx.due_at_side(receiver.to, None, ctx.limits.sign),
        answer_due: None,
        note: sending.note.clone(),
        document_no: sending.document_no.clone(),
        answer: None,
        reason: None,
        returned_count: None,
        extension: None,
        nudge: None,
        person: None,
        request: false,
        count: sending.count.filter(|count| *count > 0),
        kept: 0,
        objection: None,
        objections: 0,
        coordination: None,
    };
    // A step of the receiver's that was only possible is asked for now.
    let fed = hand_off.feeds.filter(|fed| case.tasks.get(fed).is_some_and(|fed| !fed.required));
    let mut facts = vec![Fact::HandOffOffered { hand_off: Box::new(hand_off) }];
    facts.extend(fed.map(|task| Fact::StepRequired { task }));
    Ok(facts)
}

/// Offers once more what came back. Of counted work no more than what came back is sent again.
pub(super) fn again(known: &HandOff, sending: Sending<'_>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let returned = known.returned_count.or(known.count);
    if let (Some(count), Some(returned)) = (sending.count, returned)
        && known.state == HandOffState::Returned
        && count > returned
    {
        return Err(Refusal::SentMoreThanReturned { returned });
    }
    Ok(vec![Fact::HandOffOfferedAgain {
        hand_off: known.id,
        by: ctx.actor.person,
        note: sending.note.clone(),
        document_no: sending.document_no.clone(),
        sign_due: ctx.due_at_side(known.receiver, None, ctx.limits.sign),
        count: sending.count.or(returned),
    }])
}

/// The receiver's task that this hand-off feeds: as planned for it, else for whoever is chosen.
fn feeds(case: &Case, task: &Task, receiver: Receiver) -> Option<TaskId> {
    let of_lane = |id: &TaskId| case.tasks.get(id).is_some_and(|fed| Side::from(fed.lane) == receiver.to);
    let named = task.receivers.iter().filter(|planned| planned.body.is_some() && planned.body == receiver.to.body());
    let open = task.receivers.iter().filter(|planned| planned.body.is_none());
    named.chain(open).flat_map(|planned| planned.feeds.iter()).find(|id| of_lane(id)).copied()
}

pub(super) fn take_back(case: &Case, hand_off: &HandOff, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(sends(case, hand_off, ctx))?;
    hand_off_in(hand_off, &[HandOffState::Offered, HandOffState::Objected])?;
    let reason = stated(reason)?;
    let mut facts = vec![Fact::HandOffTakenBack { hand_off: hand_off.id, reason: reason.clone() }];
    facts.extend(came_back(find(case, hand_off.task)?, reason, ctx));
    Ok(facts)
}

/// The task of a hand-off that came back is open again.
pub(super) fn came_back(task: &Task, reason: String, ctx: &Circumstances<'_>) -> Option<Fact> {
    let default = if task.is_towns() { ctx.limits.step } else { ctx.limits.answer };
    (task.state == TaskState::Handed).then(|| Fact::TaskCameBack {
        task: task.id,
        reason,
        due: ctx.due_at_side(task.lane.into(), task.limit.as_ref(), default),
    })
}

pub(super) fn sign(case: &Case, hand_off: &HandOff, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    hand_off_in(hand_off, &[HandOffState::Offered])?;
    let mut facts = Vec::new();
    if hand_off.kind == HandKind::Approval {
        facts.push(Fact::HandOffSigned { hand_off: hand_off.id, answer_due: ctx.due_at_side(hand_off.receiver, None, ctx.limits.answer) });
    } else {
        facts.push(Fact::HandOffSigned { hand_off: hand_off.id, answer_due: None });
        facts.push(Fact::HandOffSettled { hand_off: hand_off.id, answer: None });
    }
    Ok(facts)
}

pub(super) fn send_back(
    case: &Case,
    hand_off: &HandOff,
    reason: &str,
    count: Option<u32>,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    hand_off_in(hand_off, &[HandOffState::Offered, HandOffState::Signed])?;
    let reason = stated(reason)?;
    if let Some(count) = count {
        let sent = hand_off.count.unwrap_or(u32::MAX);
        if count == 0 || count > sent {
            return Err(Refusal::ReturnedMoreThanSent { sent });
        }
    }
    let mut facts = vec![Fact::HandOffReturned { hand_off: hand_off.id, reason: reason.clone(), count }];
    facts.extend(came_back(find(case, hand_off.task)?, reason, ctx));
    Ok(facts)
}

pub(super) fn answer(
    case: &Case,
    hand_off: &HandOff,
    answer: &Answered,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    if hand_off.kind != HandKind::Approval {
        return Err(Refusal::NotAnApproval);
    }
    hand_off_in(hand_off, &[HandOffState::Signed])?;
    if !answer.approved && answer.note.as_deref().is_none_or(|note| note.trim().is_empty()) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Fact::HandOffSettled { hand_off: hand_off.id, answer: Some(answer.clone()) }])
}

/// 分办: gives what was received to a person of the body, or back into its in-box.
pub(super) fn share_out(case: &Case, hand_off: &HandOff, person: Option<PersonId>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let Side::Body(body) = hand_off.receiver else { return Err(Refusal::NotPermitted) };
    permit(ctx.actor.in_body(body))?;
    hand_off_in(hand_off, &[HandOffState::Offered, HandOffState::Signed])?;
    let unit = Side::Body(body).unit(case.town);
    if !person.is_none_or(|person| ctx.members.contains(&(unit, person))) {
        return Err(Refusal::NotOfBody);
    }
    if hand_off.person == person {
        return Ok(Vec::new());
    }
    let fed = hand_off.feeds.and_then(|id| case.tasks.get(&id)).filter(|task| !task.is_over());
    let mut facts = vec![Fact::HandOffShared { hand_off: hand_off.id, person }];
    facts.extend(fed.map(|task| Fact::TaskAssigned { task: task.id, holder: Some(crate::people::Holder { unit, person }) }));
    Ok(facts)
}

/// Whether the actor may act for who sent it.
pub(super) fn sends(case: &Case, hand_off: &HandOff, ctx: &Circumstances<'_>) -> bool {
    crate::case::rights::sends(ctx.actor, case, hand_off)
}

/// Who may act for the receiver: its own people, or, while it has none in the system, who sent the work. What a person of a body was given is
/// that person's and the body's lead's.
pub(super) fn may_receive(case: &Case, hand_off: &HandOff, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    match on_behalf {
        None => {
            permit(receives(ctx.actor, case, hand_off))?;
            match (hand_off.person, hand_off.receiver) {
                (Some(person), Side::Body(body)) if !ctx.actor.is_person(person) && !ctx.actor.has(Role::BodyLead, Scope::body(body)) => {
                    Err(Refusal::HeldByOther(person))
                }
                _ => Ok(()),
            }
        }
        Some(on_behalf) => {
            permit(sends(case, hand_off, ctx))?;
            if on_behalf.on < local_date(hand_off.offered_at) {
                return Err(Refusal::DateBeforeSending);
            }
            may_record_for(hand_off.receiver, on_behalf, ctx)
        }
    }
}

pub(super) fn may_record(case: &Case, body: BodyId, on_behalf: &OnBehalf, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    permit(sees_inside(ctx.actor, case))?;
    may_record_for(Side::Body(body), on_behalf, ctx)
}

fn may_record_for(side: Side, on_behalf: &OnBehalf, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    not_in_future(on_behalf.on, ctx)?;
    match side {
        Side::Body(body) if !ctx.bodies_in_system.contains(&body) => Ok(()),
        // The town itself works in the system always.
        Side::Body(_) | Side::Town => Err(Refusal::BodyInSystem),
    }
}
