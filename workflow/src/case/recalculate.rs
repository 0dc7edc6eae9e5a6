//! What the system itself does to a workflow when the calendar changes: dates that were counted are counted anew.

use chrono::{DateTime, Utc};

use super::due::Due;
use super::evolve::evolve;
use super::fact::Fact;
use super::side::Side;
use super::state::{Case, TaskState};
use crate::calendar::Calendar;

/// The code under which it stands in the history.
pub const RECALCULATE: &str = "recalculate";

/// Counts the dates that have not passed anew; `None` when none moves. Fixed dates stay, and the time that a clock stood still is left out again. A
/// second time it changes nothing.
#[must_use]
pub fn recalculate(case: &Case, calendar: &Calendar, now: DateTime<Utc>) -> Option<(Case, Vec<Fact>)> {
    if case.state.ended() {
        return None;
    }
    let again = |due: &Option<Due>, side: Side| {
        let calendar = side.body().map_or(calendar, |body| calendar.of_body(body));
        due.as_ref().map(|due| if due.at <= now { due.clone() } else { due.counted_anew(calendar) })
    };
    let mut facts = Vec::new();
    let official_due = again(&case.official_due, Side::Town);
    if official_due != case.official_due {
        facts.push(Fact::OfficialDateMoved { due: official_due });
    }
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
