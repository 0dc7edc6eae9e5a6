//! What changed between two templates of a duty, as typed changes that `text` puts into words. Steps are known again by the words of the list that
//! they begin with, tracks by their titles.

use duty_list::{HandKind, Nature};
use serde::Serialize;

use super::edit::pieces;
use super::{ClauseRef, Party, SignOff, Step, Template, Track};
use crate::case::LimitSpec;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Change {
    TrackAdded {
        title: String,
        steps: usize,
    },
    TrackRemoved {
        title: String,
    },
    TrackRenamed {
        from: String,
        to: String,
    },
    Added {
        step: String,
    },
    Removed {
        step: String,
    },
    /// The step became a part of another one.
    Merged {
        step: String,
        into: String,
    },
    /// The step was a part of another one.
    Split {
        step: String,
        of: String,
    },
    /// The step stands in another track now.
    Moved {
        step: String,
        title: String,
    },
    /// Something about a step.
    Changed {
        step: String,
        detail: Detail,
    },
}

/// What changed about a step; steps of the order by their texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "of", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Detail {
    Words {
        from: String,
        to: String,
    },
    Nature {
        from: Option<Nature>,
        to: Option<Nature>,
    },
    Party {
        from: Party,
        to: Party,
    },
    Limit {
        from: Option<LimitSpec>,
        to: Option<LimitSpec>,
    },
    SignOff {
        from: SignOff,
        to: SignOff,
    },
    HandOffs {
        from: Vec<(String, HandKind)>,
        to: Vec<(String, HandKind)>,
    },
    /// One receiver is enough, or no longer.
    AnyReceiver {
        to: bool,
    },
    /// The steps for which its hand-offs are.
    Feeds {
        from: Vec<String>,
        to: Vec<String>,
    },
    Waits {
        from: Vec<Awaited>,
        to: Vec<Awaited>,
    },
    After {
        from: Vec<String>,
        to: Vec<String>,
    },
    /// Its place in its lane.
    Place {
        from: usize,
        to: usize,
    },
    /// Marks that were settled.
    Settled {
        marks: Vec<String>,
    },
}

/// What is waited for: from whom, and which step of theirs; none when its receipt is recorded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[allow(missing_docs)]
pub struct Awaited {
    pub party: Party,
    pub step: Option<String>,
}

/// The changes from one template to another, track by track, in the order of the newer one.
#[must_use]
pub fn diff(old: &Template, new: &Template) -> Vec<Change> {
    let pairs = paired(old, new);
    let mut changes = Vec::new();
    for (at, track) in new.tracks.iter().enumerate() {
        match pairs.iter().find(|(_, n)| *n == at).map(|(o, _)| &old.tracks[*o]) {
            None => changes.push(Change::TrackAdded { title: named(track, at), steps: track.steps.len() }),
            Some(before) => {
                if before.title != track.title {
                    changes.push(Change::TrackRenamed { from: named(before, at), to: named(track, at) });
                }
                of_track(before, track, new, &mut changes);
            }
        }
    }
    for (at, track) in old.tracks.iter().enumerate() {
        if !pairs.iter().any(|(o, _)| *o == at) {
            changes.push(Change::TrackRemoved { title: named(track, at) });
        }
    }
    changes
}

/// The title of a track, or its number.
fn named(track: &Track, at: usize) -> String {
    track.title.clone().unwrap_or_else(|| (at + 1).to_string())
}

/// Old and new tracks that are the same: by title, then the ones that are left in the order of most common words.
fn paired(old: &Template, new: &Template) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (n, track) in new.tracks.iter().enumerate() {
        let same = |o: &usize| old.tracks[*o].title == track.title && !pairs.iter().any(|(taken, _)| taken == o);
        if let Some(o) = (0..old.tracks.len()).find(same) {
            pairs.push((o, n));
        }
    }
    for (n, track) in new.tracks.iter().enumerate() {
        if pairs.iter().any(|(_, taken)| *taken == n) {
            continue;
        }
        let common = |o: usize| track.steps.iter().filter(|step| old.tracks[o].steps.iter().any(|own| head(own) == head(step))).count();
        let left = (0..old.tracks.len()).filter(|o| !pairs.iter().any(|(taken, _)| taken == o));
        let best = left.filter(|o| common(*o) > 0).max_by_key(|o| (common(*o), std::cmp::Reverse(*o)));
        // A track made from a part of one that stayed is a new track, not the old one under another name.
        if let Some(o) = best.filter(|o| common(*o) * 2 > old.tracks[*o].steps.len()) {
            pairs.push((o, n));
        }
    }
    pairs
}

/// The words that a step begins with.
fn head(step: &Step) -> (ClauseRef, usize) {
    step.parts.first().map_or((step.clause, 0), |part| (part.clause, part.from))
}

fn holds(step: &Step, (clause, from): (ClauseRef, usize)) -> bool {
    pieces(step).iter().any(|piece| piece.clause == clause && (piece.from..piece.from + piece.text.chars().count()).contains(&from))
}

fn of_track(old: &Track, new: &Track, whole: &Template, changes: &mut Vec<Change>) {
    for step in &new.steps {
        if let Some(before) = old.steps.iter().find(|own| head(own) == head(step)) {
            let details = details(before, step, old, new);
            changes.extend(details.into_iter().map(|detail| Change::Changed { step: step.text.clone(), detail }));
            continue;
        }
        let cut = old.steps.iter().find(|own| holds(own, head(step)));
        changes.push(match cut {
            Some(own) => Change::Split { step: step.text.clone(), of: own.text.clone() },
            None => Change::Added { step: step.text.clone() },
        });
    }
    for step in old.steps.iter().filter(|step| !new.steps.iter().any(|own| head(own) == head(step))) {
        let text = step.text.clone();
        let merged = new.steps.iter().find(|own| holds(own, head(step)));
        let elsewhere = whole.tracks.iter().enumerate().find(|(_, track)| track.steps.iter().any(|own| holds(own, head(step))));
        changes.push(match (merged, elsewhere) {
            (Some(own), _) => Change::Merged { step: text, into: own.text.clone() },
            (None, Some((at, track))) => Change::Moved { step: text, title: named(track, at) },
            (None, None) => Change::Removed { step: text },
        });
    }
}

fn details(old: &Step, new: &Step, old_track: &Track, new_track: &Track) -> Vec<Detail> {
    let mut details = Vec::new();
    if old.text != new.text {
        details.push(Detail::Words { from: old.text.clone(), to: new.text.clone() });
    }
    if old.party != new.party {
        details.push(Detail::Party { from: old.party.clone(), to: new.party.clone() });
    } else if place(old_track, old, new_track) != place(new_track, new, old_track) {
        details.push(Detail::Place { from: place(old_track, old, new_track) + 1, to: place(new_track, new, old_track) + 1 });
    }
    if old.nature != new.nature && old.party == new.party {
        details.push(Detail::Nature { from: old.nature, to: new.nature });
    }
    if old.limit != new.limit {
        details.push(Detail::Limit { from: old.limit.clone(), to: new.limit.clone() });
    }
    if old.sign_off != new.sign_off {
        details.push(Detail::SignOff { from: old.sign_off, to: new.sign_off });
    }
    let hands = |step: &Step| step.hands_to.iter().map(|hand| (hand.receiver.clone(), hand.kind)).collect::<Vec<_>>();
    if hands(old) != hands(new) {
        details.push(Detail::HandOffs { from: hands(old), to: hands(new) });
    }
    if old.any_receiver != new.any_receiver {
        details.push(Detail::AnyReceiver { to: new.any_receiver });
    }
    let fed = |step: &Step| step.hands_to.iter().flat_map(|hand| hand.feeds.clone()).collect::<Vec<_>>();
    if let Some((from, to)) = differing(texts(&fed(old), old_track), texts(&fed(new), new_track)) {
        details.push(Detail::Feeds { from, to });
    }
    // What a body waits for follows from the hand-offs; it is said there.
    if new.party == Party::Town
        && let Some((from, to)) = differing(awaited(old, old_track), awaited(new, new_track))
    {
        details.push(Detail::Waits { from, to });
    }
    if let Some((from, to)) = differing(texts(&old.after, old_track), texts(&new.after, new_track)) {
        details.push(Detail::After { from, to });
    }
    let marks: Vec<String> = new.resolved.iter().filter(|code| !old.resolved.contains(code)).cloned().collect();
    if !marks.is_empty() {
        details.push(Detail::Settled { marks });
    }
    details
}

/// The place of a step among those of its lane that both tracks have.
fn place(track: &Track, step: &Step, other: &Track) -> usize {
    let both = track
        .steps
        .iter()
        .filter(|own| own.party == step.party && other.steps.iter().any(|there| head(there) == head(own) && there.party == own.party));
    both.take_while(|own| own.key != step.key).count()
}

/// The words that a step begins with, and its text.
type Named = ((ClauseRef, usize), String);
/// From whom and which step, by the words that it begins with.
type From = (Party, Option<(ClauseRef, usize)>);

fn texts(keys: &[String], track: &Track) -> Vec<Named> {
    let mut named: Vec<Named> = keys
        .iter()
        .filter_map(|key| track.steps.iter().find(|step| step.key == *key))
        .map(|step| (head(step), step.text.clone()))
        .collect();
    named.sort();
    named.dedup();
    named
}

fn awaited(step: &Step, track: &Track) -> Vec<(From, Awaited)> {
    let of = |key: &String| track.steps.iter().find(|step| step.key == *key);
    let waits = step.waits_for.iter().map(|wait| {
        let there = wait.step.as_ref().and_then(of);
        ((wait.party.clone(), there.map(head)), Awaited { party: wait.party.clone(), step: there.map(|step| step.text.clone()) })
    });
    let mut waits: Vec<_> = waits.collect();
    waits.sort();
    waits
}

/// What two lists show, when what they are about differs.
fn differing<K: PartialEq, V>(old: Vec<(K, V)>, new: Vec<(K, V)>) -> Option<(Vec<V>, Vec<V>)> {
    let same = old.len() == new.len() && old.iter().zip(&new).all(|(o, n)| o.0 == n.0);
    let shown = |list: Vec<(K, V)>| list.into_iter().map(|(_, value)| value).collect();
    (!same).then(|| (shown(old), shown(new)))
}
