//! Applies a fact to a state. Reads nothing but the state and the fact, so that a history rebuilds the same state for ever.

mod dispute;
mod inside;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::fact::Fact;
use super::state::{Case, CaseState, HandOff, HandOffState, Task, TaskState, WaitMet};
use crate::ids::{HandOffId, TaskId, WorkflowId};

/// Applies one fact. A fact about something that the state does not hold changes nothing.
pub fn evolve(case: &mut Case, fact: &Fact, at: DateTime<Utc>) {
    match fact {
        Fact::Started { .. } => {}
        Fact::TaskOpened { task, due } => with_task(case, *task, |task| {
            task.state = TaskState::Open;
            task.due.clone_from(due);
            task.opened_at = Some(at);
        }),
        Fact::TaskBlocked { task } => with_task(case, *task, |task| {
            task.state = TaskState::Blocked;
            task.due = None;
            task.opened_at = None;
            task.done_at = None;
            task.result = None;
        }),
        Fact::TaskAssigned { task, holder } => with_task(case, *task, |task| {
            // Given to another unit it is no longer lent; taken or put back inside the helper's unit it is.
            if task.holder.map(|before| before.unit) != holder.map(|after| after.unit) {
                task.lent = None;
            }
            task.holder = *holder;
            task.holding += 1;
        }),
        Fact::TaskLimitSet { task, limit, due } => with_task(case, *task, |task| {
            task.limit.clone_from(limit);
            task.due.clone_from(due);
        }),
        Fact::TaskDistributed { parts, .. } => case.tasks.extend(parts.iter().map(|part| (part.id, part.clone()))),
        Fact::TaskHanded { task } => with_task(case, *task, |task| {
            task.state = TaskState::Handed;
            at_rest(task);
        }),
        Fact::TaskCameBack { task, reason, due } => with_task(case, *task, |task| {
            task.state = TaskState::Open;
            task.round += 1;
            task.holding += 1;
            task.opened_at = Some(at);
            task.due.clone_from(due);
            task.reason = Some(reason.clone());
        }),
        Fact::TaskDone { task, result } => with_task(case, *task, |task| {
            task.state = TaskState::Done;
            task.done_at = Some(at);
            at_rest(task);
            task.result = Some(result.clone());
        }),
        Fact::TaskLeftOut { task, reason } => with_task(case, *task, |task| {
            task.state = TaskState::LeftOut;
            task.done_at = Some(at);
            at_rest(task);
            task.reason = Some(reason.clone());
        }),
        Fact::TaskCancelled { task } => with_task(case, *task, |task| {
            task.state = TaskState::Cancelled;
            task.done_at = Some(at);
            at_rest(task);
        }),
        Fact::TaskReopened { task, reason, due } => with_task(case, *task, |task| {
            task.state = TaskState::Open;
            task.round += 1;
            task.holding += 1;
            task.opened_at = Some(at);
            task.done_at = None;
            task.result = None;
            task.due.clone_from(due);
            task.reason = Some(reason.clone());
        }),
        Fact::OfficialDateMoved { due } => case.official_due.clone_from(due),
        Fact::TaskDateMoved { task, due } => with_task(case, *task, |task| task.due.clone_from(due)),
        Fact::HandOffOffered { hand_off } => {
            case.hand_offs.insert(hand_off.id, (**hand_off).clone());
        }
        Fact::HandOffOfferedAgain { hand_off, by, note, document_no, sign_due, count } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Offered;
            hand_off.round += 1;
            hand_off.offered_by = *by;
            hand_off.offered_at = at;
            hand_off.signed_at = None;
            hand_off.sign_due.clone_from(sign_due);
            hand_off.answer_due = None;
            hand_off.note.clone_from(note);
            hand_off.document_no.clone_from(document_no);
            hand_off.reason = None;
            hand_off.returned_count = None;
            hand_off.count = *count;
            hand_off.objection = None;
            hand_off.coordination = None;
        }),
        Fact::HandOffSigned { hand_off, answer_due } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Signed;
            hand_off.signed_at = Some(at);
            hand_off.answer_due.clone_from(answer_due);
        }),
        Fact::HandOffReopened { hand_off, reason } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Returned;
            hand_off.extension = None;
            hand_off.reason = Some(reason.clone());
            hand_off.settled_at = None;
            hand_off.answer = None;
            hand_off.sign_due = None;
            hand_off.answer_due = None;
        }),
        Fact::HandOffReturned { hand_off, reason, count } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Returned;
            hand_off.extension = None;
            hand_off.reason = Some(reason.clone());
            hand_off.returned_count = *count;
            hand_off.coordination = None;
            // What did not come back is kept: the next round is about the rest.
            if let (Some(sent), Some(back)) = (hand_off.count, *count) {
                hand_off.kept = hand_off.kept.saturating_add(sent.saturating_sub(back));
            }
            hand_off.sign_due = None;
            hand_off.answer_due = None;
        }),
        Fact::HandOffSettled { hand_off, answer } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Settled;
            hand_off.extension = None;
            hand_off.settled_at = Some(at);
            hand_off.coordination = None;
            hand_off.answer.clone_from(answer);
        }),
        Fact::HandOffTakenBack { hand_off, reason } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::TakenBack;
            hand_off.coordination = None;
            hand_off.reason = Some(reason.clone());
        }),
        Fact::HandOffCancelled { hand_off } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Cancelled;
            hand_off.coordination = None;
        }),
        Fact::HandOffDatesMoved { hand_off, sign_due, answer_due } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.sign_due.clone_from(sign_due);
            hand_off.answer_due.clone_from(answer_due);
        }),
        Fact::WaitMet { wait, on, document_no, note, by, at } => {
            if let Some(wait) = case.waits.get_mut(wait) {
                wait.met = Some(WaitMet { on: *on, document_no: document_no.clone(), note: note.clone(), by: *by, at: *at });
            }
        }
        Fact::Suspended { .. } => {
            case.state = CaseState::Suspended;
            case.suspended_at = Some(at);
        }
        Fact::Resumed => {
            case.state = CaseState::Running;
            case.suspended_at = None;
        }
        Fact::Completed => {
            case.state = CaseState::Completed;
            case.ended_at = Some(at);
        }
        Fact::Cancelled { .. } => {
            case.state = CaseState::Cancelled;
            case.suspended_at = None;
            case.ended_at = Some(at);
        }
        Fact::Reopened { .. } => {
            case.state = CaseState::Running;
            case.ended_at = None;
        }
        Fact::TaskPassedOn { .. }
        | Fact::TaskLent { .. }
        | Fact::TaskHandedBack { .. }
        | Fact::Copied { .. }
        | Fact::SignOffAsked { .. }
        | Fact::SignOffGiven { .. }
        | Fact::SignOffRefused { .. }
        | Fact::SignOffWithdrawn { .. }
        | Fact::LeaderNoted { .. }
        | Fact::ExtensionAsked { .. }
        | Fact::ExtensionGranted { .. }
        | Fact::ExtensionRefused { .. }
        | Fact::TaskNudged { .. }
        | Fact::HandOffReminded { .. }
        | Fact::StepStarted { .. } => inside::evolve(case, fact, at),
        Fact::HandOffObjected { .. }
        | Fact::CoordinationOpened { .. }
        | Fact::CoordinationConcluded { .. }
        | Fact::HandOffNotNeeded { .. }
        | Fact::HandOffShared { .. }
        | Fact::TaskObjected { .. }
        | Fact::TaskObjectionAnswered { .. }
        | Fact::StepRequired { .. } => dispute::evolve(case, fact, at),
        // Says what an earlier entry should have said; the state is as it was.
        Fact::RecordCorrected { .. } | Fact::TaskRemarked { .. } => {}
    }
}

/// Nothing more is asked of it for now: what was asked about it is at an end.
fn at_rest(task: &mut Task) {
    task.signing = None;
    task.lent = None;
    task.extension = None;
    task.objection = None;
}

/// The state that the first fact of a history makes; `None` when it is not a start.
#[must_use]
pub(super) fn begin(id: WorkflowId, fact: &Fact, at: DateTime<Utc>) -> Option<Case> {
    let Fact::Started { town, title, urgent, official_due, by, tasks, waits } = fact else { return None };
    Some(Case {
        id,
        town: *town,
        title: title.clone(),
        state: CaseState::Running,
        urgent: *urgent,
        official_due: official_due.clone(),
        started_by: *by,
        started_at: at,
        suspended_at: None,
        ended_at: None,
        seq: 0,
        tasks: tasks.iter().map(|task| (task.id, task.clone())).collect(),
        hand_offs: BTreeMap::new(),
        waits: waits.iter().map(|wait| (wait.id, wait.clone())).collect(),
        notes: Vec::new(),
        copied: BTreeSet::new(),
        // Who acted stands in the entry: what a schedule starts is nobody's act.
        acted: BTreeSet::new(),
    })
}

fn with_task(case: &mut Case, id: TaskId, change: impl FnOnce(&mut Task)) {
    if let Some(task) = case.tasks.get_mut(&id) {
        change(task);
    }
}

fn with_hand_off(case: &mut Case, id: HandOffId, change: impl FnOnce(&mut HandOff)) {
    if let Some(hand_off) = case.hand_offs.get_mut(&id) {
        change(hand_off);
    }
}
