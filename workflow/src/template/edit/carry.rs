//! What people decided about a clause holds on when the list is reworded elsewhere.

use std::collections::BTreeMap;

use super::super::{Cell, Step, Template};
use super::settle;

/// Takes over from an older template what people set on clauses whose words and side are the same in a newly derived one: nature, limit, sign-off,
/// and marks that they settled. Merged and split steps are made anew by hand, because their order may have changed with the wording.
#[must_use]
pub fn carry(old: &Template, new: Template) -> Template {
    let whole = |step: &&Step| step.parts.is_empty() && step.clause.cell != Cell::Own;
    let known: BTreeMap<(Cell, &str), &Step> =
        old.tracks.iter().flat_map(|track| &track.steps).filter(whole).map(|step| ((step.clause.cell, step.text.as_str()), step)).collect();
    let mut new = new;
    for step in new.tracks.iter_mut().flat_map(|track| &mut track.steps) {
        let Some(before) = known.get(&(step.clause.cell, step.text.as_str())).filter(|before| before.party == step.party) else { continue };
        step.nature = before.nature.or(step.nature);
        step.limit.clone_from(&before.limit);
        step.sign_off = before.sign_off;
        step.resolved.clone_from(&before.resolved);
        step.review.retain(|code| !before.resolved.contains(code));
    }
    settle::settle(&mut new);
    new
}
