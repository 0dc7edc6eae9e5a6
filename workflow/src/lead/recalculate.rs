//! What the system itself does to a lead when the calendar changes: dates that were counted are counted anew.

use chrono::{DateTime, Utc};

use super::evolve::evolve;
use super::fact::Fact;
use super::state::Lead;
use crate::calendar::Calendar;
use crate::case::Due;

/// Counts the dates that have not passed anew, in the calendar of the body that has it; `None` when none moves.
#[must_use]
pub fn recalculate(lead: &Lead, calendar: &Calendar, now: DateTime<Utc>) -> Option<(Lead, Vec<Fact>)> {
    let calendar = calendar.of_body(lead.receiver?);
    let again = |due: &Option<Due>| due.as_ref().map(|due| if due.at <= now { due.clone() } else { due.counted_anew(calendar) });
    let (sign_due, answer_due) = (again(&lead.sign_due), again(&lead.answer_due));
    if (&sign_due, &answer_due) == (&lead.sign_due, &lead.answer_due) {
        return None;
    }
    let fact = Fact::DatesMoved { sign_due, answer_due };
    let mut next = lead.clone();
    evolve(&mut next, &fact, now);
    next.seq += 1;
    Some((next, vec![fact]))
}
