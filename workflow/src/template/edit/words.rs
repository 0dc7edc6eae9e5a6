//! The words of the list in a template: where they stand, and whether they are all there.

use std::collections::BTreeMap;

use super::super::{Cell, ClauseRef, Part, Step, Template, Track};

/// The words of which a step is made; of a step of the town's own making its text.
#[must_use]
pub fn pieces(step: &Step) -> Vec<Part> {
    if step.parts.is_empty() {
        return vec![Part { clause: step.clause, from: 0, text: step.text.clone() }];
    }
    step.parts.clone()
}

/// The characters of each clause that stand in the steps, in order of their places; `None` at a place that no step has.
fn chars<'s>(steps: impl Iterator<Item = &'s Step>) -> (BTreeMap<ClauseRef, Vec<Option<char>>>, usize) {
    let mut found: BTreeMap<ClauseRef, Vec<Option<char>>> = BTreeMap::new();
    let mut doubled = 0;
    for piece in steps.flat_map(pieces).filter(|piece| piece.clause.cell != Cell::Own) {
        let places = found.entry(piece.clause).or_default();
        for (at, c) in piece.text.chars().enumerate() {
            let at = piece.from + at;
            if places.len() <= at {
                places.resize(at + 1, None);
            }
            if places[at].replace(c).is_some() {
                doubled += 1;
            }
        }
    }
    (found, doubled)
}

/// The clauses of a template, by their places in the list; `None` where some of a clause's words are missing.
pub(super) fn clauses(template: &Template) -> BTreeMap<ClauseRef, Option<String>> {
    let (found, _) = chars(template.tracks.iter().flat_map(|track| &track.steps));
    found.into_iter().map(|(clause, places)| (clause, places.into_iter().collect())).collect()
}

/// How many characters of the list stand more than once in a track.
pub(super) fn doubled(track: &Track) -> usize {
    chars(track.steps.iter()).1
}

/// Gives a step these words: neighbouring ones of a clause become one, and a single whole clause needs no parts.
pub(super) fn set(step: &mut Step, parts: Vec<Part>, whole: &BTreeMap<ClauseRef, Option<String>>) {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.clause == part.clause && last.from + last.text.chars().count() == part.from => {
                last.text.push_str(&part.text);
            }
            _ => joined.push(part),
        }
    }
    let Some(first) = joined.first() else { return };
    step.clause = first.clause;
    step.text = joined.iter().map(|part| shown(&part.text)).collect::<Vec<_>>().join("；");
    let exact = first.from == 0 && whole.get(&first.clause).is_some_and(|text| text.as_deref() == Some(first.text.as_str()));
    if joined.len() == 1 && (exact || first.clause.cell == Cell::Own) {
        step.text.clone_from(&first.text);
        joined.clear();
    }
    step.parts = joined;
}

/// A part of a clause without the marks at which it was cut.
fn shown(text: &str) -> &str {
    let cut = |c: char| c.is_whitespace() || matches!(c, '，' | '；' | '。' | '、' | '：' | ',' | ';');
    let shown = text.trim_matches(cut);
    if shown.is_empty() { text } else { shown }
}

/// The parts at or after a number of characters, and those before.
pub(super) fn cut(parts: &[Part], at: usize) -> (Vec<Part>, Vec<Part>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut left = at;
    for part in parts {
        let length = part.text.chars().count();
        if left >= length {
            left -= length;
            before.push(part.clone());
        } else if left == 0 {
            after.push(part.clone());
        } else {
            let (head, tail): (String, String) = (part.text.chars().take(left).collect(), part.text.chars().skip(left).collect());
            before.push(Part { text: head, ..part.clone() });
            after.push(Part { clause: part.clause, from: part.from + left, text: tail });
            left = 0;
        }
    }
    (before, after)
}
