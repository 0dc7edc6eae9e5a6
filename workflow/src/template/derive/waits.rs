//! What a waiting town step waits for: a body's step of the track, or something that only its receipt can tell.

use std::cmp::Reverse;

use super::draft::Node;
use super::order::Net;
use super::review;
use super::words::{self, Bigrams};

/// How well a body's step fits a wait: the kind of act, the words of the cue, those of the whole clause.
type Fit = (bool, usize, usize);

/// How many pairs of characters must agree where the cue asks for nothing but a demand.
const DEMAND_OVERLAP: usize = 2;

/// The words of a wait.
struct Wait<'w> {
    cue: &'w str,
    /// Those of what is waited for; empty where the cue only asks.
    of_object: Bigrams,
    /// Those of the whole clause.
    of_text: &'w Bigrams,
}

/// Connects every waiting town step in printed order.
pub(super) fn connect(net: &mut Net<'_, '_>) {
    for at in 0..net.nodes.len() {
        let Node::Town(clause) = net.nodes[at] else { continue };
        if !clause.waits_for_department || !net.found[at].required {
            continue;
        }
        let cue = clause.cue_wait.as_deref().unwrap_or(&clause.text);
        let object = if words::is_demand(cue) { "" } else { words::whole_cue(cue, &clause.text) };
        let wait = Wait { cue, of_object: words::bigrams(&net.parties.without_names(object)), of_text: &net.words[at] };
        let named: Vec<usize> = net.parties.mentions(cue).into_iter().filter_map(|m| m.body).collect();
        let mut fits: Vec<(Fit, usize)> = (0..net.nodes.len())
            .filter(|&to| matches!(net.nodes[to], Node::Body(_, owner) if named.is_empty() || named.contains(&owner)))
            .filter_map(|to| fit(net, &wait, to).map(|fit| (fit, to)))
            .collect();
        fits.sort_by_key(|(fit, to)| (Reverse(*fit), *to));
        match fits.iter().find(|(_, to)| !net.depends(*to, at)) {
            Some(&(_, to)) => wait_for(net, at, to, object),
            None => {
                net.found[at].mark(if fits.is_empty() { review::EXTERNAL_WAIT } else { review::CYCLE });
                let sender = named.first().copied().unwrap_or(0);
                net.found[at].waits_for = Some((sender, None));
            }
        }
    }
}

fn wait_for(net: &mut Net<'_, '_>, at: usize, to: usize, object: &str) {
    let Node::Body(clause, owner) = net.nodes[to] else { return };
    net.found[at].waits_for = Some((owner, Some(to)));
    net.found[to].required = true;
    let plain = net.parties.without_names(object);
    let words = words::shared(&plain, &clause.text)
        .or_else(|| words::approves(&clause.text).map(str::to_owned))
        .or_else(|| words::shared(net.nodes[at].text(), &clause.text));
    if let Some(words) = words {
        net.found[at].because("match", words);
    }
}

/// How a body's step fits a wait; none where no word speaks for it.
fn fit(net: &Net<'_, '_>, wait: &Wait<'_>, to: usize) -> Option<Fit> {
    let Node::Body(clause, _) = net.nodes[to] else { return None };
    let approved = words::approving(wait.cue).is_some() && words::approves(&clause.text).is_some();
    let issues = !clause.waits_for_town && words::issuing(&clause.text).is_some();
    let by_text = words::overlap(wait.of_text, &net.words[to]);
    if wait.of_object.is_empty() {
        // The cue names no object: only a step that hands the town something can be meant.
        return (approved || issues && by_text >= DEMAND_OVERLAP).then_some((approved, 0, by_text));
    }
    if words::issuing(wait.cue).is_some() && !issues && !approved {
        // What was sent down comes from a clause that sends something down.
        return None;
    }
    let by_object = words::overlap(&wait.of_object, &net.words[to]);
    (approved || by_object > 0).then_some((approved, by_object + usize::from(issues && by_object > 0), by_text))
}
