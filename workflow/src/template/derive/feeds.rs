//! Which of its receiver's steps a hand-off feeds.

use std::cmp::Reverse;

use duty_list::{HandKind, Nature};

use super::draft::Node;
use super::order::Net;
use super::{review, words};

/// How well a hand-off fits a step: whether the kind of act agrees, then how many words.
type Fit = (bool, usize);

/// A hand-off to a known receiver: the town's node and the place among its hand-offs.
#[derive(Clone, Copy)]
struct Sent {
    node: usize,
    hand: usize,
    body: usize,
    kind: HandKind,
    nature: Nature,
}

/// Lets every hand-off feed its receiver's waiting steps, best word match first.
pub(super) fn connect(net: &mut Net<'_, '_>) {
    let sent = sent(net);
    let waiting: Vec<usize> =
        (0..net.nodes.len()).filter(|&at| matches!(net.nodes[at], Node::Body(clause, _) if clause.waits_for_town)).collect();
    feed_by_steps(net, &sent, &waiting);
    feed_by_occasions(net, &sent, &waiting);
    feed_approving_steps(net, &sent);
    // A receiver that is still to be chosen may be the one: that mark stands on the hand-off.
    let open = net.found.iter().any(|f| f.hands_to.iter().any(|h| h.body.is_none()));
    for at in waiting {
        if !open && !net.is_fed(at) {
            net.found[at].mark(review::WAIT_UNFED);
        }
    }
}

fn sent(net: &Net<'_, '_>) -> Vec<Sent> {
    let mut sent = Vec::new();
    for (node, found) in net.found.iter().enumerate() {
        let Node::Town(clause) = net.nodes[node] else { continue };
        for (hand, planned) in found.hands_to.iter().enumerate() {
            if let Some(body) = planned.body {
                sent.push(Sent { node, hand, body, kind: planned.kind, nature: clause.nature });
            }
        }
    }
    sent
}

/// Hand-offs of steps: the best pairs first, one hand-off a waiting step; a waiting step that is left takes the best one once more.
fn feed_by_steps(net: &mut Net<'_, '_>, sent: &[Sent], waiting: &[usize]) {
    let mut pairs: Vec<(Fit, Sent, usize)> = Vec::new();
    for &one in sent.iter().filter(|s| s.nature == Nature::Step) {
        pairs.extend(waiting.iter().filter_map(|&to| fit(net, one, to).map(|fit| (fit, one, to))));
    }
    pairs.sort_by_key(|(fit, one, to)| (Reverse(*fit), one.node, one.hand, *to));
    let mut used: Vec<(usize, usize)> = Vec::new();
    for again in [false, true] {
        for (_, one, to) in &pairs {
            if net.found[*to].required || (!again && used.contains(&(one.node, one.hand))) {
                continue;
            }
            feed(net, *one, *to);
            used.push((one.node, one.hand));
        }
    }
}

/// Hand-offs of what is done on occasion: each feeds its best waiting step, and a waiting step that nothing feeds its best hand-off. What is
/// approved each time is not also fed by a mere report.
fn feed_by_occasions(net: &mut Net<'_, '_>, sent: &[Sent], waiting: &[usize]) {
    let mut pairs: Vec<(Fit, Sent, usize)> = Vec::new();
    for &one in sent.iter().filter(|s| matches!(s.nature, Nature::OnEvent | Nature::Periodic)) {
        pairs.extend(waiting.iter().filter_map(|&to| fit(net, one, to).map(|fit| (fit, one, to))));
    }
    pairs.retain(|((agrees, _), _, to)| *agrees || !net.found[*to].required);
    pairs.sort_by_key(|(fit, one, to)| (Reverse(*fit), one.node, one.hand, *to));
    let mut used: Vec<(usize, usize)> = Vec::new();
    for (_, one, to) in &pairs {
        if !used.contains(&(one.node, one.hand)) {
            feed(net, *one, *to);
            used.push((one.node, one.hand));
        }
    }
    for (_, one, to) in &pairs {
        if !net.is_fed(*to) {
            feed(net, *one, *to);
        }
    }
}

/// An approval that feeds nothing yet feeds the receiver's first best approving step, though its words do not say whose papers it acts on:
/// otherwise the body would have two tasks for one decision.
fn feed_approving_steps(net: &mut Net<'_, '_>, sent: &[Sent]) {
    for &one in sent.iter().filter(|s| s.kind == HandKind::Approval) {
        if !net.found[one.node].hands_to[one.hand].feeds.is_empty() {
            continue;
        }
        let best = (0..net.nodes.len())
            .filter(|&to| matches!(net.nodes[to], Node::Body(clause, _) if !clause.waits_for_town) && net.found[to].fed_by.is_empty())
            .filter_map(|to| fit(net, one, to).filter(|(agrees, _)| *agrees).map(|fit| (fit, to)))
            .max_by_key(|(fit, to)| (*fit, Reverse(*to)));
        if let Some((_, to)) = best {
            feed(net, one, to);
            net.found[to].mark(review::WAIT_INFERRED);
        }
    }
}

/// How a hand-off fits a step of its receiver; none where no word speaks for it.
fn fit(net: &Net<'_, '_>, one: Sent, to: usize) -> Option<Fit> {
    let Node::Body(clause, owner) = net.nodes[to] else { return None };
    if owner != one.body {
        return None;
    }
    let approves = words::approves(&clause.text).is_some();
    let agrees = approves == (one.kind == HandKind::Approval);
    let common = words::overlap(&net.words[one.node], &net.words[to]);
    (common > 0 || (agrees && approves)).then_some((agrees, common))
}

fn feed(net: &mut Net<'_, '_>, one: Sent, to: usize) {
    net.found[one.node].hands_to[one.hand].feeds.push(to);
    let parties = net.parties;
    let (from_text, to_text) = (parties.without_names(net.nodes[one.node].text()), net.nodes[to].text());
    let words = words::shared(&from_text, to_text).or_else(|| words::approves(to_text).map(str::to_owned));
    if let Some(words) = words {
        net.found[to].because("match", words);
    }
    if one.nature == Nature::Step {
        net.found[to].fed_by.push(one.node);
        net.found[to].required = true;
    }
}
