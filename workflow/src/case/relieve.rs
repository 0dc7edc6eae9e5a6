//! What the system itself does to a workflow: it takes work from somebody who leaves. No person's rights are asked; who may make somebody leave is
//! decided where that is done.

use super::evolve::evolve;
use super::fact::Fact;
use super::state::Case;
use crate::ids::PersonId;
use crate::people::{Holder, Unit};

/// The code under which it stands in the history.
pub const RELIEVE: &str = "relieve";

/// Moves what a person holds in the units where `keeps` does not say that the person stays: each task to the holder that `to` names for its unit, and
/// what the person was given of a body's hand-offs to that holder's person or back into the body's in-box. `None` when nothing is to be moved.
#[must_use]
pub fn relieve(
    case: &Case,
    leaving: PersonId,
    keeps: impl Fn(Unit) -> bool,
    to: impl Fn(Unit) -> Holder,
    now: chrono::DateTime<chrono::Utc>,
) -> Option<(Case, Vec<Fact>)> {
    if case.state.ended() {
        return None;
    }
    let held = case.tasks.values().filter(|task| !task.is_over()).filter_map(|task| {
        let holder = task.holder.filter(|holder| holder.person == Some(leaving) && !keeps(holder.unit))?;
        Some(Fact::TaskAssigned { task: task.id, holder: Some(to(holder.unit)) })
    });
    let shared = case.hand_offs.values().filter(|hand_off| hand_off.person == Some(leaving)).filter_map(|hand_off| {
        let unit = hand_off.receiver.unit(case.town);
        // One that is at an end may be offered again.
        (!keeps(unit)).then(|| Fact::HandOffShared { hand_off: hand_off.id, person: to(unit).person })
    });
    let facts: Vec<Fact> = held.chain(shared).collect();
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
