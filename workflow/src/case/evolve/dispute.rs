//! The facts of objections, coordination and requests, applied to a state.

use chrono::{DateTime, Utc};

use super::{with_hand_off, with_task};
use crate::case::fact::Fact;
use crate::case::state::{Case, HandOffState};

pub(super) fn evolve(case: &mut Case, fact: &Fact, _at: DateTime<Utc>) {
    match fact {
        Fact::HandOffObjected { hand_off, objection } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Objected;
            hand_off.objections += 1;
            hand_off.objection = Some(objection.clone());
            hand_off.reason = Some(objection.reason.clone());
            hand_off.sign_due = None;
            hand_off.answer_due = None;
        }),
        Fact::CoordinationOpened { hand_off, coordination } => with_hand_off(case, *hand_off, |hand_off| {
            // What is only late stays with its receiver while the county is asked.
            if !hand_off.state.with_receiver() {
                hand_off.state = HandOffState::InCoordination;
            }
            hand_off.coordination = Some(coordination.clone());
        }),
        Fact::CoordinationConcluded { hand_off, .. } => with_hand_off(case, *hand_off, |hand_off| hand_off.coordination = None),
        Fact::HandOffNotNeeded { hand_off, .. } => with_hand_off(case, *hand_off, |hand_off| {
            hand_off.state = HandOffState::Cancelled;
            hand_off.coordination = None;
            hand_off.extension = None;
        }),
        Fact::HandOffShared { hand_off, person } => with_hand_off(case, *hand_off, |hand_off| hand_off.person = *person),
        Fact::TaskObjected { task, objection } => with_task(case, *task, |task| {
            task.objections += 1;
            task.reason = Some(objection.reason.clone());
            task.objection = Some(objection.clone());
            task.extension = None;
        }),
        Fact::TaskObjectionAnswered { task, .. } => with_task(case, *task, |task| task.objection = None),
        Fact::StepRequired { task } => with_task(case, *task, |task| task.required = true),
        _ => {}
    }
}
