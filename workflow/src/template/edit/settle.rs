//! Brings a changed template in order: lanes, what is required, and edges that lost an end. Rules: the product's on required steps and order.

use std::collections::{BTreeMap, BTreeSet};

use duty_list::Nature;

use super::super::derive::review;
use super::super::{Party, Step, Template, Track, WaitFor};
use super::mark;

/// Brings every track in order.
pub(super) fn settle(template: &mut Template) {
    template.tracks.iter_mut().for_each(track);
}

fn track(track: &mut Track) {
    lanes(track);
    hand_offs(track);
    required(track);
    edges(track);
    for step in &mut track.steps {
        let fed = step.waits_for.iter().any(|wait| wait.party == Party::Town);
        if step.party != Party::Town && fed {
            step.review.retain(|code| code != review::WAIT_UNFED);
        }
        let open = step.hands_to.iter().any(|hand| hand.receiver == "*");
        let unlisted = step.hands_to.iter().any(|hand| hand.receiver != "*" && !hand.listed);
        for (holds, code) in [(open, review::RECEIVER_OPEN), (unlisted, review::UNLISTED_RECEIVER)] {
            if holds {
                mark(step, code);
            } else {
                step.review.retain(|own| own != code);
                step.resolved.retain(|own| own != code);
            }
        }
    }
}

/// The town first, every party and receiver a lane, the steps in the order of the lanes.
fn lanes(track: &mut Track) {
    let mut lanes = vec![Party::Town];
    let receivers = track.steps.iter().flat_map(|step| &step.hands_to).filter(|hand| hand.receiver != "*");
    let receivers = receivers.map(|hand| Party::Body { name: hand.receiver.clone() });
    let senders = track.steps.iter().flat_map(|step| &step.waits_for).map(|wait| wait.party.clone());
    let parties = track.steps.iter().map(|step| step.party.clone());
    for party in track.lanes.iter().cloned().chain(parties).chain(receivers).chain(senders) {
        if !lanes.contains(&party) {
            lanes.push(party);
        }
    }
    track.steps.sort_by_key(|step| lanes.iter().position(|lane| *lane == step.party));
    track.lanes = lanes;
}

/// A hand-off feeds only its receiver's steps, one whose receiver is still to be chosen only bodies' steps.
fn hand_offs(track: &mut Track) {
    let parties: BTreeMap<String, Party> = track.steps.iter().map(|step| (step.key.clone(), step.party.clone())).collect();
    for hand in track.steps.iter_mut().flat_map(|step| &mut step.hands_to) {
        let receiver = Party::Body { name: hand.receiver.clone() };
        let open = hand.receiver == "*";
        hand.feeds.retain(|fed| parties.get(fed).is_some_and(|party| if open { *party != Party::Town } else { *party == receiver }));
    }
}

/// The town's steps by their nature, a body's because a required step of the town's feeds it or waits for it.
fn required(track: &mut Track) {
    for step in track.steps.iter_mut().filter(|step| step.party == Party::Town) {
        step.required = step.nature == Some(Nature::Step);
    }
    let town: Vec<&Step> = track.steps.iter().filter(|step| step.party == Party::Town && step.required).collect();
    let fed = town.iter().flat_map(|step| &step.hands_to).flat_map(|hand| &hand.feeds);
    let awaited = town.iter().flat_map(|step| &step.waits_for).filter_map(|wait| wait.step.as_ref());
    let needed: BTreeSet<String> = fed.chain(awaited).cloned().collect();
    for step in track.steps.iter_mut().filter(|step| step.party != Party::Town) {
        step.required = needed.contains(&step.key);
    }
}

/// Order stands between required steps of one side; a wait whose step is gone is met by recording its receipt; a body's step waits for the town's
/// required steps whose hand-offs feed it.
fn edges(track: &mut Track) {
    let known: BTreeMap<String, (Party, bool)> =
        track.steps.iter().map(|step| (step.key.clone(), (step.party.clone(), step.required))).collect();
    let mut feeders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for step in track.steps.iter().filter(|step| step.party == Party::Town && step.required) {
        for fed in step.hands_to.iter().flat_map(|hand| &hand.feeds) {
            let own = feeders.entry(fed.clone()).or_default();
            if !own.contains(&step.key) {
                own.push(step.key.clone());
            }
        }
    }
    for step in &mut track.steps {
        if step.party == Party::Town {
            town_waits(step, &known);
        } else {
            let fed = feeders.remove(&step.key).unwrap_or_default();
            step.waits_for = fed.into_iter().map(|key| WaitFor { party: Party::Town, step: Some(key) }).collect();
        }
        let party = step.party.clone();
        let key = step.key.clone();
        step.after.retain(|earlier| *earlier != key && known.get(earlier).is_some_and(|(own, required)| *required && *own == party));
        let mut seen = BTreeSet::new();
        step.after.retain(|earlier| seen.insert(earlier.clone()));
    }
}

fn town_waits(step: &mut Step, known: &BTreeMap<String, (Party, bool)>) {
    let mut lost = false;
    let mut waits: Vec<WaitFor> = Vec::new();
    for mut wait in std::mem::take(&mut step.waits_for) {
        match wait.step.as_ref().map(|key| (key, known.get(key))) {
            Some((key, Some((Party::Town, _)))) => {
                step.after.push(key.clone());
                continue;
            }
            // A clause that makes no task each time requires nothing of a body.
            Some((_, Some((_, false)))) => continue,
            Some((_, Some((party, true)))) => wait.party = party.clone(),
            Some((_, None)) => {
                wait.step = None;
                lost = true;
            }
            None => {}
        }
        if !waits.contains(&wait) {
            waits.push(wait);
        }
    }
    step.waits_for = waits;
    if lost {
        mark(step, review::EXTERNAL_WAIT);
    }
}
