//! Applies a fact to a state. Reads nothing but the state and the fact, so that a history rebuilds the same state for ever.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::fact::Fact;
use super::state::{Lead, LeadState};
use crate::ids::LeadId;

/// Applies one fact.
pub fn evolve(lead: &mut Lead, fact: &Fact, at: DateTime<Utc>) {
    match fact {
        Fact::Reported { .. } => {}
        Fact::Offered { body, by, note, document_no, sign_due } => {
            lead.state = LeadState::Offered;
            lead.round += 1;
            lead.receiver = Some(*body);
            lead.receivers.insert(*body);
            lead.offered_by = Some(*by);
            lead.offered_at = Some(at);
            lead.signed_at = None;
            lead.sign_due.clone_from(sign_due);
            lead.answer_due = None;
            lead.note.clone_from(note);
            lead.document_no.clone_from(document_no);
            lead.answer = None;
        }
        Fact::TakenBack { reason } => {
            lead.state = LeadState::Noted;
            lead.receiver = None;
            back(lead, Some(reason));
        }
        Fact::Signed { answer_due } => {
            lead.state = LeadState::Signed;
            lead.signed_at = Some(at);
            lead.sign_due = None;
            lead.answer_due.clone_from(answer_due);
            lead.reason = None;
        }
        Fact::Returned { reason } => {
            lead.state = LeadState::Returned;
            back(lead, Some(reason));
        }
        Fact::Objected { reason, .. } => {
            lead.state = LeadState::Objected;
            lead.objections += 1;
            back(lead, Some(reason));
        }
        Fact::CoordinationAsked { reason } => {
            lead.state = LeadState::InCoordination;
            if let Some(reason) = reason {
                lead.reason = Some(reason.clone());
            }
        }
        Fact::Coordinated { .. } => {
            lead.objections = 0;
            lead.reason = None;
        }
        Fact::Answered { answer } => {
            lead.state = LeadState::Answered;
            lead.answer = Some(answer.clone());
            back(lead, None);
        }
        Fact::Closed { note } | Fact::Settled { note } => {
            lead.state = LeadState::Closed;
            lead.closing_note = Some(note.clone());
            lead.ended_at = Some(at);
            back(lead, None);
        }
        Fact::Reopened { reason } => {
            lead.state = LeadState::Noted;
            lead.closing_note = None;
            lead.ended_at = None;
            lead.reason = Some(reason.clone());
        }
        Fact::Cancelled { reason } => {
            lead.state = LeadState::Cancelled;
            lead.ended_at = Some(at);
            back(lead, Some(reason));
        }
        Fact::Linked { duty, workflow } => {
            lead.duty = *duty;
            lead.workflow = *workflow;
        }
        Fact::DatesMoved { sign_due, answer_due } => {
            lead.sign_due.clone_from(sign_due);
            lead.answer_due.clone_from(answer_due);
        }
    }
}

/// The body has it no more: its dates end.
fn back(lead: &mut Lead, reason: Option<&String>) {
    lead.sign_due = None;
    lead.answer_due = None;
    lead.reason = reason.cloned();
}

/// The state that the first fact of a history makes; `None` when it is not a report.
#[must_use]
pub(super) fn begin(id: LeadId, fact: &Fact, at: DateTime<Utc>) -> Option<Lead> {
    let Fact::Reported { town, unit, place, matter, spot, urgent, duty, workflow, by } = fact else { return None };
    Some(Lead {
        id,
        town: *town,
        unit: *unit,
        place: place.clone(),
        matter: matter.clone(),
        spot: *spot,
        urgent: *urgent,
        duty: *duty,
        workflow: *workflow,
        reported_by: *by,
        reported_at: at,
        state: LeadState::Noted,
        round: 0,
        objections: 0,
        receiver: None,
        receivers: BTreeSet::new(),
        offered_by: None,
        offered_at: None,
        signed_at: None,
        sign_due: None,
        answer_due: None,
        note: None,
        document_no: None,
        answer: None,
        reason: None,
        closing_note: None,
        ended_at: None,
        seq: 0,
    })
}
