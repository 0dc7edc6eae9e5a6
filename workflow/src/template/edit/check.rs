//! What every template must hold, and what a change may not break.

use std::collections::{BTreeMap, BTreeSet};

use duty_list::Nature;

use super::super::{Party, Step, Template, Track};
use super::{EditError, words};

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A track without steps, or a key that two steps have.
    Shape,
    /// A step outside its lane, or a lane out of order.
    Lanes,
    /// Words of a clause are missing, or stand twice in a track.
    Words,
    /// Steps that wait for one another, by their texts.
    Cycle(Vec<String>),
    /// A hand-off without a receiver, with one twice, or that feeds what is not its receiver's.
    HandOffs,
    /// An edge to a step that is not there or not required.
    Edges,
    /// A step is required against the rules, or not required against them.
    Required,
}

/// What is wrong with a template; nothing with one that is derived or changed by [`super::apply`].
#[must_use]
pub fn faults(template: &Template) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut keys = BTreeSet::new();
    if template.tracks.iter().flat_map(|track| &track.steps).any(|step| !keys.insert(step.key.as_str())) {
        faults.push(Fault::Shape);
    }
    if words::clauses(template).values().any(Option::is_none) || template.tracks.iter().any(|track| words::doubled(track) > 0) {
        faults.push(Fault::Words);
    }
    for track in &template.tracks {
        if track.steps.is_empty() {
            faults.push(Fault::Shape);
        }
        let places: Vec<Option<usize>> = track.steps.iter().map(|step| track.lanes.iter().position(|lane| *lane == step.party)).collect();
        if track.lanes.first() != Some(&Party::Town) || places.iter().any(Option::is_none) || !places.is_sorted() {
            faults.push(Fault::Lanes);
        }
        if let Some(steps) = cycle(track) {
            faults.push(Fault::Cycle(steps));
        }
        let steps: BTreeMap<&str, &Step> = track.steps.iter().map(|step| (step.key.as_str(), step)).collect();
        if !track.steps.iter().all(|step| hand_offs_hold(step, &steps)) {
            faults.push(Fault::HandOffs);
        }
        if !track.steps.iter().all(|step| edges_hold(step, &steps)) {
            faults.push(Fault::Edges);
        }
        if !track.steps.iter().all(|step| step.required == needed(step, track)) {
            faults.push(Fault::Required);
        }
    }
    faults
}

/// Refuses what the change broke.
pub(super) fn check(before: &Template, after: &Template) -> Result<(), EditError> {
    if let Some(steps) = after.tracks.iter().find_map(cycle) {
        return Err(EditError::Cycle { steps });
    }
    // The words are compared with those before: a template of old may hold a clause twice, and must stay changeable.
    let doubled = |template: &Template| template.tracks.iter().map(words::doubled).max().unwrap_or(0);
    let old = faults(before);
    let broken = words::clauses(before) != words::clauses(after)
        || doubled(after) > doubled(before)
        || faults(after).into_iter().any(|fault| fault != Fault::Words && !old.contains(&fault));
    if broken { Err(EditError::Broken) } else { Ok(()) }
}

/// The texts of steps that wait for one another, the first one again at the end.
fn cycle(track: &Track) -> Option<Vec<String>> {
    fn visit<'t>(
        key: &'t str,
        steps: &BTreeMap<&'t str, &'t Step>,
        done: &mut BTreeSet<&'t str>,
        path: &mut Vec<&'t str>,
    ) -> Option<Vec<&'t str>> {
        if done.contains(key) {
            return None;
        }
        if let Some(at) = path.iter().position(|own| *own == key) {
            return Some(path[at..].iter().copied().chain([key]).collect());
        }
        path.push(key);
        let step = steps.get(key)?;
        let before = step.after.iter().chain(step.waits_for.iter().filter_map(|wait| wait.step.as_ref()));
        for earlier in before {
            let found = steps.get_key_value(earlier.as_str()).and_then(|(key, _)| visit(key, steps, done, path));
            if found.is_some() {
                return found;
            }
        }
        path.pop();
        done.insert(key);
        None
    }
    let steps: BTreeMap<&str, &Step> = track.steps.iter().map(|step| (step.key.as_str(), step)).collect();
    let mut done = BTreeSet::new();
    let found = steps.keys().find_map(|key| visit(key, &steps, &mut done, &mut Vec::new()))?;
    // Walked from a step to what comes before it: read backwards, it is the order in which they wait.
    Some(found.into_iter().rev().filter_map(|key| steps.get(key).map(|step| step.text.clone())).collect())
}

fn hand_offs_hold(step: &Step, steps: &BTreeMap<&str, &Step>) -> bool {
    let mut receivers = BTreeSet::new();
    step.hands_to.iter().all(|hand| {
        let receiver = Party::Body { name: hand.receiver.clone() };
        // A receiver that is still to be chosen may be whoever owns the step.
        let fits = |fed: &Step| if hand.receiver == "*" { fed.party != Party::Town } else { fed.party == receiver };
        let feeds = hand.feeds.iter().all(|fed| steps.get(fed.as_str()).is_some_and(|fed| fits(fed)));
        !hand.receiver.is_empty() && receivers.insert(hand.receiver.as_str()) && feeds
    })
}

fn edges_hold(step: &Step, steps: &BTreeMap<&str, &Step>) -> bool {
    let after = step.after.iter().all(|key| steps.get(key.as_str()).is_some_and(|earlier| earlier.required && earlier.party == step.party));
    let waits = step
        .waits_for
        .iter()
        .filter_map(|wait| Some((&wait.party, wait.step.as_deref()?)))
        .all(|(party, key)| steps.get(key).is_some_and(|earlier| earlier.required && earlier.party == *party));
    after && waits
}

/// Whether the rules require a step.
fn needed(step: &Step, track: &Track) -> bool {
    if step.party == Party::Town {
        return step.nature == Some(Nature::Step);
    }
    track.steps.iter().filter(|town| town.party == Party::Town && town.nature == Some(Nature::Step)).any(|town| {
        let fed = town.hands_to.iter().any(|hand| hand.feeds.contains(&step.key));
        fed || town.waits_for.iter().any(|wait| wait.step.as_ref() == Some(&step.key))
    })
}
