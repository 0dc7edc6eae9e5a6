//! Whose clock: with whom each part of a workflow is, and for how long, from its events. Every task and every hand-off is with exactly one side or with
//! none; time before a signature is booked as waiting for that side's signature; while a workflow is suspended or ended no clock runs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use duty_list::HandKind;

use super::evolve::{begin, evolve};
use super::history::Entry;
use super::side::Side;
use super::state::{Case, CaseState, HandOff, HandOffState, Lane, Task, TaskState};
use crate::calendar::Calendar;
use crate::ids::WorkflowId;

/// With whom a part of a workflow is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// A side works on it.
    With(Side),
    /// It waits for a sign-off inside the town (待审签).
    SignOff,
    /// A side has not signed for it yet.
    Signature(Side),
    /// The leader in charge or the county coordinates.
    Coordination,
}

/// With whom a task is by itself: open ones with the side whose step it is, those that were submitted with their signer. What was handed on is with
/// its receivers, and an approval's step is the hand-off.
#[must_use]
pub fn of_task(case: &Case, task: &Task) -> Option<Turn> {
    if case.state != CaseState::Running || task.state != TaskState::Open {
        return None;
    }
    if task.signing.is_some() {
        return Some(Turn::SignOff);
    }
    let answered_there = |hand_off: &HandOff| {
        hand_off.feeds == Some(task.id) && hand_off.kind == HandKind::Approval && hand_off.state == HandOffState::Signed
    };
    if task.lane != Lane::Town && case.hand_offs.values().any(answered_there) { None } else { Some(Turn::With(task.lane.into())) }
}

/// With whom a hand-off is. What came back is with its task.
#[must_use]
pub fn of_hand_off(case: &Case, hand_off: &HandOff) -> Option<Turn> {
    if case.state != CaseState::Running {
        return None;
    }
    match hand_off.state {
        HandOffState::Offered => Some(Turn::Signature(hand_off.receiver)),
        HandOffState::Signed => Some(Turn::With(hand_off.receiver)),
        HandOffState::InCoordination => Some(Turn::Coordination),
        HandOffState::Settled | HandOffState::Returned | HandOffState::Objected | HandOffState::TakenBack | HandOffState::Cancelled => None,
    }
}

/// With whom the workflow is: several at once, where steps run beside each other.
#[must_use]
pub fn turns(case: &Case) -> BTreeSet<Turn> {
    let tasks = case.tasks.values().filter_map(|task| of_task(case, task));
    tasks.chain(case.hand_offs.values().filter_map(|hand_off| of_hand_off(case, hand_off))).collect()
}

/// The working time of each side until `now`: the time in which it had at least one part of the workflow, from the history alone.
#[must_use]
pub fn totals(id: WorkflowId, entries: &[Entry], now: DateTime<Utc>, calendar: &Calendar) -> BTreeMap<Turn, TimeDelta> {
    let mut totals: BTreeMap<Turn, TimeDelta> = BTreeMap::new();
    let mut case: Option<Case> = None;
    for (place, entry) in entries.iter().enumerate() {
        for fact in &entry.facts {
            match &mut case {
                None => case = begin(id, fact, entry.at),
                Some(case) => evolve(case, fact, entry.at),
            }
        }
        let Some(case) = &case else { continue };
        let until = entries.get(place + 1).map_or(now, |next| next.at);
        for turn in turns(case) {
            // What a body has is counted in its own calendar.
            let calendar = match turn {
                Turn::With(Side::Body(body)) | Turn::Signature(Side::Body(body)) => calendar.of_body(body),
                _ => calendar,
            };
            *totals.entry(turn).or_default() += calendar.working_time_between(entry.at, until);
        }
    }
    totals
}
