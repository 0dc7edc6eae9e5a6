//! What the system itself does to a workflow: it takes work from somebody who leaves. No person's rights are asked; who may make somebody leave is
//! decided where that is done.

use super::evolve::evolve;
use super::fact::Fact;
use super::state::Case;
use crate::ids::PersonId;
use crate::people::{Holder, Unit, Viewer};

/// The code under which it stands in the history.
pub const RELIEVE: &str = "relieve";

/// Moves what a person holds: to the successor where that person belongs to the same unit, else back into the unit's in-box. `keeps` says in which
/// units the person stays. `None` when nothing is to be moved.
#[must_use]
pub fn relieve(
    case: &Case,
    leaving: PersonId,
    keeps: impl Fn(Unit) -> bool,
    successor: Option<&Viewer>,
    now: chrono::DateTime<chrono::Utc>,
) -> Option<(Case, Vec<Fact>)> {
    if case.state.ended() {
        return None;
    }
    let held = case.tasks.values().filter(|task| !task.is_over()).filter_map(|task| {
        let holder = task.holder.filter(|holder| holder.person == Some(leaving) && !keeps(holder.unit))?;
        let person =
            successor.filter(|successor| successor.person != leaving && successor.in_unit(holder.unit)).map(|successor| successor.person);
        Some(Fact::TaskAssigned { task: task.id, holder: Some(Holder { unit: holder.unit, person }) })
    });
    let mut facts: Vec<Fact> = held.collect();
    // A body's people are given hand-offs as well; one that is at an end may be offered again.
    for hand_off in case.hand_offs.values().filter(|hand_off| hand_off.person == Some(leaving)) {
        let unit = hand_off.receiver.unit(case.town);
        if !keeps(unit) {
            let heir = successor.filter(|successor| successor.person != leaving && successor.in_unit(unit));
            facts.push(Fact::HandOffShared { hand_off: hand_off.id, person: heir.map(|heir| heir.person) });
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
