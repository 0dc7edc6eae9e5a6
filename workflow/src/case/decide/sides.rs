//! What passes between the sides: hand-offs, signatures, returns, answers; by the receiver itself or recorded on its behalf.

use std::collections::BTreeSet;

use duty_list::HandKind;

use super::town::parts_over;
use super::{Circumstances, find, hand_off_in, not_in_future, permit, stated, task_in};
use crate::calendar::local_date;
use crate::case::command::{OnBehalf, Receiver};
use crate::case::fact::Fact;
use crate::case::rights::{coordinates, may_act_for, sees_inside};
use crate::case::state::{Answered, Case, HandOff, HandOffState, Lane, Task, TaskState};
use crate::ids::{BodyId, HandOffId, TaskId};
use crate::refusal::Refusal;

pub(super) fn hand_off(
    case: &Case,
    task: &Task,
    receivers: &[Receiver],
    note: &Option<String>,
    document_no: &Option<String>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    permit(task.lane == Lane::Town)?;
    may_act_for(ctx.actor, case, task)?;
    task_in(task, &[TaskState::Open])?;
    parts_over(case, task)?;
    if receivers.is_empty() {
        return Err(Refusal::ReceiverMissing);
    }
    let distinct: BTreeSet<BodyId> = receivers.iter().map(|receiver| receiver.body).collect();
    if distinct.len() != receivers.len() {
        return Err(Refusal::ReceiverTwice);
    }
    let sign_due = |body: BodyId| ctx.due_at_body(body, None, ctx.limits.sign);
    let offered = receivers.iter().filter_map(|receiver| {
        let known =
            case.hand_offs.values().find(|known| known.task == task.id && known.receiver == receiver.body && known.kind == receiver.kind);
        match known {
            // What is settled or with its receiver stays so: a rework sends only what came back.
            Some(known) if known.state == HandOffState::Settled || known.state.with_receiver() => None,
            Some(known) => Some(Fact::HandOffOfferedAgain {
                hand_off: known.id,
                by: ctx.actor.person,
                note: note.clone(),
                document_no: document_no.clone(),
                sign_due: sign_due(receiver.body),
            }),
            None => Some(Fact::HandOffOffered {
                hand_off: Box::new(HandOff {
                    id: ctx.ids.next::<HandOffId>(ctx.now),
                    task: task.id,
                    receiver: receiver.body,
                    kind: receiver.kind,
                    feeds: feeds(case, task, *receiver),
                    state: HandOffState::Offered,
                    round: 1,
                    offered_by: ctx.actor.person,
                    offered_at: ctx.now,
                    signed_at: None,
                    settled_at: None,
                    sign_due: sign_due(receiver.body),
                    answer_due: None,
                    note: note.clone(),
                    document_no: document_no.clone(),
                    answer: None,
                    reason: None,
                    returned_count: None,
                    extension: None,
                    nudge: None,
                }),
            }),
        }
    });
    let mut facts: Vec<Fact> = offered.collect();
    if facts.is_empty() {
        let known = case.hand_offs.values().find(|known| known.task == task.id && distinct.contains(&known.receiver));
        return Err(known.map_or(Refusal::ReceiverMissing, |known| Refusal::HandOffState(known.state)));
    }
    // A hand-off that came back and is not sent again to its receiver is at an end.
    let dropped = case
        .hand_offs
        .values()
        .filter(|known| known.task == task.id && known.state == HandOffState::Returned && !distinct.contains(&known.receiver))
        .map(|known| Fact::HandOffCancelled { hand_off: known.id });
    facts.extend(dropped);
    facts.push(Fact::TaskHanded { task: task.id });
    Ok(facts)
}

/// The receiver's task that this hand-off feeds: as planned for it, else for whoever is chosen.
fn feeds(case: &Case, task: &Task, receiver: Receiver) -> Option<TaskId> {
    let of_lane = |id: &TaskId| case.tasks.get(id).is_some_and(|fed| fed.lane == Lane::Body(receiver.body));
    let named = task.receivers.iter().filter(|planned| planned.body == Some(receiver.body));
    let open = task.receivers.iter().filter(|planned| planned.body.is_none());
    named.chain(open).flat_map(|planned| planned.feeds.iter()).find(|id| of_lane(id)).copied()
}

pub(super) fn take_back(case: &Case, hand_off: &HandOff, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let task = find(case, hand_off.task)?;
    permit(coordinates(ctx.actor, case) || hand_off.offered_by == ctx.actor.person || may_act_for(ctx.actor, case, task).is_ok())?;
    hand_off_in(hand_off, &[HandOffState::Offered])?;
    let reason = stated(reason)?;
    let mut facts = vec![Fact::HandOffTakenBack { hand_off: hand_off.id, reason: reason.clone() }];
    facts.extend(came_back(task, reason, ctx));
    Ok(facts)
}

/// The task of a hand-off that came back is open again.
fn came_back(task: &Task, reason: String, ctx: &Circumstances<'_>) -> Option<Fact> {
    (task.state == TaskState::Handed).then(|| Fact::TaskCameBack {
        task: task.id,
        reason,
        due: ctx.due(task.limit.as_ref(), ctx.limits.step),
    })
}

pub(super) fn sign(case: &Case, hand_off: &HandOff, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    hand_off_in(hand_off, &[HandOffState::Offered])?;
    let mut facts = Vec::new();
    if hand_off.kind == HandKind::Approval {
        facts.push(Fact::HandOffSigned { hand_off: hand_off.id, answer_due: ctx.due_at_body(hand_off.receiver, None, ctx.limits.answer) });
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

/// Who may act for the receiver: its own people, or, while it has none in the system, who sent the work.
fn may_receive(case: &Case, hand_off: &HandOff, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    match on_behalf {
        None => permit(ctx.actor.in_body(hand_off.receiver)),
        Some(on_behalf) => {
            let task = find(case, hand_off.task)?;
            permit(coordinates(ctx.actor, case) || hand_off.offered_by == ctx.actor.person || may_act_for(ctx.actor, case, task).is_ok())?;
            if on_behalf.on < local_date(hand_off.offered_at) {
                return Err(Refusal::DateBeforeSending);
            }
            may_record_for(hand_off.receiver, on_behalf, ctx)
        }
    }
}

pub(super) fn may_record(case: &Case, body: BodyId, on_behalf: &OnBehalf, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    permit(sees_inside(ctx.actor, case))?;
    may_record_for(body, on_behalf, ctx)
}

fn may_record_for(body: BodyId, on_behalf: &OnBehalf, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    not_in_future(on_behalf.on, ctx)?;
    if ctx.bodies_in_system.contains(&body) { Err(Refusal::BodyInSystem) } else { Ok(()) }
}
