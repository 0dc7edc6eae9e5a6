//! To whom a task's output goes: as planned, those that sent it back, the duty's own bodies where the list names no one, and any other body.

use std::str::FromStr;

use workflow::case::HandKind;
use workflow::case::{HandOffState, Lane, Receiver, Side, Task};
use workflow::ids::BodyId;

use crate::service::view::WorkflowView;
use crate::text::{Texts, fill};
use crate::web::{Choice, Typed};

/// The kinds in the order of the form.
pub(super) const KINDS: [HandKind; 4] = [HandKind::Approval, HandKind::Record, HandKind::Report, HandKind::Transfer];

/// A receiver as a check box sends it: `BODY:KIND`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ReceiverCode(Receiver);

impl FromStr for ReceiverCode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (body, kind) = text.split_once(':').ok_or(())?;
        let to: Side = body.parse().map_err(|_| ())?;
        Ok(Self(Receiver { to, kind: HandKind::from_code(kind).ok_or(())? }))
    }
}

impl std::fmt::Display for ReceiverCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.0.to, self.0.kind.code())
    }
}

/// What the form offers.
#[derive(Debug)]
pub(super) struct Offered {
    /// The check boxes.
    pub(super) choices: Vec<Choice>,
    /// Which of them are ticked at first.
    pub(super) ticked: Vec<String>,
    /// What is settled already, in words.
    pub(super) settled: Vec<String>,
    /// The kind that the list asks for.
    pub(super) kind: HandKind,
    /// The word of the button: the kind that the list asks for, else a general one.
    pub(super) label: &'static str,
    /// What to do with the check boxes.
    pub(super) hint: &'static str,
}

/// The receivers of a task.
pub(super) fn offered(t: &Texts, view: &WorkflowView, task: &Task) -> Offered {
    let w = &t.task;
    let kind = task.receivers.first().map_or(HandKind::Report, |planned| planned.kind);
    let mut receivers: Vec<Receiver> =
        task.receivers.iter().filter_map(|planned| planned.body.map(|body| Receiver::body(body, planned.kind))).collect();
    let open = task.receivers.iter().any(|planned| planned.body.is_none());
    let planned = receivers.clone();
    let sent: Vec<_> = view.case.hand_offs.values().filter(|hand_off| hand_off.task == task.id).collect();
    for hand_off in sent.iter().filter(|hand_off| matches!(hand_off.state, HandOffState::Returned | HandOffState::Objected)) {
        push(&mut receivers, Receiver { to: hand_off.receiver, kind: hand_off.kind });
    }
    let came_back: Vec<Receiver> = sent
        .iter()
        .filter(|hand_off| matches!(hand_off.state, HandOffState::Returned | HandOffState::Objected))
        .map(|hand_off| Receiver { to: hand_off.receiver, kind: hand_off.kind })
        .collect();
    let of_body = task.lane != Lane::Town;
    if of_body {
        push(&mut receivers, Receiver { to: Side::Town, kind });
    }
    if open || task.receivers.is_empty() {
        for (body, _) in &view.duty.bodies {
            if task.lane != Lane::Body(*body) {
                push(&mut receivers, Receiver::body(*body, kind));
            }
        }
    }
    let is_settled = |receiver: &Receiver| {
        sent.iter()
            .any(|hand_off| hand_off.receiver == receiver.to && hand_off.kind == receiver.kind && hand_off.state == HandOffState::Settled)
    };
    let words = |text: &str, receiver: &Receiver| fill(text, &[("body", &name(view, receiver.to)), ("kind", &t.hand_kind(receiver.kind))]);
    let settled = receivers.iter().filter(|receiver| is_settled(receiver)).map(|receiver| words(w.receiver_settled, receiver)).collect();
    receivers.retain(|receiver| !is_settled(receiver));
    // The second time only what came back is sent again, unless a person ticks more.
    let first = if came_back.is_empty() { &planned } else { &came_back };
    let ticked = receivers.iter().filter(|receiver| first.contains(receiver)).map(|receiver| ReceiverCode(*receiver).to_string()).collect();
    let label = if task.receivers.is_empty() { w.hand_off } else { t.hand_kind(kind) };
    let hint = if open || task.receivers.is_empty() { w.receivers_open } else { w.receivers_hint };
    let choices = receivers.iter().map(|receiver| {
        let text = if came_back.contains(receiver) { w.receiver_back } else { w.receiver_line };
        Choice::new(ReceiverCode(*receiver), words(text, receiver))
    });
    Offered { choices: choices.collect(), ticked, settled, kind, label, hint }
}

fn push(receivers: &mut Vec<Receiver>, receiver: Receiver) {
    if !receivers.iter().any(|known| known.to == receiver.to) {
        receivers.push(receiver);
    }
}

/// The name under which the county knows a body, else the list's spelling.
fn name(view: &WorkflowView, side: Side) -> String {
    let known = view.names.unit(side.unit(view.case.town));
    if !known.is_empty() {
        return known.to_owned();
    }
    view.duty.bodies.iter().find(|(id, _)| side.is_body(*id)).map(|(_, spelling)| spelling.clone()).unwrap_or_default()
}

/// Reads the ticked receivers and the other body.
pub(super) fn read(t: &Texts, form: &mut Typed) -> Vec<Receiver> {
    let mut receivers: Vec<Receiver> = form.picks::<ReceiverCode>("to").into_iter().map(|ReceiverCode(receiver)| receiver).collect();
    if let Some(body) = form.pick_or_none::<BodyId>(t, "other_body") {
        let kind = HandKind::from_code(form.value("other_kind"));
        if kind.is_none() {
            form.wrong("other_kind", t.common.pick_one);
        }
        receivers.extend(kind.map(|kind| Receiver::body(body, kind)));
    }
    receivers
}
