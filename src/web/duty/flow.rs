//! A track as a page shows it: its steps in the order in which they can be done, each with what it waits for and what it hands over, and the rest of
//! the clauses for reference.

use std::collections::{BTreeMap, BTreeSet};

use duty_list::Nature;
use workflow::template::{Party, Step, Track, Why};

use crate::text::{Texts, fill};

/// A track.
pub(super) struct Flow {
    /// From 0.
    pub(super) index: usize,
    /// Its heading in the list.
    pub(super) title: Option<String>,
    /// Whether it can be started.
    pub(super) startable: bool,
    /// What makes tasks.
    pub(super) steps: Vec<FlowStep>,
    /// What does not.
    pub(super) reference: Vec<Group>,
}

/// A step that becomes a task.
pub(super) struct FlowStep {
    pub(super) key: String,
    pub(super) number: usize,
    pub(super) town: bool,
    pub(super) party: String,
    pub(super) text: String,
    pub(super) nature: Option<&'static str>,
    pub(super) hands: Vec<Fact>,
    pub(super) waits: Vec<Fact>,
    pub(super) review: Vec<&'static str>,
}

/// Something about a step, with the words of the list that it rests on.
pub(super) struct Fact {
    pub(super) what: String,
    pub(super) words: Option<String>,
}

/// Clauses for reference.
pub(super) struct Group {
    pub(super) label: String,
    pub(super) what: &'static str,
    /// Whether they are the town's.
    pub(super) town: bool,
    pub(super) clauses: Vec<Clause>,
}

/// A clause for reference.
pub(super) struct Clause {
    /// Whose it is, where the group does not say.
    pub(super) party: Option<String>,
    pub(super) text: String,
    pub(super) hands: Vec<Fact>,
    pub(super) review: Vec<&'static str>,
}

/// A track for the page of the town `town`.
pub(super) fn flow(t: &Texts, index: usize, track: &Track, town: &str) -> Flow {
    let order = order(track);
    let numbers: BTreeMap<&str, usize> = order.iter().enumerate().map(|(at, step)| (step.key.as_str(), at + 1)).collect();
    let feeding = feeding(order.iter().copied(), &numbers);
    let steps = order
        .iter()
        .enumerate()
        .map(|(at, step)| FlowStep {
            key: step.key.clone(),
            number: at + 1,
            town: step.party == Party::Town,
            party: party(&step.party, town),
            text: step.text.clone(),
            nature: step.nature.filter(|nature| *nature != Nature::Step).map(|nature| t.nature(nature)),
            hands: hands(t, step),
            waits: waits(t, step, &numbers, feeding.get(step.key.as_str()).copied()),
            review: review(t, step),
        })
        .collect();
    Flow { index, title: track.title.clone(), startable: super::startable(track), steps, reference: reference(t, track) }
}

/// The numbers of the steps whose hand-offs feed others, by the key of what they feed.
pub(super) fn feeding<'t>(steps: impl Iterator<Item = &'t Step>, numbers: &BTreeMap<&'t str, usize>) -> BTreeMap<&'t str, usize> {
    steps
        .flat_map(|step| step.hands_to.iter().flat_map(|planned| &planned.feeds).map(move |fed| (fed.as_str(), step)))
        .filter_map(|(fed, step)| Some((fed, *numbers.get(step.key.as_str())?)))
        .collect()
}

/// The steps that make tasks, each after what it waits for, else as printed.
fn order(track: &Track) -> Vec<&Step> {
    fn place<'a>(step: &'a Step, steps: &BTreeMap<&str, &'a Step>, seen: &mut BTreeSet<&'a str>, out: &mut Vec<&'a Step>) {
        if !seen.insert(step.key.as_str()) {
            return;
        }
        let before = step.after.iter().chain(step.waits_for.iter().filter_map(|wait| wait.step.as_ref()));
        for key in before {
            if let Some(earlier) = steps.get(key.as_str()) {
                place(earlier, steps, seen, out);
            }
        }
        out.push(step);
    }
    let steps: BTreeMap<&str, &Step> = track.steps.iter().filter(|step| step.required).map(|step| (step.key.as_str(), step)).collect();
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    for step in track.steps.iter().filter(|step| step.required) {
        place(step, &steps, &mut seen, &mut out);
    }
    out
}

fn party(party: &Party, town: &str) -> String {
    match party {
        Party::Town => town.to_owned(),
        Party::Body { name } => name.clone(),
    }
}

fn words(why: &[Why], what: &str) -> Option<String> {
    why.iter().find(|why| why.what == what).map(|why| why.words.clone())
}

pub(super) fn hands(t: &Texts, step: &Step) -> Vec<Fact> {
    let words = words(&step.why, "handoff");
    let fact = |planned: &workflow::template::PlannedHandOff| {
        let receiver = if planned.receiver == "*" { t.duty.receiver_open } else { planned.receiver.as_str() };
        Fact { what: fill(t.duty.hands, &[("kind", &t.hand_kind(planned.kind)), ("receiver", &receiver)]), words: words.clone() }
    };
    step.hands_to.iter().map(fact).collect()
}

pub(super) fn waits(t: &Texts, step: &Step, numbers: &BTreeMap<&str, usize>, fed_by: Option<usize>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut after: Vec<usize> = step.after.iter().filter_map(|key| numbers.get(key.as_str()).copied()).collect();
    after.sort_unstable();
    if let [step] = after.as_slice() {
        facts.push(Fact { what: fill(t.duty.after_step, &[("step", step)]), words: None });
    } else if !after.is_empty() {
        let steps = after.iter().map(ToString::to_string).collect::<Vec<_>>().join(t.duty.between);
        facts.push(Fact { what: fill(t.duty.after_steps, &[("steps", &steps)]), words: None });
    }
    if let Some(step) = fed_by {
        facts.push(Fact { what: fill(t.duty.fed_by, &[("step", &step)]), words: None });
    }
    let words = words(&step.why, "wait");
    for wait in &step.waits_for {
        let number = wait.step.as_deref().and_then(|key| numbers.get(key).copied());
        let what = match (&wait.party, number) {
            (_, Some(number)) if fed_by == Some(number) => continue,
            (Party::Body { name }, Some(number)) => fill(t.duty.waits_body, &[("body", name), ("step", &number)]),
            (Party::Town, Some(number)) => fill(t.duty.after_step, &[("step", &number)]),
            (Party::Body { name }, None) => fill(t.duty.waits_external, &[("body", name)]),
            (Party::Town, None) => t.duty.waits_other.to_owned(),
        };
        facts.push(Fact { what, words: words.clone() });
    }
    facts
}

fn review(t: &Texts, step: &Step) -> Vec<&'static str> {
    step.review.iter().map(|code| t.review(code)).collect()
}

fn reference(t: &Texts, track: &Track) -> Vec<Group> {
    let d = &t.duty;
    let clause =
        |step: &Step, party: Option<String>| Clause { party, text: step.text.clone(), hands: hands(t, step), review: review(t, step) };
    let rest: Vec<&Step> = track.steps.iter().filter(|step| !step.required).collect();
    let natures = [
        (Nature::Standing, d.reference_standing),
        (Nature::Requirement, d.reference_requirement),
        (Nature::Periodic, d.reference_periodic),
        (Nature::OnEvent, d.reference_on_event),
    ];
    let of_town = natures.into_iter().map(|(nature, what)| {
        let own = rest.iter().filter(|step| step.party == Party::Town && step.nature == Some(nature));
        Group { label: t.nature(nature).to_owned(), what, town: true, clauses: own.map(|step| clause(step, None)).collect() }
    });
    let bodies = rest.iter().filter_map(|step| match &step.party {
        Party::Body { name } => Some(clause(step, Some(name.clone()))),
        Party::Town => None,
    });
    let of_bodies = Group { label: d.reference_body.to_owned(), what: d.reference_body_what, town: false, clauses: bodies.collect() };
    of_town.chain([of_bodies]).filter(|group| !group.clauses.is_empty()).collect()
}
