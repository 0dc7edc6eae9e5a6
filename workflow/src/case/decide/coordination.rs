//! 提请协调: the leader in charge talks with the other side, then the county is asked; and its result.

use super::objection::{on_its_way, redirect};
use super::sides::came_back;
use super::{Circumstances, find, hand_off_in, not_in_future, permit, stated};
use crate::calendar::local_date;
use crate::case::command::OnBehalf;
use crate::case::dispute::{Conclusion, Coordination, CoordinationLevel, CoordinationScope, Outcome};
use crate::case::fact::Fact;
use crate::case::rights::{coordinates, decides, leads};
use crate::case::state::{Case, HandOff, HandOffState};
use crate::people::{Role, Scope};
use crate::refusal::Refusal;

/// 提请县级协调: about whose duty it is, when talks led to nothing; about progress, when the other side is late.
pub(super) fn ask_county(
    case: &Case,
    hand_off: &HandOff,
    scope: CoordinationScope,
    reason: &str,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    match scope {
        CoordinationScope::Duty => hand_off_in(hand_off, &[HandOffState::InCoordination])?,
        CoordinationScope::Progress => {
            hand_off_in(hand_off, &[HandOffState::Offered, HandOffState::Signed])?;
            let due = if hand_off.state == HandOffState::Offered { &hand_off.sign_due } else { &hand_off.answer_due };
            if due.as_ref().is_none_or(|due| due.at >= ctx.now) {
                return Err(Refusal::NotLate);
            }
        }
    }
    if hand_off.coordination.as_ref().is_some_and(|open| matches!(open.level, CoordinationLevel::County(_))) {
        return Err(Refusal::CoordinationOpen);
    }
    let coordination =
        Coordination { level: CoordinationLevel::County(scope), since: ctx.now, by: ctx.actor.person, reason: stated(reason)? };
    Ok(vec![Fact::CoordinationOpened { hand_off: hand_off.id, coordination: Box::new(coordination) }])
}

pub(super) fn conclude(
    case: &Case,
    hand_off: &HandOff,
    outcome: Outcome,
    reason: &str,
    document_no: &Option<String>,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    let Some(open) = &hand_off.coordination else {
        permit(decides(ctx.actor, case) || ctx.actor.has(Role::CountyCoordinator, Scope::County))?;
        return Err(Refusal::HandOffState(hand_off.state));
    };
    may_conclude(case, open, on_behalf, ctx)?;
    let progress = open.level == CoordinationLevel::County(CoordinationScope::Progress);
    let fits = match outcome {
        Outcome::Offer { .. } | Outcome::Cancel => !progress,
        Outcome::GoesOn => progress,
        Outcome::Give { .. } => false,
    };
    if !fits {
        return Err(Refusal::OutcomeUnfit);
    }
    let reason = stated(reason)?;
    let conclusion = Conclusion {
        outcome,
        reason: reason.clone(),
        document_no: document_no.clone().or_else(|| on_behalf.and_then(|told| told.document_no.clone())),
        level: open.level,
        by: ctx.actor.person,
        on: on_behalf.map_or_else(|| local_date(ctx.now), |told| told.on),
    };
    let mut facts = vec![Fact::CoordinationConcluded { hand_off: hand_off.id, conclusion: Box::new(conclusion) }];
    let task = find(case, hand_off.task)?;
    match outcome {
        Outcome::Offer { to } => {
            facts.extend(redirect(case, task, hand_off, to, &hand_off.note, ctx)?);
            facts.extend(on_its_way(case, task, hand_off, to));
        }
        Outcome::Cancel => {
            facts.push(Fact::HandOffCancelled { hand_off: hand_off.id });
            // With nothing else on its way the step is its holder's again: for another receiver, or to be left out.
            let mut others = case.hand_offs.values().filter(|other| other.task == task.id && other.id != hand_off.id);
            if others.all(|other| other.state.is_void()) {
                facts.extend(came_back(task, reason, ctx));
            }
        }
        Outcome::GoesOn | Outcome::Give { .. } => {}
    }
    Ok(facts)
}

fn may_conclude(case: &Case, open: &Coordination, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    if let Some(told) = on_behalf {
        not_in_future(told.on, ctx)?;
        if told.on < local_date(open.since) {
            return Err(Refusal::DateBeforeSending);
        }
    }
    match (open.level, on_behalf) {
        (CoordinationLevel::Leader, None) => permit(leads(ctx.actor, case)),
        (CoordinationLevel::Leader, Some(_)) => permit(coordinates(ctx.actor, case)),
        (CoordinationLevel::County(_), None) => permit(ctx.actor.has(Role::CountyCoordinator, Scope::County)),
        (CoordinationLevel::County(_), Some(_)) => {
            permit(decides(ctx.actor, case))?;
            if ctx.county_in_system { Err(Refusal::CountyInSystem) } else { Ok(()) }
        }
    }
}
