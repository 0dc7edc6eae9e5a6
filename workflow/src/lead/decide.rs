//! Commands into facts: who may ask for what, in which state.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::command::{Command, NewLead};
use super::evolve::{begin, evolve};
use super::fact::Fact;
use super::rights::{acts, decides, may_report};
use super::state::{Lead, LeadState};
use crate::calendar::{Calendar, Limit, LimitSource, local_date};
use crate::case::{Due, LimitSpec, OnBehalf};
use crate::ids::{BodyId, LeadId};
use crate::people::Viewer;
use crate::refusal::Refusal;
use crate::settings::TownLimits;

/// Everything that a decision depends on beside the state and the command.
pub struct Circumstances<'a> {
    /// The present.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub actor: &'a Viewer,
    /// The town's calendar, which knows those of the bodies.
    pub calendar: &'a Calendar,
    /// The town's default limits.
    pub limits: TownLimits,
    /// Bodies with people in the system: for these nothing is recorded on behalf.
    pub bodies_in_system: &'a BTreeSet<BodyId>,
}

impl Circumstances<'_> {
    /// The date of what lies with a body, in its calendar.
    fn due(&self, body: BodyId, days: Option<u32>) -> Option<Due> {
        let limit = Limit::working_days(days?);
        Some(Due::count(self.calendar.of_body(body), self.now, LimitSpec { limit, source: LimitSource::TownSetting }))
    }
}

/// The table: whether a lead in this state takes a command. `docs/lead.md` is made from it.
#[must_use]
pub fn takes(state: LeadState, command: &str) -> bool {
    use LeadState::{Answered, Cancelled, Closed, InCoordination, Noted, Objected, Offered, Returned, Signed};
    let states: &[LeadState] = match command {
        "offer" => &[Noted, Returned, Objected],
        "take-back" | "sign" => &[Offered],
        "return" | "object" => &[Offered, Signed],
        "ask-coordination" => &[Objected],
        "record-coordination" => &[InCoordination],
        "answer" => &[Signed],
        "close" => &[Answered],
        "settle" => &[Noted, Returned],
        "reopen" => &[Answered, Closed],
        "cancel" => &[Noted, Offered, Signed, Returned, Objected, InCoordination, Answered],
        "link" => &[Noted, Offered, Signed, Returned, Objected, InCoordination, Answered, Closed],
        _ => &[],
    };
    debug_assert!(!states.contains(&Cancelled), "what was cancelled takes nothing");
    states.contains(&state)
}

/// Reports a lead; with a body named it is sent at once.
///
/// # Errors
/// When the actor does not belong to the unit, or place or matter are missing.
pub fn report(id: LeadId, new: &NewLead, ctx: &Circumstances<'_>) -> Result<(Lead, Vec<Fact>), Refusal> {
    permit(may_report(ctx.actor, new.town, new.unit))?;
    let mut facts = vec![Fact::Reported {
        town: new.town,
        unit: new.unit,
        place: stated(&new.place)?,
        matter: stated(&new.matter)?,
        spot: new.spot,
        urgent: new.urgent,
        duty: new.duty,
        workflow: new.workflow,
        by: ctx.actor.person,
    }];
    let mut lead = begin(id, &facts[0], ctx.now).ok_or(Refusal::NotThere)?;
    if let Some(body) = new.body {
        let fact = offered(body, None, None, ctx);
        evolve(&mut lead, &fact, ctx.now);
        facts.push(fact);
    }
    lead.seq = 1;
    Ok((lead, facts))
}

/// Applies a command: the next state and the facts that lead to it.
///
/// # Errors
/// Why it is refused; the state is unchanged then.
pub fn apply(lead: &Lead, command: &Command, ctx: &Circumstances<'_>) -> Result<(Lead, Vec<Fact>), Refusal> {
    may(lead, command, ctx)?;
    if !takes(lead.state, command.code()) {
        return Err(Refusal::LeadState(lead.state));
    }
    let facts = decide(lead, command, ctx)?;
    let mut next = lead.clone();
    for fact in &facts {
        evolve(&mut next, fact, ctx.now);
    }
    next.seq += 1;
    Ok((next, facts))
}

/// Who may ask for what.
fn may(lead: &Lead, command: &Command, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    match command {
        Command::Sign { on_behalf }
        | Command::Return { on_behalf, .. }
        | Command::Object { on_behalf, .. }
        | Command::Answer { on_behalf, .. } => may_receive(lead, on_behalf.as_ref(), ctx),
        Command::AskCoordination { .. } | Command::RecordCoordination { .. } | Command::Link { .. } => permit(decides(ctx.actor, lead)),
        Command::Offer { .. }
        | Command::TakeBack { .. }
        | Command::Close { .. }
        | Command::Settle { .. }
        | Command::Reopen { .. }
        | Command::Cancel { .. } => permit(acts(ctx.actor, lead)),
    }
}

/// The receiver's own people, or, while it has none in the system, who acts for the town.
fn may_receive(lead: &Lead, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    let Some(body) = lead.receiver else {
        return if acts(ctx.actor, lead) { Err(Refusal::LeadState(lead.state)) } else { Err(Refusal::NotPermitted) };
    };
    let Some(on_behalf) = on_behalf else { return permit(ctx.actor.in_body(body)) };
    permit(acts(ctx.actor, lead))?;
    let today = local_date(ctx.now);
    if on_behalf.on > today {
        return Err(Refusal::DateInFuture);
    }
    if lead.offered_at.is_some_and(|at| on_behalf.on < local_date(at)) {
        return Err(Refusal::DateBeforeSending);
    }
    if ctx.bodies_in_system.contains(&body) { Err(Refusal::BodyInSystem) } else { Ok(()) }
}

fn decide(lead: &Lead, command: &Command, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    Ok(match command {
        Command::Offer { body, note, document_no } => {
            // After an objection the same body gets an answer to it.
            if lead.state == LeadState::Objected
                && lead.receiver == Some(*body)
                && note.as_deref().is_none_or(|note| note.trim().is_empty())
            {
                return Err(Refusal::ReasonMissing);
            }
            vec![offered(*body, note.as_deref(), document_no.as_deref(), ctx)]
        }
        Command::TakeBack { reason } => vec![Fact::TakenBack { reason: stated(reason)? }],
        Command::Sign { .. } => vec![Fact::Signed { answer_due: lead.receiver.and_then(|body| ctx.due(body, ctx.limits.answer)) }],
        Command::Return { reason, .. } => vec![Fact::Returned { reason: stated(reason)? }],
        Command::Object { reason, row, .. } => {
            let mut facts = vec![Fact::Objected { reason: stated(reason)?, row: given(row.as_deref()) }];
            if lead.objections > 0 {
                facts.push(Fact::CoordinationAsked { reason: None });
            }
            facts
        }
        Command::AskCoordination { reason } => vec![Fact::CoordinationAsked { reason: Some(stated(reason)?) }],
        Command::RecordCoordination { body, outcome, document_no } => {
            let outcome = stated(outcome)?;
            let document_no = given(document_no.as_deref());
            let sent = offered(*body, Some(&outcome), document_no.as_deref(), ctx);
            vec![Fact::Coordinated { body: *body, outcome, document_no }, sent]
        }
        Command::Answer { answer, .. } => {
            let note = stated(&answer.note)?;
            vec![Fact::Answered {
                answer: super::Answer { note, mended: answer.mended, document_no: given(answer.document_no.as_deref()) },
            }]
        }
        Command::Close { note } => vec![Fact::Closed { note: stated(note)? }],
        Command::Settle { note } => vec![Fact::Settled { note: stated(note)? }],
        Command::Reopen { reason } => {
            let reason = stated(reason)?;
            let again = lead.receiver.map(|body| offered(body, Some(&reason), None, ctx));
            std::iter::once(Fact::Reopened { reason }).chain(again).collect()
        }
        Command::Cancel { reason } => vec![Fact::Cancelled { reason: stated(reason)? }],
        Command::Link { duty, workflow } => vec![Fact::Linked { duty: *duty, workflow: *workflow }],
    })
}

fn offered(body: BodyId, note: Option<&str>, document_no: Option<&str>, ctx: &Circumstances<'_>) -> Fact {
    Fact::Offered {
        body,
        by: ctx.actor.person,
        note: given(note),
        document_no: given(document_no),
        sign_due: ctx.due(body, ctx.limits.sign),
    }
}

fn permit(allowed: bool) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::NotPermitted) }
}

fn stated(text: &str) -> Result<String, Refusal> {
    given(Some(text)).ok_or(Refusal::ReasonMissing)
}

fn given(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
