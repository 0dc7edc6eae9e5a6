//! The form of a clause: what it is filled in with, and which changes it asks for. Only what differs from the draft is changed.

use duty_list::{HandKind, Nature};
use workflow::template::edit::{Edit, TEXT_LIMIT};
use workflow::template::{Cell, Party, SignOff, Step, Track, WaitFor};

use super::super::give;
use super::rows::side;
use crate::text::{Texts, fill};
use crate::web::{Choice, Typed};

/// The kinds of hand-off.
const KINDS: [HandKind; 4] = [HandKind::Approval, HandKind::Record, HandKind::Report, HandKind::Transfer];
/// The value of the town among the sides.
const TOWN: &str = "town";
/// The value of a receiver that is chosen when the work is handed off.
const OPEN: &str = "*";

/// What can be chosen in the form of a clause.
pub(super) struct Choices {
    pub(super) natures: Vec<Choice>,
    pub(super) parties: Vec<Choice>,
    pub(super) units: Vec<Choice>,
    pub(super) sources: Vec<Choice>,
    pub(super) sign_offs: Vec<Choice>,
    pub(super) receivers: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
    pub(super) feeds: Vec<Choice>,
    pub(super) waits: Vec<Choice>,
    pub(super) after: Vec<Choice>,
    /// Every body of the county, for what the track does not name yet.
    pub(super) bodies: Vec<String>,
}

/// The bodies of a track.
fn bodies(track: &Track) -> Vec<&str> {
    track
        .lanes
        .iter()
        .filter_map(|party| match party {
            Party::Body { name } => Some(name.as_str()),
            Party::Town => None,
        })
        .collect()
}

impl Choices {
    /// Those of a clause of a track.
    pub(super) fn of(t: &Texts, track: &Track, step: &Step, town: &str, county: Vec<String>) -> Self {
        let w = &t.template;
        let names = bodies(track);
        let body = |name: &&str| Choice::new(name, *name);
        let label = |other: &Step| {
            let number = track.steps.iter().position(|own| own.key == other.key).unwrap_or(0) + 1;
            format!("{number} {}", other.text)
        };
        let of_bodies = || track.steps.iter().filter(|other| other.party != Party::Town);
        let named = |other: &Step| fill(w.wait_step, &[("body", &side(&other.party, town)), ("text", &label(other))]);
        let receipt = |name: &&str| Choice::new(format!("from:{name}"), fill(w.wait_receipt, &[("body", name)]));
        let own = track.steps.iter().filter(|other| other.party == step.party && other.required && other.key != step.key);
        Self {
            natures: Nature::ALL.iter().map(|nature| Choice::new(nature.code(), t.nature(*nature))).collect(),
            parties: std::iter::once(Choice::new(TOWN, town)).chain(names.iter().map(body)).collect(),
            units: give::units(t).into_iter().filter(|unit| unit.value != "none").collect(),
            sources: give::step_sources(t),
            sign_offs: SignOff::ALL.iter().map(|level| Choice::new(level.code(), t.sign_off_level(*level))).collect(),
            receivers: names.iter().map(body).chain([Choice::new(OPEN, t.duty.receiver_open)]).collect(),
            kinds: KINDS.iter().map(|kind| Choice::new(kind.code(), t.hand_kind(*kind))).collect(),
            feeds: of_bodies().map(|other| Choice::new(&other.key, named(other))).collect(),
            waits: of_bodies()
                .map(|other| Choice::new(format!("step:{}", other.key), named(other)))
                .chain(names.iter().map(receipt))
                .collect(),
            after: own.map(|other| Choice::new(&other.key, label(other))).collect(),
            bodies: county,
        }
    }
}

/// The form as the draft has the clause.
pub(super) fn filled(form: Typed, step: &Step) -> Typed {
    let party = match &step.party {
        Party::Town => TOWN,
        Party::Body { name } => name,
    };
    let mut form = form.with("party", party).with("sign_off", step.sign_off.code()).with("text", &step.text);
    if let Some(nature) = step.nature {
        form = form.with("nature", nature.code());
    }
    if let Some(spec) = &step.limit {
        let unit = match spec.limit.unit {
            workflow::calendar::LimitUnit::NaturalDays => "natural_days",
            workflow::calendar::LimitUnit::Hours => "hours",
            _ => "working_days",
        };
        form = form.with("amount", spec.limit.amount).with("unit", unit).with("source", spec.source.code());
        form = form.with("number", spec.source.number().unwrap_or_default());
    }
    for hand in &step.hands_to {
        form = form.with("receiver", &hand.receiver);
        for fed in &hand.feeds {
            form = form.with("feed", fed);
        }
    }
    let kind = step.hands_to.first().map_or(HandKind::Report, |hand| hand.kind);
    form = form.with("kind", kind.code());
    if step.any_receiver {
        form = form.with("any", "1");
    }
    for wait in &step.waits_for {
        form = match (&wait.step, &wait.party) {
            (Some(key), _) => form.with("wait", format!("step:{key}")),
            (None, Party::Body { name }) => form.with("wait", format!("from:{name}")),
            (None, Party::Town) => form,
        };
    }
    step.after.iter().fold(form, |form, key| form.with("after", key))
}

/// The changes that the form asks for; none when a field cannot be read.
pub(super) fn edits(t: &Texts, form: &mut Typed, track: &Track, step: &Step) -> Option<Vec<Edit>> {
    let key = || step.key.clone();
    let mut edits = Vec::new();
    if step.clause.cell == Cell::Own {
        let text = form.required(t, "text", TEXT_LIMIT).unwrap_or_default();
        if text != step.text {
            edits.push(Edit::SetText { step: key(), text });
        }
    }
    let party = chosen_party(form);
    let moved = party != step.party;
    if moved {
        if !step.hands_to.is_empty() {
            edits.push(Edit::SetHandOffs { step: key(), receivers: Vec::new(), kind: HandKind::Report, any: false });
        }
        edits.push(Edit::SetParty { step: key(), party: party.clone() });
    }
    limit(t, form, step, &mut edits);
    // What the form shows belongs to the side that it had; the new side's is set after it has changed.
    if party == Party::Town && !moved {
        of_town(form, track, step, &mut edits);
    }
    if !moved {
        let after: Vec<String> = form.values_of("after").map(str::to_owned).collect();
        if !same(&after, &step.after) {
            edits.push(Edit::SetAfter { step: key(), after });
        }
    }
    (!form.has_errors()).then_some(edits)
}

fn chosen_party(form: &Typed) -> Party {
    let other = form.value("party_other").trim();
    match form.value("party") {
        _ if !other.is_empty() => Party::Body { name: other.to_owned() },
        TOWN | "" => Party::Town,
        name => Party::Body { name: name.to_owned() },
    }
}

fn limit(t: &Texts, form: &mut Typed, step: &Step, edits: &mut Vec<Edit>) {
    let fields = give::Fields { who: String::new(), amount: "amount".to_owned(), unit: "unit".to_owned(), source: "source".to_owned() };
    let number = form.value("number").trim().to_owned();
    let limit = give::limit(t, form, &fields, Some(&number));
    if limit != step.limit && !form.has_errors() {
        edits.push(Edit::SetLimit { step: step.key.clone(), limit });
    }
}

fn of_town(form: &mut Typed, track: &Track, step: &Step, edits: &mut Vec<Edit>) {
    let key = || step.key.clone();
    let nature = Nature::ALL.into_iter().find(|nature| nature.code() == form.value("nature")).or(step.nature).unwrap_or(Nature::Step);
    if step.nature != Some(nature) {
        edits.push(Edit::SetNature { step: key(), nature });
    }
    let sign_off = SignOff::from_code(form.value("sign_off")).unwrap_or(step.sign_off);
    if sign_off != step.sign_off {
        edits.push(Edit::SetSignOff { step: key(), sign_off });
    }
    let other = form.value("receiver_other").trim().to_owned();
    let receivers: Vec<String> = form.values_of("receiver").map(str::to_owned).chain((!other.is_empty()).then_some(other)).collect();
    let before: Vec<String> = step.hands_to.iter().map(|hand| hand.receiver.clone()).collect();
    let kind = HandKind::from_code(form.value("kind")).unwrap_or(HandKind::Report);
    let any = form.ticked("any");
    let kinds_differ = step.hands_to.iter().any(|hand| hand.kind != kind);
    if !same(&receivers, &before) || kinds_differ || (any != step.any_receiver && receivers.len() > 1) {
        edits.push(Edit::SetHandOffs { step: key(), receivers: receivers.clone(), kind, any });
    }
    for receiver in &receivers {
        let feeds = fed(form, track, receiver, &receivers);
        let hand = step.hands_to.iter().find(|hand| hand.receiver == *receiver);
        if !same(&feeds, hand.map(|hand| hand.feeds.as_slice()).unwrap_or_default()) {
            edits.push(Edit::SetFeeds { step: key(), receiver: receiver.clone(), feeds });
        }
    }
    if nature != Nature::Step {
        return;
    }
    let waits: Vec<WaitFor> = form.values_of("wait").filter_map(|value| wait(value, track)).collect();
    if waits.len() != step.waits_for.len() || !waits.iter().all(|wait| step.waits_for.contains(wait)) {
        edits.push(Edit::SetWaits { step: key(), waits });
    }
}

/// The ticked steps that a hand-off to this receiver is for; one that is still open takes those whose side is no receiver.
fn fed(form: &Typed, track: &Track, receiver: &str, receivers: &[String]) -> Vec<String> {
    let owner = |key: &str| track.steps.iter().find(|step| step.key == key).map(|step| &step.party);
    let fits = |key: &&str| match owner(key) {
        Some(Party::Body { name }) if receiver == OPEN => !receivers.contains(name),
        Some(Party::Body { name }) => name == receiver,
        _ => false,
    };
    form.values_of("feed").filter(fits).map(str::to_owned).collect()
}

fn wait(value: &str, track: &Track) -> Option<WaitFor> {
    match value.split_once(':')? {
        ("from", name) => Some(WaitFor { party: Party::Body { name: name.to_owned() }, step: None }),
        ("step", key) => {
            let party = track.steps.iter().find(|step| step.key == key)?.party.clone();
            Some(WaitFor { party, step: Some(key.to_owned()) })
        }
        _ => None,
    }
}

/// Whether two lists name the same, in whatever order.
fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|name| other.contains(name))
}
