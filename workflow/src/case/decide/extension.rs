//! 延期: more time, asked for before the date and decided by who set it.

use chrono::{DateTime, Utc};

use super::{Circumstances, find, find_hand_off, hand_off_in, permit, stated, task_in};
use crate::calendar::Limit;
use crate::case::fact::Fact;
use crate::case::inside::{Dated, Extension};
use crate::case::rights::{coordinates, decides, may_act_for, receives};
use crate::case::state::{Case, Due, HandOffState, TaskState};
use crate::refusal::Refusal;

pub(super) fn ask(case: &Case, of: Dated, until: DateTime<Utc>, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let (due, asked) = match of {
        Dated::Task(id) => {
            let task = find(case, id)?;
            may_act_for(ctx.actor, case, task)?;
            task_in(task, &[TaskState::Open])?;
            if task.signing.is_some() {
                return Err(Refusal::WithSigner);
            }
            (task.due.as_ref(), task.extension.is_some())
        }
        Dated::HandOff(id) => {
            let hand_off = find_hand_off(case, id)?;
            permit(receives(ctx.actor, case, hand_off))?;
            hand_off_in(hand_off, &[HandOffState::Signed])?;
            (hand_off.answer_due.as_ref(), hand_off.extension.is_some())
        }
    };
    let Some(due) = due else { return Err(Refusal::NoDateToExtend) };
    if asked {
        return Err(Refusal::ExtensionPending);
    }
    if ctx.now > due.at {
        return Err(Refusal::ExtensionTooLate { due: due.at });
    }
    if until <= due.at {
        return Err(Refusal::ExtensionNotLater { due: due.at });
    }
    let asked = Extension { until, reason: stated(reason)?, by: ctx.actor.person, at: ctx.now };
    Ok(vec![Fact::ExtensionAsked { of, asked }])
}

pub(super) fn answer(case: &Case, of: Dated, grant: bool, reason: Option<&str>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let (due, asked) = match of {
        Dated::Task(id) => {
            let task = find(case, id)?;
            permit(decides(ctx.actor, case))?;
            (task.due.as_ref(), task.extension.as_deref())
        }
        Dated::HandOff(id) => {
            let hand_off = find_hand_off(case, id)?;
            permit(coordinates(ctx.actor, case))?;
            (hand_off.answer_due.as_ref(), hand_off.extension.as_deref())
        }
    };
    let (Some(due), Some(asked)) = (due, asked) else { return Err(Refusal::NothingAsked) };
    if !grant {
        return Ok(vec![Fact::ExtensionRefused { of, reason: stated(reason.unwrap_or_default())? }]);
    }
    // Meanwhile the date may have moved beyond what was asked for.
    if asked.until <= due.at {
        return Err(Refusal::ExtensionNotLater { due: due.at });
    }
    // By whose word the date stands does not change with it.
    let provisional = ctx.calendar.explain(ctx.now, Limit::date(asked.until)).provisional;
    let due = Due { at: asked.until, limit: Limit::date(asked.until), provisional, ..due.clone() };
    Ok(vec![Fact::ExtensionGranted { of, due }])
}
