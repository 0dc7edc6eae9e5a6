//! What people decided about a clause holds on when the list is reworded elsewhere.

use std::collections::BTreeMap;

use super::super::{Cell, Party, Step, Template, Track};
use super::{fresh_key, settle};

/// Takes over from an older template what people set on clauses whose words are the same in a newly derived one: nature, limit, sign-off, marks that
/// they settled, a clause of the town that they gave to a body and the other way round; and the steps that the town added. Merged and split steps are
/// made anew by hand, because their order may have changed with the wording.
#[must_use]
pub fn carry(old: &Template, new: Template) -> Template {
    let whole = |step: &&Step| step.parts.is_empty() && step.clause.cell != Cell::Own;
    let known: BTreeMap<(Cell, &str), &Step> =
        old.tracks.iter().flat_map(|track| &track.steps).filter(whole).map(|step| ((step.clause.cell, step.text.as_str()), step)).collect();
    let mut new = new;
    for step in new.tracks.iter_mut().flat_map(|track| &mut track.steps) {
        let Some(before) = known.get(&(step.clause.cell, step.text.as_str())) else { continue };
        if before.party != step.party {
            // Which body owns a clause may have changed with its heading; only a person gives a clause to the other side.
            if (before.party == Party::Town) == (step.party == Party::Town) {
                continue;
            }
            step.party.clone_from(&before.party);
            step.hands_to.clear();
            step.waits_for.clear();
            step.after.clear();
        }
        step.nature = if step.party == Party::Town { before.nature.or(step.nature) } else { None };
        step.limit.clone_from(&before.limit);
        step.sign_off = before.sign_off;
        step.resolved.clone_from(&before.resolved);
        step.review.retain(|code| !before.resolved.contains(code));
    }
    own_steps(old, &mut new);
    settle::settle(&mut new);
    new
}

/// The steps that the town added, in the track of the same title, else in the first one. What came before them is set anew by hand.
fn own_steps(old: &Template, new: &mut Template) {
    let of = |track: &Track, new: &Template| new.tracks.iter().position(|own| own.title == track.title).unwrap_or(0);
    for track in &old.tracks {
        let at = of(track, new);
        for step in track.steps.iter().filter(|step| step.clause.cell == Cell::Own) {
            let key = fresh_key(new, at, &step.party, &[]);
            let Some(there) = new.tracks.get_mut(at) else { return };
            if there.steps.iter().any(|own| own.clause == step.clause && own.text == step.text) {
                continue;
            }
            let mut hands_to = step.hands_to.clone();
            hands_to.iter_mut().for_each(|hand| hand.feeds.clear());
            there.steps.push(Step { key, after: Vec::new(), waits_for: Vec::new(), hands_to, ..step.clone() });
        }
    }
}
