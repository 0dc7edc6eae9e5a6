//! What the system itself does to a workflow when the calendar changes: dates that were counted are counted anew.

use chrono::{DateTime, TimeDelta, Utc};

use super::evolve::evolve;
use super::fact::Fact;
use super::side::Side;
use super::state::{Case, Due, TaskState};
use crate::calendar::{Calendar, LimitUnit};

/// The code under which it stands in the history.
pub const RECALCULATE: &str = "recalculate";

/// Counts the dates that have not passed anew; `None` when none moves. Fixed dates stay, and the time that a clock stood still is left out again.
#[must_use]
pub fn recalculate(case: &Case, before: &Calendar, after: &Calendar, now: DateTime<Utc>) -> Option<(Case, Vec<Fact>)> {
    if case.state.ended() {
        return None;
    }
    let again = |due: &Option<Due>, side: Side| due.as_ref().map(|due| counted(due, side, before, after, now));
    let mut facts = Vec::new();
    for task in case.tasks.values().filter(|task| task.state == TaskState::Open) {
        let due = again(&task.due, task.lane.into());
        if due != task.due {
            facts.push(Fact::TaskDateMoved { task: task.id, due });
        }
    }
    for hand_off in case.hand_offs.values().filter(|hand_off| hand_off.state.with_receiver()) {
        let (sign_due, answer_due) = (again(&hand_off.sign_due, hand_off.receiver), again(&hand_off.answer_due, hand_off.receiver));
        if (&sign_due, &answer_due) != (&hand_off.sign_due, &hand_off.answer_due) {
            facts.push(Fact::HandOffDatesMoved { hand_off: hand_off.id, sign_due, answer_due });
        }
    }
    if facts.is_empty() {
        return None;
    }
    let mut next = case.clone();
    for fact in &facts {
        evolve(&mut next, fact, now);
    }
    next.seq += 1;
    Some((next, facts))
}

fn counted(due: &Due, side: Side, before: &Calendar, after: &Calendar, now: DateTime<Utc>) -> Due {
    if matches!(due.limit.unit, LimitUnit::Date(_)) || due.at <= now {
        return due.clone();
    }
    let own = |calendar: &Calendar| side.body().map_or_else(|| calendar.clone(), |body| calendar.of_body(body).clone());
    let (before, after) = (own(before), own(after));
    let stood_still = before.working_time_between(before.explain(due.from, due.limit).due, due.at);
    let new = after.explain(due.from, due.limit);
    let at = if stood_still > TimeDelta::zero() { after.add_working_time(new.due, stood_still) } else { new.due };
    Due { at, provisional: new.provisional, ..due.clone() }
}
