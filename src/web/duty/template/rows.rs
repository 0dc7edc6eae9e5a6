//! The clauses of a track as the editor lists and draws them.

use std::collections::BTreeMap;

use workflow::template::{Cell, Party, Step, Track};

use super::super::flow::{Fact, feeding, hands, waits};
use crate::text::Texts;

/// A clause in the list.
pub(super) struct Row {
    pub(super) key: String,
    pub(super) number: usize,
    pub(super) town: bool,
    pub(super) own: bool,
    pub(super) required: bool,
    pub(super) party: String,
    pub(super) text: String,
    /// Its nature; of a body's clause whether it is a step or for reference.
    pub(super) nature: &'static str,
    pub(super) hands: Vec<Fact>,
    pub(super) waits: Vec<Fact>,
    pub(super) limit: Option<String>,
    pub(super) sign_off: Option<&'static str>,
    /// Codes with their words.
    pub(super) marks: Vec<(String, &'static str)>,
    pub(super) settled: Vec<(String, &'static str)>,
    /// The clause above it in its lane, and what stands two places below.
    pub(super) up: Option<String>,
    pub(super) down: Option<String>,
    pub(super) last: bool,
}

/// A lane of the picture.
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) town: bool,
    /// The places of its rows that make tasks.
    pub(super) rows: Vec<usize>,
}

/// The name of a side.
pub(super) fn side(party: &Party, town: &str) -> String {
    match party {
        Party::Town => town.to_owned(),
        Party::Body { name } => name.clone(),
    }
}

/// All clauses of a track, in the order of its lanes.
pub(super) fn rows(t: &Texts, track: &Track, town: &str) -> Vec<Row> {
    let numbers: BTreeMap<&str, usize> = track.steps.iter().enumerate().map(|(at, step)| (step.key.as_str(), at + 1)).collect();
    let feeding = feeding(track.steps.iter().filter(|step| step.required), &numbers);
    let marks = |codes: &[String]| codes.iter().map(|code| (code.clone(), t.review(code))).collect();
    let row = |(at, step): (usize, &Step)| {
        let lane: Vec<&Step> = track.steps.iter().filter(|own| own.party == step.party).collect();
        let place = lane.iter().position(|own| own.key == step.key).unwrap_or(0);
        let key = |at: usize| lane.get(at).map(|step| step.key.clone());
        let reference = if step.required { t.template.body_step } else { t.duty.reference_body };
        Row {
            key: step.key.clone(),
            number: at + 1,
            town: step.party == Party::Town,
            own: step.clause.cell == Cell::Own,
            required: step.required,
            party: side(&step.party, town),
            text: step.text.clone(),
            nature: step.nature.map_or(reference, |nature| t.nature(nature)),
            hands: hands(t, step),
            waits: waits(t, step, &numbers, feeding.get(step.key.as_str()).copied()),
            limit: step.limit.as_ref().map(|spec| t.limit_with_source(spec)),
            sign_off: (!step.sign_off.is_none()).then(|| t.sign_off_level(step.sign_off)),
            marks: marks(&step.review),
            settled: marks(&step.resolved),
            up: place.checked_sub(1).and_then(key),
            down: key(place + 2),
            last: place + 1 == lane.len(),
        }
    };
    track.steps.iter().enumerate().map(row).collect()
}

/// The picture: a lane a side, with what makes tasks.
pub(super) fn lanes(track: &Track, town: &str) -> Vec<Lane> {
    let of = |party: &Party| {
        let own = track.steps.iter().enumerate().filter(|(_, step)| step.party == *party && step.required);
        Lane { name: side(party, town), town: *party == Party::Town, rows: own.map(|(at, _)| at).collect() }
    };
    track.lanes.iter().map(of).filter(|lane| lane.town || !lane.rows.is_empty()).collect()
}
