//! The facts of the town's inside, applied to a state.

use chrono::{DateTime, Utc};

use super::{with_hand_off, with_task};
use crate::case::fact::Fact;
use crate::case::inside::{Dated, Nudge};
use crate::case::state::{Case, Due};
use crate::ids::TaskId;
use crate::people::Holder;

pub(super) fn evolve(case: &mut Case, fact: &Fact, at: DateTime<Utc>) {
    match fact {
        Fact::TaskPassedOn { task, to, .. } => {
            moved_to(case, *task, *to);
            with_task(case, *task, |task| task.lent = None);
        }
        Fact::TaskLent { task, to, lent } => {
            moved_to(case, *task, *to);
            with_task(case, *task, |task| task.lent = Some(lent.clone()));
        }
        Fact::TaskHandedBack { task, to, .. } => {
            moved_to(case, *task, *to);
            with_task(case, *task, |task| task.lent = None);
        }
        Fact::Copied { to, .. } => case.copied.extend(to.iter().copied()),
        Fact::SignOffAsked { task, signing } => with_task(case, *task, |task| {
            task.signing = Some(signing.clone());
            task.extension = None;
        }),
        Fact::SignOffGiven { task, .. } => with_task(case, *task, |task| task.signing = None),
        Fact::SignOffRefused { task, reason, due } => {
            back_from_signer(case, *task, due.as_ref());
            with_task(case, *task, |task| task.reason = Some(reason.clone()));
        }
        Fact::SignOffWithdrawn { task, due } => back_from_signer(case, *task, due.as_ref()),
        Fact::LeaderNoted { note } => case.notes.push(note.clone()),
        Fact::ExtensionAsked { of, asked } => with_dated(case, *of, |_, extension| *extension = Some(Box::new(asked.clone()))),
        Fact::ExtensionGranted { of, due } => with_dated(case, *of, |date, extension| {
            *date = Some(due.clone());
            *extension = None;
        }),
        Fact::ExtensionRefused { of, .. } => with_dated(case, *of, |_, extension| *extension = None),
        Fact::TaskNudged { task, by, by_phone } => {
            with_task(case, *task, |task| task.nudge = Some(Nudge { by: *by, at, by_phone: *by_phone }));
        }
        Fact::HandOffReminded { hand_off, by, by_phone } => {
            with_hand_off(case, *hand_off, |hand_off| hand_off.nudge = Some(Nudge { by: *by, at, by_phone: *by_phone }));
        }
        Fact::StepStarted { task, waits } => {
            case.tasks.insert(task.id, (**task).clone());
            case.waits.extend(waits.iter().map(|wait| (wait.id, wait.clone())));
        }
        _ => {}
    }
}

fn moved_to(case: &mut Case, id: TaskId, to: Holder) {
    with_task(case, id, |task| {
        task.holder = Some(to);
        task.holding += 1;
    });
}

/// The holder's clock goes on: the time with the signer is not the holder's.
fn back_from_signer(case: &mut Case, id: TaskId, due: Option<&Due>) {
    with_task(case, id, |task| {
        task.signing = None;
        task.holding += 1;
        task.due = due.cloned();
    });
}

fn with_dated(case: &mut Case, of: Dated, change: impl FnOnce(&mut Option<Due>, &mut Option<Box<crate::case::inside::Extension>>)) {
    match of {
        Dated::Task(id) => with_task(case, id, |task| change(&mut task.due, &mut task.extension)),
        Dated::HandOff(id) => with_hand_off(case, id, |hand_off| change(&mut hand_off.answer_due, &mut hand_off.extension)),
    }
}
