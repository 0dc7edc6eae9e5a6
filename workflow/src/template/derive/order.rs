//! What comes before what in a track: hand-offs and the steps that they feed, waits, and which of the bodies' clauses are required by them.
//!
//! Edges run from the town's steps to its later hand-offs, from a hand-off to the step that it feeds, and from a body's step to the town's step
//! that waits for it. The first two kinds can close no circle; each wait is checked before it is added.

use duty_list::{DepartmentClause, HandKind, Nature, TownClause};

use super::super::{Cell, ClauseRef, Party, PlannedHandOff, Step, Track, WaitFor, Why};
use super::draft::{Draft, Node};
use super::parties::Parties;
use super::{feeds, review, waits, words};

/// What was found out about a node besides its words.
#[derive(Clone, Default)]
pub(super) struct Found {
    /// Whether it makes a task each time.
    pub(super) required: bool,
    /// Town steps that come before it.
    pub(super) after: Vec<usize>,
    /// Its hand-offs.
    pub(super) hands_to: Vec<Hand>,
    /// Required town steps whose hand-offs feed it.
    pub(super) fed_by: Vec<usize>,
    /// What a town step waits for: the body, and its step unless the wait is external.
    pub(super) waits_for: Option<(usize, Option<usize>)>,
    pub(super) why: Vec<Why>,
    pub(super) review: Vec<&'static str>,
}

/// A hand-off of a town clause.
#[derive(Clone)]
pub(super) struct Hand {
    /// The receiver, unless it is to be chosen.
    pub(super) body: Option<usize>,
    pub(super) kind: HandKind,
    pub(super) feeds: Vec<usize>,
}

impl Found {
    /// Notes an inference and its words.
    pub(super) fn because(&mut self, what: &str, words: impl Into<String>) {
        let why = Why { what: what.to_owned(), words: words.into() };
        if !self.why.contains(&why) {
            self.why.push(why);
        }
    }

    /// Notes that a person should look.
    pub(super) fn mark(&mut self, code: &'static str) {
        if !self.review.contains(&code) {
            self.review.push(code);
        }
    }
}

/// The nodes of a track with what was found out about them.
pub(super) struct Net<'a, 'p> {
    pub(super) nodes: &'p [Node<'a>],
    pub(super) found: Vec<Found>,
    /// The words of each node without the names of bodies.
    pub(super) words: Vec<words::Bigrams>,
    pub(super) parties: &'p Parties<'p>,
}

impl Net<'_, '_> {
    /// Whether a hand-off feeds the step.
    pub(super) fn is_fed(&self, step: usize) -> bool {
        self.found.iter().any(|f| f.hands_to.iter().any(|h| h.feeds.contains(&step)))
    }

    /// Whether `step` can only open after `earlier`.
    pub(super) fn depends(&self, step: usize, earlier: usize) -> bool {
        let mut seen = vec![false; self.nodes.len()];
        let mut open = vec![step];
        while let Some(at) = open.pop() {
            if at == earlier {
                return true;
            }
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let found = &self.found[at];
            open.extend(&found.after);
            open.extend(&found.fed_by);
            open.extend(found.waits_for.and_then(|(_, step)| step));
        }
        false
    }
}

/// Finds the order of a track and finishes its steps.
pub(super) fn finish(draft: Draft<'_>, parties: &Parties<'_>) -> Track {
    let found = draft
        .nodes
        .iter()
        .map(|node| match node {
            Node::Town(clause) => of_town(clause, parties, draft.town_outside),
            Node::Body(clause, body) => of_body(clause, *body, parties, draft.department_outside),
        })
        .collect();
    let words = draft.nodes.iter().map(|node| words::bigrams(&parties.without_names(node.text()))).collect();
    let mut net = Net { nodes: &draft.nodes, found, words, parties };
    before_hand_offs(&mut net);
    feeds::connect(&mut net);
    waits::connect(&mut net);
    let found = net.found;

    let keys = draft.keys();
    let steps = draft.nodes.iter().zip(found).enumerate().map(|(at, (node, found))| step(*node, found, &keys, at, parties)).collect();
    Track { title: draft.title.map(str::to_owned), lanes: draft.lanes(parties), steps }
}

fn of_town(clause: &TownClause, parties: &Parties<'_>, outside: bool) -> Found {
    let mut found = Found { required: clause.nature == Nature::Step, ..Found::default() };
    for name in &clause.hands_to {
        let body = if name == "*" { None } else { parties.find(name) };
        if found.hands_to.iter().any(|hand| hand.body == body) {
            continue;
        }
        found.hands_to.push(Hand { body, kind: clause.hand_kind.unwrap_or(HandKind::Report), feeds: Vec::new() });
        match body {
            None => found.mark(review::RECEIVER_OPEN),
            Some(body) if !parties.listed(body) => found.mark(review::UNLISTED_RECEIVER),
            Some(_) => {}
        }
    }
    if !clause.hands_to.is_empty() {
        found.because("handoff", clause.cue_hand.as_deref().unwrap_or(&clause.text));
        if matches!(clause.nature, Nature::Standing | Nature::Requirement) {
            found.mark(review::NATURE_UNSURE);
        }
    }
    if clause.waits_for_department {
        found.because("wait", clause.cue_wait.as_deref().unwrap_or(&clause.text));
    }
    if !clause.joint_with.is_empty() {
        found.because("joint", words::joint(&clause.text).map_or_else(|| clause.joint_with.join("、"), str::to_owned));
    }
    if outside {
        found.mark(review::OUTSIDE_SECTIONS);
    }
    found
}

fn of_body(clause: &DepartmentClause, owner: usize, parties: &Parties<'_>, outside: bool) -> Found {
    let mut found = Found::default();
    if clause.department.is_none() {
        found.mark(review::NO_OWNER);
    } else if !parties.listed(owner) {
        found.mark(review::UNLISTED_OWNER);
    }
    if !clause.also.is_empty() {
        found.because("joint", clause.header.clone().unwrap_or_else(|| clause.also.join("、")));
    }
    if clause.waits_for_town {
        found.because("wait", clause.cue_wait.as_deref().unwrap_or(&clause.text));
    }
    let to_body = parties
        .mentions(&clause.text)
        .into_iter()
        .any(|mention| mention.body != Some(owner) && words::leads_to_receiver(&clause.text[..mention.start]));
    if to_body {
        found.mark(review::BETWEEN_BODIES);
    }
    if words::gives_to_town(&clause.text) {
        found.mark(review::BODY_TO_TOWN);
    }
    if outside {
        found.mark(review::OUTSIDE_SECTIONS);
    }
    found
}

/// The town's required steps before a hand-off come before it.
fn before_hand_offs(net: &mut Net<'_, '_>) {
    let mut earlier = Vec::new();
    for (at, node) in net.nodes.iter().enumerate() {
        let Node::Town(clause) = node else { continue };
        let started = matches!(clause.nature, Nature::Step | Nature::Periodic | Nature::OnEvent);
        if started && !net.found[at].hands_to.is_empty() {
            net.found[at].after.clone_from(&earlier);
        }
        if net.found[at].required {
            earlier.push(at);
        }
    }
}

fn step(node: Node<'_>, found: Found, keys: &[String], at: usize, parties: &Parties<'_>) -> Step {
    let (party, clause, nature) = match node {
        Node::Town(clause) => (Party::Town, ClauseRef { cell: Cell::Town, i: clause.i }, Some(clause.nature)),
        Node::Body(clause, body) => (parties.party(body), ClauseRef { cell: Cell::Department, i: clause.i }, None),
    };
    let from_town = found.fed_by.iter().map(|&from| WaitFor { party: Party::Town, step: Some(keys[from].clone()) });
    let from_body = found.waits_for.iter().map(|&(body, step)| WaitFor { party: parties.party(body), step: step.map(|s| keys[s].clone()) });
    let waits_for = from_town.chain(from_body).collect();
    let hands_to = found
        .hands_to
        .iter()
        .map(|hand| PlannedHandOff {
            receiver: hand.body.map_or("*", |body| parties.name(body)).to_owned(),
            listed: hand.body.is_some_and(|body| parties.listed(body)),
            kind: hand.kind,
            feeds: hand.feeds.iter().map(|&fed| keys[fed].clone()).collect(),
        })
        .collect();
    Step {
        key: keys[at].clone(),
        party,
        clause,
        text: node.text().to_owned(),
        nature,
        required: found.required,
        after: found.after.iter().map(|&earlier| keys[earlier].clone()).collect(),
        waits_for,
        hands_to,
        why: found.why,
        review: found.review.into_iter().map(str::to_owned).collect(),
        ..Step::default()
    }
}
