//! Changes of single steps: side, hand-offs, waits, order, merging and splitting.

use duty_list::{HandKind, Nature};

use super::super::derive::review;
use super::super::{Cell, ClauseRef, Party, PlannedHandOff, Step, Template, WaitFor};
use super::{EditError, find, fresh_key, settled, town_step, track_of, typed, words};

pub(super) fn set_party(template: &mut Template, key: &str, party: &Party) -> Result<(), EditError> {
    if matches!(party, Party::Body { name } if name.trim().is_empty() || name == "*") {
        return Err(EditError::ReceiverUnclear);
    }
    let step = find(template, key)?;
    if step.party == *party {
        return Ok(());
    }
    if !step.hands_to.is_empty() {
        return Err(EditError::HandsOn);
    }
    step.nature = match party {
        Party::Town => Some(step.nature.unwrap_or(Nature::Step)),
        Party::Body { .. } => None,
    };
    step.party = party.clone();
    step.after.clear();
    step.waits_for.clear();
    step.sign_off = super::SignOff::None;
    settled(step, &[review::NO_OWNER, review::UNLISTED_OWNER]);
    Ok(())
}

pub(super) fn set_hand_offs(template: &mut Template, key: &str, receivers: &[String], kind: HandKind, any: bool) -> Result<(), EditError> {
    let mut names: Vec<&str> = receivers.iter().map(|name| name.trim()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    if names.len() != count || names.contains(&"") {
        return Err(EditError::ReceiverUnclear);
    }
    let unlisted = unlisted(template);
    let step = town_step(template, key)?;
    let old = std::mem::take(&mut step.hands_to);
    step.hands_to = receivers
        .iter()
        .map(|name| {
            let name = name.trim();
            let before = old.iter().find(|hand| hand.receiver == name);
            PlannedHandOff {
                receiver: name.to_owned(),
                listed: before.map_or_else(|| name != "*" && !unlisted.iter().any(|own| own == name), |hand| hand.listed),
                kind,
                feeds: before.map(|hand| hand.feeds.clone()).unwrap_or_default(),
            }
        })
        .collect();
    step.any_receiver = any && step.hands_to.len() > 1;
    Ok(())
}

/// The bodies of the template that the duty's department column does not name, as far as the template shows it.
fn unlisted(template: &Template) -> Vec<String> {
    let steps = template.tracks.iter().flat_map(|track| &track.steps);
    let receivers = steps.clone().flat_map(|step| &step.hands_to).filter(|hand| !hand.listed).map(|hand| hand.receiver.clone());
    let owners = steps.filter_map(|step| match &step.party {
        Party::Body { name } if step.review.iter().chain(&step.resolved).any(|code| code == review::UNLISTED_OWNER) => Some(name.clone()),
        _ => None,
    });
    receivers.chain(owners).collect()
}

pub(super) fn set_feeds(template: &mut Template, key: &str, receiver: &str, feeds: &[String]) -> Result<(), EditError> {
    let party = Party::Body { name: receiver.to_owned() };
    // A receiver that is still to be chosen may be whoever owns the step.
    let fits = |step: &Step| if receiver == "*" { step.party != Party::Town } else { step.party == party };
    let track = track_of(template, key)?;
    if !feeds.iter().all(|fed| track.steps.iter().any(|step| step.key == *fed && fits(step))) {
        return Err(EditError::FeedUnclear);
    }
    let step = track.steps.iter_mut().find(|step| step.key == key).ok_or(EditError::NoStep)?;
    let hand = step.hands_to.iter_mut().find(|hand| hand.receiver == receiver).ok_or(EditError::ReceiverUnclear)?;
    hand.feeds = feeds.to_vec();
    hand.feeds.sort();
    hand.feeds.dedup();
    for step in track.steps.iter_mut().filter(|step| feeds.contains(&step.key)) {
        settled(step, &[review::WAIT_INFERRED]);
    }
    Ok(())
}

pub(super) fn set_waits(template: &mut Template, key: &str, waits: &[WaitFor]) -> Result<(), EditError> {
    let track = track_of(template, key)?;
    for wait in waits {
        let Party::Body { name } = &wait.party else { return Err(EditError::WaitUnclear) };
        let there = |wanted: &str| track.steps.iter().any(|step| step.key == wanted && step.party == wait.party);
        if name.trim().is_empty() || name == "*" || wait.step.as_deref().is_some_and(|wanted| !there(wanted)) {
            return Err(EditError::WaitUnclear);
        }
    }
    let step = track.steps.iter_mut().find(|step| step.key == key).ok_or(EditError::NoStep)?;
    if step.party != Party::Town || !waits.is_empty() && step.nature != Some(Nature::Step) {
        return Err(EditError::TownOnly);
    }
    step.waits_for = waits.to_vec();
    settled(step, &[review::EXTERNAL_WAIT, review::CYCLE]);
    Ok(())
}

pub(super) fn set_after(template: &mut Template, key: &str, after: &[String]) -> Result<(), EditError> {
    let track = track_of(template, key)?;
    let party = track.steps.iter().find(|step| step.key == key).map(|step| step.party.clone()).ok_or(EditError::NoStep)?;
    let fits =
        |earlier: &String| earlier != key && track.steps.iter().any(|step| step.key == *earlier && step.required && step.party == party);
    if !after.iter().all(fits) {
        return Err(EditError::OtherSide);
    }
    find(template, key)?.after = after.to_vec();
    Ok(())
}

pub(super) fn move_step(template: &mut Template, key: &str, before: Option<&str>) -> Result<(), EditError> {
    let track = track_of(template, key)?;
    let from = track.steps.iter().position(|step| step.key == key).ok_or(EditError::NoStep)?;
    let step = track.steps.remove(from);
    let to = match before {
        None => track.steps.len(),
        Some(before) => {
            let to = track.steps.iter().position(|other| other.key == before && other.party == step.party);
            to.ok_or(EditError::NotTogether)?
        }
    };
    track.steps.insert(to, step);
    Ok(())
}

pub(super) fn merge(template: &mut Template, keys: &[String]) -> Result<(), EditError> {
    let whole = words::clauses(template);
    let first = keys.first().ok_or(EditError::TooFew)?;
    let track = track_of(template, first)?;
    // In the order of the lane, whatever the order in which they were ticked.
    let chosen: Vec<Step> = track.steps.iter().filter(|step| keys.contains(&step.key)).cloned().collect();
    let mut distinct = keys.to_vec();
    distinct.sort();
    distinct.dedup();
    if distinct.len() < 2 || distinct.len() != keys.len() {
        return Err(EditError::TooFew);
    }
    if chosen.len() != keys.len() || chosen.iter().any(|step| step.party != chosen[0].party) {
        return Err(EditError::NotTogether);
    }
    // The list's words cannot be mixed with the town's own: they could not be told apart any more.
    if chosen.iter().any(|step| step.clause.cell == Cell::Own) {
        return Err(EditError::NotTogether);
    }
    let mut one = chosen[0].clone();
    for step in &chosen[1..] {
        take_in(&mut one, step);
    }
    words::set(&mut one, chosen.iter().flat_map(words::pieces).collect(), &whole);
    let kept = one.key.clone();
    let at = track.steps.iter().position(|step| step.key == kept).ok_or(EditError::NoStep)?;
    track.steps[at] = one;
    track.steps.retain(|step| step.key == kept || !keys.contains(&step.key));
    for step in &mut track.steps {
        for key in step.edges_mut() {
            if keys.contains(key) {
                key.clone_from(&kept);
            }
        }
        step.after.retain(|earlier| *earlier != step.key);
        let hands = &mut step.hands_to;
        hands.iter_mut().for_each(|hand| {
            let mut seen = std::collections::BTreeSet::new();
            hand.feeds.retain(|fed| seen.insert(fed.clone()));
        });
    }
    Ok(())
}

/// Adds what another step asks for to one.
fn take_in(one: &mut Step, other: &Step) {
    if other.nature == Some(Nature::Step) {
        one.nature = Some(Nature::Step);
    }
    one.after.extend(other.after.iter().cloned());
    one.waits_for.extend(other.waits_for.iter().cloned());
    for hand in &other.hands_to {
        match one.hands_to.iter_mut().find(|own| own.receiver == hand.receiver) {
            Some(own) => own.feeds.extend(hand.feeds.iter().cloned()),
            None => one.hands_to.push(hand.clone()),
        }
    }
    one.why.extend(other.why.iter().cloned());
    one.sign_off = one.sign_off.max(other.sign_off);
    if one.limit.is_none() {
        one.limit.clone_from(&other.limit);
    }
    for code in &other.review {
        super::mark(one, code);
    }
    for code in &other.resolved {
        if !one.review.contains(code) && !one.resolved.contains(code) {
            one.resolved.push(code.clone());
        }
    }
}

pub(super) fn split(template: &mut Template, key: &str, texts: &[String]) -> Result<(), EditError> {
    let whole = words::clauses(template);
    let old = find(template, key)?.clone();
    if old.clause.cell == Cell::Own {
        return Err(EditError::ListWords);
    }
    let parts = words::pieces(&old);
    let lengths = lengths(&parts.iter().map(|part| part.text.as_str()).collect::<String>(), texts)?;
    let at = template.tracks.iter().position(|track| track.steps.iter().any(|step| step.key == key)).ok_or(EditError::NoStep)?;
    let (mut left, mut made, mut keys) = (parts, Vec::new(), Vec::new());
    for length in lengths {
        let (now, rest) = words::cut(&left, length);
        left = rest;
        let mut step =
            Step { key: fresh_key(template, at, &old.party, &keys), party: old.party.clone(), nature: old.nature, ..Step::default() };
        words::set(&mut step, now, &whole);
        keys.push(step.key.clone());
        made.push(step);
    }
    share_out(&old, &mut made);
    let track = track_of(template, key)?;
    let place = track.steps.iter().position(|step| step.key == key).ok_or(EditError::NoStep)?;
    track.steps.splice(place..=place, made);
    Ok(())
}

/// How many characters each text takes; white space at the ends of a line does not count.
fn lengths(words: &str, texts: &[String]) -> Result<Vec<usize>, EditError> {
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    if texts.len() < 2 {
        return Err(EditError::OnePart);
    }
    let words: Vec<char> = words.chars().collect();
    let mut at = 0;
    let mut lengths = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        let start = at;
        // White space at which the words were cut belongs to the part before.
        for c in text.chars() {
            while words.get(at) != Some(&c) && words.get(at).is_some_and(|own| own.is_whitespace()) {
                at += 1;
            }
            if words.get(at) != Some(&c) {
                return Err(EditError::NotTheWords { at: text.chars().take(12).collect() });
            }
            at += 1;
        }
        if place + 1 == texts.len() {
            while words.get(at).is_some_and(|own| own.is_whitespace()) {
                at += 1;
            }
        }
        lengths.push(at - start);
    }
    if at < words.len() {
        return Err(EditError::NotTheWords { at: words[at..].iter().take(12).collect() });
    }
    Ok(lengths)
}

/// Gives the parts of a split what the whole had. In the town's lane they follow one another: what came before comes before the first, what is
/// handed on leaves with the part that says so (else the last), and whoever waited for the whole waits for the last, which keeps its key. In a
/// body's lane the first keeps the key, because what the town sends comes to it.
fn share_out(old: &Step, made: &mut [Step]) {
    let last = made.len() - 1;
    let town = old.party == Party::Town;
    made[if town { last } else { 0 }].key.clone_from(&old.key);
    made[0].after.clone_from(&old.after);
    made[0].waits_for.clone_from(&old.waits_for);
    if town && old.nature == Some(Nature::Step) {
        for at in 1..=last {
            made[at].after = vec![made[at - 1].key.clone()];
        }
    }
    let says = |what: &str| {
        old.why.iter().filter(|why| why.what == what).find_map(|why| made.iter().position(|step| step.text.contains(&why.words)))
    };
    let hands = says("handoff").unwrap_or(last);
    for why in &old.why {
        let place = made.iter().position(|step| step.text.contains(&why.words)).unwrap_or(last);
        made[place].why.push(why.clone());
    }
    made[hands].hands_to.clone_from(&old.hands_to);
    made[hands].any_receiver = old.any_receiver;
    made[hands].sign_off = old.sign_off;
    made[last].limit.clone_from(&old.limit);
    let hand_marks = [review::RECEIVER_OPEN, review::UNLISTED_RECEIVER];
    for (list, resolved) in [(&old.review, false), (&old.resolved, true)] {
        for code in list {
            let waits = [review::EXTERNAL_WAIT, review::CYCLE, review::WAIT_UNFED, review::WAIT_INFERRED].contains(&code.as_str());
            let place = if hand_marks.contains(&code.as_str()) {
                hands
            } else if waits {
                0
            } else {
                last
            };
            let step = &mut made[place];
            if resolved { step.resolved.push(code.clone()) } else { step.review.push(code.clone()) }
        }
    }
}

pub(super) fn add(template: &mut Template, track: usize, party: &Party, text: &str) -> Result<(), EditError> {
    let text = typed(text)?;
    if matches!(party, Party::Body { name } if name.trim().is_empty() || name == "*") {
        return Err(EditError::ReceiverUnclear);
    }
    let own = template.tracks.iter().flat_map(|track| &track.steps).filter(|step| step.clause.cell == Cell::Own);
    let i = own.map(|step| step.clause.i).max().unwrap_or(0) + 1;
    let key = fresh_key(template, track, party, &[]);
    let step = Step {
        key,
        party: party.clone(),
        clause: ClauseRef { cell: Cell::Own, i },
        text,
        nature: (*party == Party::Town).then_some(Nature::Step),
        ..Step::default()
    };
    template.tracks.get_mut(track).ok_or(EditError::NoTrack)?.steps.push(step);
    Ok(())
}
