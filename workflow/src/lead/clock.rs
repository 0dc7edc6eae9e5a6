//! Whose clock: with whom a lead was, and for how long, from its events. Time before a signature is booked as waiting for that body's signature.

use chrono::{DateTime, TimeDelta, Utc};

use super::evolve::{begin, evolve};
use super::history::Entry;
use super::state::{Lead, LeadState};
use crate::calendar::Calendar;
use crate::ids::{BodyId, LeadId};

/// With whom a lead is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The town's turn.
    Town,
    /// A body has not signed for it yet.
    Signature(BodyId),
    /// A body deals with it.
    Body(BodyId),
    /// The county coordinates.
    Coordination,
}

/// A time with one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Span {
    pub side: Side,
    pub from: DateTime<Utc>,
    /// `None` while it lasts.
    pub to: Option<DateTime<Utc>>,
}

/// The spans of a history, in order; neighbours of one side are one.
#[must_use]
pub fn spans(id: LeadId, entries: &[Entry]) -> Vec<Span> {
    let mut state: Option<Lead> = None;
    let mut spans: Vec<Span> = Vec::new();
    for entry in entries {
        for fact in &entry.facts {
            match &mut state {
                None => state = begin(id, fact, entry.at),
                Some(state) => evolve(state, fact, entry.at),
            }
        }
        let side = state.as_ref().and_then(side);
        let last = spans.last_mut().filter(|last| last.to.is_none());
        match (last, side) {
            (Some(last), Some(side)) if last.side == side => {}
            (last, side) => {
                if let Some(last) = last {
                    last.to = Some(entry.at);
                }
                spans.extend(side.map(|side| Span { side, from: entry.at, to: None }));
            }
        }
    }
    spans
}

/// The working time with each side until `now`, in the order in which they had it first.
#[must_use]
pub fn totals(spans: &[Span], now: DateTime<Utc>, calendar: &Calendar) -> Vec<(Side, TimeDelta)> {
    let mut totals: Vec<(Side, TimeDelta)> = Vec::new();
    for span in spans {
        let time = calendar.working_time_between(span.from, span.to.unwrap_or(now));
        match totals.iter_mut().find(|(side, _)| *side == span.side) {
            Some((_, total)) => *total += time,
            None => totals.push((span.side, time)),
        }
    }
    totals
}

fn side(lead: &Lead) -> Option<Side> {
    match (lead.state, lead.receiver) {
        (LeadState::Offered, Some(body)) => Some(Side::Signature(body)),
        (LeadState::Signed, Some(body)) => Some(Side::Body(body)),
        (LeadState::InCoordination, _) => Some(Side::Coordination),
        (LeadState::Closed | LeadState::Cancelled, _) => None,
        _ => Some(Side::Town),
    }
}
