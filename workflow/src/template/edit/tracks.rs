//! Tracks by hand: clauses with the same rhythm taken out of a track, and put back.

use std::collections::{BTreeMap, BTreeSet};

use super::super::derive::review;
use super::super::{Cell, Party, Step, Template, Track};
use super::{EditError, fresh_key, mark, typed, words};

pub(super) fn rename(template: &mut Template, track: usize, title: &str) -> Result<(), EditError> {
    let title = free_title(template, title, Some(track))?;
    template.tracks.get_mut(track).ok_or(EditError::NoTrack)?.title = Some(title);
    Ok(())
}

fn free_title(template: &Template, title: &str, own: Option<usize>) -> Result<String, EditError> {
    let title = typed(title)?;
    let taken = template.tracks.iter().enumerate().any(|(at, track)| Some(at) != own && track.title.as_deref() == Some(title.as_str()));
    if taken { Err(EditError::TitleTaken) } else { Ok(title) }
}

/// The chosen steps leave the track. A side that has no headings belongs to every track (its clauses stand in each): if none of its steps is
/// chosen, its clauses stand in the new track too.
pub(super) fn make(template: &mut Template, at: usize, title: &str, keys: &[String]) -> Result<(), EditError> {
    let title = free_title(template, title, None)?;
    let track = template.tracks.get(at).ok_or(EditError::NoTrack)?;
    if keys.is_empty() {
        return Err(EditError::TextMissing);
    }
    if !keys.iter().all(|key| track.steps.iter().any(|step| step.key == *key)) {
        return Err(EditError::NotTogether);
    }
    let chosen = |step: &Step| keys.contains(&step.key);
    // A step of the town's own making counts with the side that does it.
    let side = |step: &Step| match (step.clause.cell, &step.party) {
        (Cell::Own, Party::Town) => Cell::Town,
        (Cell::Own, Party::Body { .. }) => Cell::Department,
        (cell, _) => cell,
    };
    let cells: BTreeSet<Cell> = track.steps.iter().filter(|step| chosen(step)).map(side).collect();
    let shared = |cell: Cell| !cells.contains(&cell) && stands_in_every_track(template, at, cell);
    let shared: BTreeSet<Cell> = [Cell::Town, Cell::Department].into_iter().filter(|cell| shared(*cell)).collect();
    let new = template.tracks.len();
    let mut copies: BTreeMap<String, String> = BTreeMap::new();
    let mut steps = Vec::new();
    for step in &track.steps {
        if chosen(step) {
            steps.push(step.clone());
        } else if shared.contains(&step.clause.cell) {
            let taken: Vec<String> = copies.values().cloned().collect();
            let key = fresh_key(&with_lanes(template, at), new, &step.party, &taken);
            copies.insert(step.key.clone(), key.clone());
            steps.push(Step { key, ..step.clone() });
        }
    }
    let mut made = Track { title: Some(title), lanes: track.lanes.clone(), steps };
    for step in &mut made.steps {
        for key in step.edges_mut() {
            if let Some(copy) = copies.get(key) {
                key.clone_from(copy);
            }
        }
    }
    let left = template.tracks.get_mut(at).ok_or(EditError::NoTrack)?;
    left.steps.retain(|step| !keys.contains(&step.key));
    if left.steps.iter().all(|step| shared.contains(&step.clause.cell)) {
        return Err(EditError::NothingLeft);
    }
    loosen(left);
    loosen(&mut made);
    template.tracks.push(made);
    Ok(())
}

/// The template with one more track that has the lanes of another one, for naming keys.
fn with_lanes(template: &Template, at: usize) -> Template {
    let lanes = template.tracks.get(at).map(|track| track.lanes.clone()).unwrap_or_default();
    let mut with = template.clone();
    with.tracks.push(Track { title: None, lanes, steps: Vec::new() });
    with
}

fn stands_in_every_track(template: &Template, at: usize, cell: Cell) -> bool {
    let of = |track: &Track| -> BTreeSet<_> {
        let own = track.steps.iter().filter(|step| step.clause.cell == cell);
        own.flat_map(words::pieces).map(|piece| piece.clause).collect()
    };
    let own = template.tracks.get(at).map(of).unwrap_or_default();
    template.tracks.iter().all(|track| of(track) == own)
}

/// Edges to steps that are no longer in the track: a wait is then met by recording its receipt, the others go.
fn loosen(track: &mut Track) {
    let keys: BTreeSet<String> = track.steps.iter().map(|step| step.key.clone()).collect();
    for step in &mut track.steps {
        step.after.retain(|key| keys.contains(key));
        step.hands_to.iter_mut().for_each(|hand| hand.feeds.retain(|key| keys.contains(key)));
        let lost = step.waits_for.iter().any(|wait| wait.step.as_ref().is_some_and(|key| !keys.contains(key)));
        for wait in &mut step.waits_for {
            wait.step = wait.step.take().filter(|key| keys.contains(key));
        }
        if lost && step.nature.is_some() {
            mark(step, review::EXTERNAL_WAIT);
        }
    }
}

pub(super) fn join(template: &mut Template, at: usize, into: usize) -> Result<(), EditError> {
    if at == into || at >= template.tracks.len() || into >= template.tracks.len() {
        return Err(EditError::NoTrack);
    }
    let goes = template.tracks[at].clone();
    let stays = &mut template.tracks[into];
    let mut same: BTreeMap<String, String> = BTreeMap::new();
    let mut added = Vec::new();
    for step in goes.steps {
        let pieces = words::pieces(&step);
        let there = stays.steps.iter().find(|own| own.clause.cell != Cell::Own && own.party == step.party && words::pieces(own) == pieces);
        match there {
            Some(own) => {
                same.insert(step.key.clone(), own.key.clone());
            }
            None => added.push(step),
        }
    }
    for step in &mut added {
        for key in step.edges_mut() {
            if let Some(own) = same.get(key) {
                key.clone_from(own);
            }
        }
    }
    let doubled = words::doubled(stays);
    for lane in goes.lanes {
        if !stays.lanes.contains(&lane) {
            stays.lanes.push(lane);
        }
    }
    stays.steps.extend(added);
    if words::doubled(stays) > doubled {
        return Err(EditError::TracksDiffer);
    }
    template.tracks.remove(at);
    Ok(())
}
