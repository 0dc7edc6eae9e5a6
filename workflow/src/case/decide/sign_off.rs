//! 审签: a hand-off whose step asks for it is submitted, and leaves when it is signed.

use super::{Circumstances, permit, sides, stated, task_in};
use crate::case::fact::Fact;
use crate::case::inside::{OnPaper, Signing};
use crate::case::rights::{coordinates, may_act_for};
use crate::case::state::{Case, Task, TaskState};
use crate::ids::PersonId;
use crate::people::{Grant, Role, Scope, Viewer};
use crate::refusal::Refusal;
use crate::template::SignOff;

/// Handing off becomes submitting. Everything is checked now that will be checked when it leaves.
pub(super) fn submit(case: &Case, task: &Task, sending: sides::Sending<'_>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    sides::hand_off(case, task, sending, ctx)?;
    let signing = Signing {
        level: task.sign_off,
        receivers: sending.receivers.to_vec(),
        note: sending.note.clone(),
        document_no: sending.document_no.clone(),
        count: sending.count,
        by: ctx.actor.person,
        at: ctx.now,
    };
    Ok(vec![Fact::SignOffAsked { task: task.id, signing: Box::new(signing) }])
}

pub(super) fn agree(case: &Case, task: &Task, note: &Option<String>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let signing = pending(task)?;
    if signing.level == SignOff::Meeting {
        permit(coordinates(ctx.actor, case) || may_act_for(ctx.actor, case, task).is_ok())?;
        return Err(Refusal::MeetingOnPaper);
    }
    permit(may_sign(task, signing, ctx.actor.person, ctx))?;
    leave(case, task, signing, Fact::SignOffGiven { task: task.id, note: note.clone(), paper: None }, ctx)
}

/// 线下已审签: entered by who holds the task or coordinates the town, with the signer and the date; of a meeting with its number.
pub(super) fn record(case: &Case, task: &Task, paper: &OnPaper, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let signing = pending(task)?;
    permit(coordinates(ctx.actor, case) || signing.by == ctx.actor.person || may_act_for(ctx.actor, case, task).is_ok())?;
    super::not_in_future(paper.on, ctx)?;
    match (signing.level, paper.signer) {
        (SignOff::Meeting, None) => {
            if paper.document_no.as_deref().is_none_or(|number| number.trim().is_empty()) {
                return Err(Refusal::MeetingNumberMissing);
            }
        }
        (SignOff::Meeting, Some(_)) => return Err(Refusal::MeetingOnPaper),
        (_, Some(signer)) if may_sign(task, signing, signer, ctx) => {}
        (level, _) => return Err(Refusal::SignerUnfit(level)),
    }
    leave(case, task, signing, Fact::SignOffGiven { task: task.id, note: None, paper: Some(paper.clone()) }, ctx)
}

pub(super) fn refuse(case: &Case, task: &Task, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let signing = pending(task)?;
    // What a meeting sent back is entered like its consent.
    let by_meeting = signing.level == SignOff::Meeting && (coordinates(ctx.actor, case) || may_act_for(ctx.actor, case, task).is_ok());
    permit(by_meeting || may_sign(task, signing, ctx.actor.person, ctx))?;
    Ok(vec![Fact::SignOffRefused { task: task.id, reason: stated(reason)?, due: due_after(task, signing, ctx) }])
}

pub(super) fn withdraw(case: &Case, task: &Task, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let signing = pending(task)?;
    permit(signing.by == ctx.actor.person || may_act_for(ctx.actor, case, task).is_ok())?;
    Ok(vec![Fact::SignOffWithdrawn { task: task.id, due: due_after(task, signing, ctx) }])
}

fn pending(task: &Task) -> Result<&Signing, Refusal> {
    task_in(task, &[TaskState::Open])?;
    task.signing.as_deref().ok_or(Refusal::NothingToSign)
}

fn may_sign(task: &Task, signing: &Signing, person: PersonId, ctx: &Circumstances<'_>) -> bool {
    ctx.leaders.may_sign(signing.level, task.holder.map(|holder| holder.unit), person)
}

/// What was submitted leaves in the name of who submitted it, whose right was checked then.
fn leave(case: &Case, task: &Task, signing: &Signing, given: Fact, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let sender = Viewer::new(signing.by, vec![Grant { role: Role::Coordinator, scope: Scope::town(case.town) }]);
    let ctx = Circumstances { actor: &sender, ..*ctx };
    let mut facts = vec![given];
    let Signing { receivers, note, document_no, count, .. } = signing;
    facts.extend(sides::hand_off(case, task, sides::Sending { receivers, note, document_no, count: *count, on_behalf: None }, &ctx)?);
    Ok(facts)
}

/// The working time that was left when it was submitted is left again.
fn due_after(task: &Task, signing: &Signing, ctx: &Circumstances<'_>) -> Option<crate::case::state::Due> {
    super::whole::moved(task.due.as_ref(), task.lane.into(), signing.at, ctx)
}
