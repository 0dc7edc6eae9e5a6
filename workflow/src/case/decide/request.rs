//! 商请: the coordinator asks a body for what the list gives to it and no step of the town's feeds. And corrections of what was recorded.

use duty_list::HandKind;

use super::sides::{Sending, offer};
use super::{Circumstances, permit, stated};
use crate::case::command::{Asked, OnBehalf, Receiver};
use crate::case::fact::Fact;
use crate::case::rights::{coordinates, corrects};
use crate::case::side::Side;
use crate::case::state::{Case, Lane, PlannedReceiver, Task, TaskState};
use crate::ids::TaskId;
use crate::people::{Holder, Unit};
use crate::refusal::Refusal;
use crate::template::SignOff;

/// A town task that asks, the body's step that is asked for, and the hand-off between them.
pub(super) fn request(case: &Case, asked: &Asked, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(coordinates(ctx.actor, case))?;
    let lane = Lane::Body(asked.body);
    let known = |task: &&Task| task.lane == lane && task.step_key == asked.step_key;
    if case.tasks.values().filter(known).any(|task| !matches!(task.state, TaskState::LeftOut | TaskState::Cancelled)) {
        return Err(Refusal::RequestedAlready);
    }
    let ask = stated(&asked.ask)?;
    let place = case.tasks.values().map(|task| task.position).max().unwrap_or(0);
    let base = Task {
        id: ctx.ids.next::<TaskId>(ctx.now),
        position: place.saturating_add(2),
        step_key: asked.step_key.clone(),
        parent: None,
        lane,
        text: asked.clause.clone(),
        nature: None,
        required: true,
        state: TaskState::Blocked,
        round: 1,
        holding: 1,
        holder: Some(Holder { unit: Unit::Body(asked.body), person: None }),
        limit: asked.limit.clone(),
        due: None,
        after: Vec::new(),
        receivers: Vec::new(),
        any_receiver: false,
        opened_at: None,
        done_at: None,
        result: None,
        reason: None,
        sign_off: SignOff::None,
        signing: None,
        lent: None,
        extension: None,
        nudge: None,
        objection: None,
        objections: 0,
    };
    let asking = Task {
        id: ctx.ids.next::<TaskId>(ctx.now),
        position: place.saturating_add(1),
        step_key: format!("request:{}", asked.step_key),
        lane: Lane::Town,
        text: ask,
        holder: Some(Holder { unit: Unit::Town(case.town), person: None }),
        limit: None,
        receivers: vec![PlannedReceiver { body: Some(asked.body), kind: HandKind::Transfer, feeds: vec![base.id] }],
        ..base.clone()
    };
    // The receiver's step is found among the tasks that the facts below bring in.
    let mut with = case.clone();
    with.tasks.insert(base.id, base.clone());
    let sending = Sending { receivers: &[], note: &None, document_no: &asked.document_no, count: None, on_behalf: None };
    let receiver = Receiver { to: Side::Body(asked.body), kind: HandKind::Transfer };
    let mut facts = vec![
        Fact::StepStarted { task: Box::new(base), waits: Vec::new() },
        Fact::StepStarted { task: Box::new(asking.clone()), waits: Vec::new() },
        Fact::TaskOpened { task: asking.id, due: None },
    ];
    facts.extend(offer(&with, &asking, receiver, sending, ctx)?.into_iter().map(|fact| match fact {
        Fact::HandOffOffered { mut hand_off } => {
            hand_off.request = true;
            Fact::HandOffOffered { hand_off }
        }
        other => other,
    }));
    facts.push(Fact::TaskHanded { task: asking.id });
    Ok(facts)
}

/// What was recorded stays as it is; what was in truth so is said by an entry of its own.
pub(super) fn correct(case: &Case, seq: i64, on_behalf: &OnBehalf, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(corrects(ctx.actor, case))?;
    if !(1..=case.seq).contains(&seq) {
        return Err(Refusal::NotThere);
    }
    super::not_in_future(on_behalf.on, ctx)?;
    Ok(vec![Fact::RecordCorrected { seq, on_behalf: on_behalf.clone(), reason: stated(reason)? }])
}
