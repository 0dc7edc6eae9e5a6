//! Commands into facts: who may ask for what, in which state.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use duty_list::HandKind;

use super::command::{Command, OnBehalf, Receiver, Start, WaitRef};
use super::evolve::{begin, evolve};
use super::fact::Fact;
use super::plan::Plan;
use super::rights::{coordinates, decides, in_town_office, may_act_for, may_assign, sees_inside};
use super::state::{Answered, Case, CaseState, Due, HandOff, HandOffState, Lane, LimitSpec, Result as Report, Task, TaskState};
use super::{consequences, rights};
use crate::calendar::{Calendar, Limit, LimitSource, local_date};
use crate::ids::{BodyId, HandOffId, IdGen, PersonId, TaskId, TownId, WorkflowId};
use crate::people::{Holder, Unit, Viewer};
use crate::refusal::Refusal;
use crate::settings::TownLimits;

/// Everything that a decision depends on beside the state and the command.
pub struct Circumstances<'a> {
    /// The present.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub actor: &'a Viewer,
    /// The calendar of the side that holds the work.
    pub calendar: &'a Calendar,
    /// The town's default limits.
    pub limits: TownLimits,
    /// Makes the ids of what comes into being.
    pub ids: &'a IdGen,
    /// Bodies with people in the system: for these nothing is recorded on behalf.
    pub bodies_in_system: &'a BTreeSet<BodyId>,
    /// The town's own units, to which work can be given.
    pub town_units: &'a BTreeSet<Unit>,
    /// Who belongs to which of them now.
    pub members: &'a BTreeSet<(Unit, PersonId)>,
}

impl Circumstances<'_> {
    /// The date that a limit gives when it starts now; without one, the town's default.
    pub(super) fn due(&self, limit: Option<&LimitSpec>, default: Option<u32>) -> Option<Due> {
        match limit {
            Some(spec) if spec.source == LimitSource::None => None,
            Some(spec) => Some(self.due_of(spec)),
            None => default.map(|days| self.due_of(&LimitSpec { limit: Limit::working_days(days), source: LimitSource::TownSetting })),
        }
    }

    /// Whether work can be given to this holder: one of the town's units, and a person who belongs to it.
    #[must_use]
    pub fn can_hold(&self, holder: Holder) -> bool {
        self.town_units.contains(&holder.unit) && holder.person.is_none_or(|person| self.members.contains(&(holder.unit, person)))
    }

    fn due_of(&self, spec: &LimitSpec) -> Due {
        let explanation = self.calendar.explain(self.now, spec.limit);
        Due { at: explanation.due, from: self.now, limit: spec.limit, source: spec.source.clone(), provisional: explanation.provisional }
    }
}

/// Starts a workflow from a plan, in the name of the town's coordinator.
///
/// # Errors
/// When the actor does not coordinate the town.
pub fn start(id: WorkflowId, town: TownId, plan: Plan, start: Start, ctx: &Circumstances<'_>) -> Result<(Case, Vec<Fact>), Refusal> {
    if !ctx.actor.in_town(&[crate::people::Role::Coordinator], town) {
        return Err(Refusal::NotPermitted);
    }
    let official_due = start.official.as_ref().map(|spec| ctx.due_of(spec));
    if !plan.tasks.iter().filter(|task| task.lane == Lane::Town).filter_map(|task| task.holder).all(|holder| ctx.can_hold(holder)) {
        return Err(Refusal::UnitForeign);
    }
    let mut facts = vec![Fact::Started {
        town,
        title: start.title,
        urgent: start.urgent,
        official_due,
        by: ctx.actor.person,
        tasks: plan.tasks,
        waits: plan.waits,
    }];
    let mut case = begin(id, &facts[0], ctx.now).ok_or(Refusal::NotThere)?;
    settle(&mut case, &mut facts, ctx);
    case.seq = 1;
    Ok((case, facts))
}

/// Applies a command: the next state and the facts that lead to it.
///
/// # Errors
/// Why it is refused; the state is unchanged then.
pub fn apply(case: &Case, command: &Command, ctx: &Circumstances<'_>) -> Result<(Case, Vec<Fact>), Refusal> {
    may_now(case, command)?;
    let mut facts = decide(case, command, ctx)?;
    let mut next = case.clone();
    for fact in &facts {
        evolve(&mut next, fact, ctx.now);
    }
    settle(&mut next, &mut facts, ctx);
    next.seq += 1;
    Ok((next, facts))
}

/// Lets everything follow that follows by itself. Ends because each fact moves a task or the workflow forward; the bound is a belt beside the braces.
fn settle(case: &mut Case, facts: &mut Vec<Fact>, ctx: &Circumstances<'_>) {
    let bound = 8 * (case.tasks.len() + 2);
    for _ in 0..bound {
        let Some(fact) = consequences::next(case, ctx) else { return };
        evolve(case, &fact, ctx.now);
        facts.push(fact);
    }
}

/// Which commands a workflow takes in which state.
fn may_now(case: &Case, command: &Command) -> Result<(), Refusal> {
    let allowed = match case.state {
        CaseState::Running => !matches!(command, Command::Resume | Command::Reopen { .. }),
        // The clocks stand still; what the other side sends meanwhile is still taken.
        CaseState::Suspended => matches!(
            command,
            Command::Resume
                | Command::Cancel { .. }
                | Command::Sign { .. }
                | Command::Return { .. }
                | Command::Answer { .. }
                | Command::RecordReceived { .. }
        ),
        CaseState::Completed => matches!(command, Command::Reopen { .. }),
        CaseState::Cancelled => false,
    };
    if allowed { Ok(()) } else { Err(Refusal::CaseState(case.state)) }
}

fn decide(case: &Case, command: &Command, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    match command {
        Command::Assign { task, holder, limit } => assign(case, find(case, *task)?, *holder, limit.as_ref(), ctx),
        Command::SetLimit { task, limit } => set_limit(case, find(case, *task)?, limit.as_ref(), ctx),
        Command::Distribute { task, units, limit } => distribute(case, find(case, *task)?, units, limit.as_ref(), ctx),
        Command::Take { task } => take(case, find(case, *task)?, ctx),
        Command::GiveBack { task } => give_back(case, find(case, *task)?, ctx),
        Command::Complete { task, result, on_behalf } => complete(case, find(case, *task)?, result, on_behalf.as_ref(), ctx),
        Command::RecordReceived { wait, on, document_no, note } => record_received(case, *wait, *on, document_no, note, ctx),
        Command::HandOff { task, receivers, note, document_no } => hand_off(case, find(case, *task)?, receivers, note, document_no, ctx),
        Command::TakeBack { hand_off, reason } => take_back(case, find_hand_off(case, *hand_off)?, reason, ctx),
        Command::Sign { hand_off, on_behalf } => sign(case, find_hand_off(case, *hand_off)?, on_behalf.as_ref(), ctx),
        Command::Return { hand_off, reason, count, on_behalf } => {
            send_back(case, find_hand_off(case, *hand_off)?, reason, *count, on_behalf.as_ref(), ctx)
        }
        Command::Answer { hand_off, answer, on_behalf } => {
            self::answer(case, find_hand_off(case, *hand_off)?, answer, on_behalf.as_ref(), ctx)
        }
        Command::LeaveOut { task, reason } => leave_out(case, find(case, *task)?, reason, ctx),
        Command::Suspend { reason } => {
            permit(decides(ctx.actor, case))?;
            Ok(vec![Fact::Suspended { reason: stated(reason)? }])
        }
        Command::Resume => resume(case, ctx),
        Command::Cancel { reason } => cancel(case, reason, ctx),
        Command::Reopen { tasks, reason } => reopen(case, tasks, reason, ctx),
    }
}

fn assign(case: &Case, task: &Task, holder: Holder, limit: Option<&LimitSpec>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(may_assign(ctx.actor, case, task))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    if !ctx.can_hold(holder) {
        return Err(Refusal::UnitForeign);
    }
    let mut facts = vec![Fact::TaskAssigned { task: task.id, holder: Some(holder) }];
    if let Some(limit) = limit {
        facts.push(limit_fact(task, Some(limit), ctx));
    }
    Ok(facts)
}

/// A new limit of an open task counts from when it opened; no limit of its own means the town's default.
fn limit_fact(task: &Task, limit: Option<&LimitSpec>, ctx: &Circumstances<'_>) -> Fact {
    let due = match (task.state, task.opened_at) {
        (TaskState::Open, Some(opened)) => Circumstances { now: opened, ..*ctx }.due(limit, ctx.limits.step),
        _ => None,
    };
    Fact::TaskLimitSet { task: task.id, limit: limit.cloned(), due }
}

fn set_limit(case: &Case, task: &Task, limit: Option<&LimitSpec>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(may_assign(ctx.actor, case, task))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    Ok(vec![limit_fact(task, limit, ctx)])
}

fn distribute(case: &Case, task: &Task, units: &[Unit], limit: Option<&LimitSpec>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(may_assign(ctx.actor, case, task))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    if task.parent.is_some() {
        return Err(Refusal::UnitsUnclear);
    }
    let chosen: BTreeSet<Unit> = units.iter().copied().collect();
    if chosen.is_empty() || chosen.len() != units.len() {
        return Err(Refusal::UnitsUnclear);
    }
    if !chosen.is_subset(ctx.town_units) {
        return Err(Refusal::UnitForeign);
    }
    let taken: BTreeSet<Unit> = case
        .tasks
        .values()
        .filter(|part| part.parent == Some(task.id) && !part.is_over())
        .filter_map(|part| part.holder.map(|holder| holder.unit))
        .collect();
    if !taken.is_disjoint(&chosen) {
        return Err(Refusal::UnitsUnclear);
    }
    let limit = limit.cloned().or_else(|| task.limit.clone());
    let parts = units
        .iter()
        .map(|unit| Task {
            id: ctx.ids.next::<TaskId>(ctx.now),
            parent: Some(task.id),
            holder: Some(Holder { unit: *unit, person: None }),
            limit: limit.clone(),
            due: None,
            state: TaskState::Blocked,
            round: 1,
            holding: 1,
            receivers: Vec::new(),
            opened_at: None,
            done_at: None,
            result: None,
            reason: None,
            ..task.clone()
        })
        .collect();
    Ok(vec![Fact::TaskDistributed { task: task.id, parts }])
}

fn take(case: &Case, task: &Task, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    let Some(holder) = task.holder else { return Err(Refusal::NotPermitted) };
    permit(ctx.actor.in_unit(holder.unit))?;
    if let Some(person) = holder.person {
        return if person == ctx.actor.person { Ok(Vec::new()) } else { Err(Refusal::HeldByOther(person)) };
    }
    permit(rights::may_act_for(ctx.actor, case, task).is_ok())?;
    Ok(vec![Fact::TaskAssigned { task: task.id, holder: Some(Holder { unit: holder.unit, person: Some(ctx.actor.person) }) }])
}

fn give_back(case: &Case, task: &Task, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    may_act_for(ctx.actor, case, task)?;
    let Some(holder) = task.holder else { return Err(Refusal::NotPermitted) };
    Ok(vec![Fact::TaskAssigned { task: task.id, holder: Some(Holder { unit: holder.unit, person: None }) }])
}

fn complete(
    case: &Case,
    task: &Task,
    result: &Report,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    match (task.lane, on_behalf) {
        (Lane::Body(body), Some(on_behalf)) => may_record(case, body, on_behalf, ctx)?,
        (Lane::Town, Some(on_behalf)) => {
            not_in_future(on_behalf.on, ctx)?;
            let for_village = task.holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_)));
            permit(coordinates(ctx.actor, case) || (for_village && in_town_office(ctx.actor, case)))?;
        }
        (_, None) => may_act_for(ctx.actor, case, task)?,
    }
    task_in(task, &[TaskState::Open])?;
    if !task.receivers.is_empty() && task.lane == Lane::Town {
        return Err(Refusal::NeedsHandOff);
    }
    if fed_by_approval(case, task) {
        return Err(Refusal::NotPermitted);
    }
    parts_over(case, task)?;
    Ok(vec![Fact::TaskDone { task: task.id, result: result.clone() }])
}

/// Whether the step is an approval's: then the hand-off is answered, and there is no second button.
fn fed_by_approval(case: &Case, task: &Task) -> bool {
    task.lane != Lane::Town
        && case.hand_offs.values().any(|hand_off| hand_off.feeds == Some(task.id) && hand_off.kind == HandKind::Approval)
}

fn parts_over(case: &Case, task: &Task) -> Result<(), Refusal> {
    let parts: Vec<&Task> = case.tasks.values().filter(|part| part.parent == Some(task.id)).collect();
    let open = parts.iter().filter(|part| !part.is_over()).count();
    if open == 0 { Ok(()) } else { Err(Refusal::PartsOpen { open, total: parts.len() }) }
}

fn record_received(
    case: &Case,
    wait: WaitRef,
    on: NaiveDate,
    document_no: &Option<String>,
    note: &Option<String>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    not_in_future(on, ctx)?;
    match wait {
        WaitRef::External(id) => {
            let wait = case.waits.get(&id).ok_or(Refusal::NotThere)?;
            let task = find(case, wait.task)?;
            permit(coordinates(ctx.actor, case) || may_act_for(ctx.actor, case, task).is_ok())?;
            if wait.met.is_some() {
                return Err(Refusal::AlreadyMet);
            }
            Ok(vec![Fact::WaitMet {
                wait: id,
                on,
                document_no: document_no.clone(),
                note: note.clone(),
                by: ctx.actor.person,
                at: ctx.now,
            }])
        }
        WaitRef::Step(id) => {
            let step = find(case, id)?;
            let Lane::Body(_) = step.lane else { return Err(Refusal::NotThere) };
            let waiting = case.tasks.values().filter(|task| task.after.contains(&id) && task.lane == Lane::Town);
            permit(coordinates(ctx.actor, case) || waiting.into_iter().any(|task| may_act_for(ctx.actor, case, task).is_ok()))?;
            if step.state == TaskState::Done {
                return Err(Refusal::AlreadyMet);
            }
            task_in(step, &[TaskState::Open])?;
            if fed_by_approval(case, step) {
                return Err(Refusal::NotPermitted);
            }
            let result = Report { note: note.clone(), document_no: document_no.clone(), ..Report::default() };
            Ok(vec![Fact::TaskDone { task: id, result }])
        }
    }
}

fn hand_off(
    case: &Case,
    task: &Task,
    receivers: &[Receiver],
    note: &Option<String>,
    document_no: &Option<String>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    permit(task.lane == Lane::Town)?;
    may_act_for(ctx.actor, case, task)?;
    task_in(task, &[TaskState::Open])?;
    parts_over(case, task)?;
    if receivers.is_empty() {
        return Err(Refusal::ReceiverMissing);
    }
    let distinct: BTreeSet<BodyId> = receivers.iter().map(|receiver| receiver.body).collect();
    if distinct.len() != receivers.len() {
        return Err(Refusal::ReceiverTwice);
    }
    let sign_due = ctx.due(None, ctx.limits.sign);
    let offered = receivers.iter().filter_map(|receiver| {
        let known =
            case.hand_offs.values().find(|known| known.task == task.id && known.receiver == receiver.body && known.kind == receiver.kind);
        match known {
            // What is settled or with its receiver stays so: a rework sends only what came back.
            Some(known) if known.state == HandOffState::Settled || known.state.with_receiver() => None,
            Some(known) => Some(Fact::HandOffOfferedAgain {
                hand_off: known.id,
                by: ctx.actor.person,
                note: note.clone(),
                document_no: document_no.clone(),
                sign_due: sign_due.clone(),
            }),
            None => Some(Fact::HandOffOffered {
                hand_off: Box::new(HandOff {
                    id: ctx.ids.next::<HandOffId>(ctx.now),
                    task: task.id,
                    receiver: receiver.body,
                    kind: receiver.kind,
                    feeds: feeds(case, task, *receiver),
                    state: HandOffState::Offered,
                    round: 1,
                    offered_by: ctx.actor.person,
                    offered_at: ctx.now,
                    signed_at: None,
                    settled_at: None,
                    sign_due: sign_due.clone(),
                    answer_due: None,
                    note: note.clone(),
                    document_no: document_no.clone(),
                    answer: None,
                    reason: None,
                    returned_count: None,
                }),
            }),
        }
    });
    let mut facts: Vec<Fact> = offered.collect();
    if facts.is_empty() {
        let known = case.hand_offs.values().find(|known| known.task == task.id && distinct.contains(&known.receiver));
        return Err(known.map_or(Refusal::ReceiverMissing, |known| Refusal::HandOffState(known.state)));
    }
    // A hand-off that came back and is not sent again to its receiver is at an end.
    let dropped = case
        .hand_offs
        .values()
        .filter(|known| known.task == task.id && known.state == HandOffState::Returned && !distinct.contains(&known.receiver))
        .map(|known| Fact::HandOffCancelled { hand_off: known.id });
    facts.extend(dropped);
    facts.push(Fact::TaskHanded { task: task.id });
    Ok(facts)
}

/// The receiver's task that this hand-off feeds: as planned for it, else for whoever is chosen.
fn feeds(case: &Case, task: &Task, receiver: Receiver) -> Option<TaskId> {
    let of_lane = |id: &TaskId| case.tasks.get(id).is_some_and(|fed| fed.lane == Lane::Body(receiver.body));
    let named = task.receivers.iter().filter(|planned| planned.body == Some(receiver.body));
    let open = task.receivers.iter().filter(|planned| planned.body.is_none());
    named.chain(open).flat_map(|planned| planned.feeds.iter()).find(|id| of_lane(id)).copied()
}

fn take_back(case: &Case, hand_off: &HandOff, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    let task = find(case, hand_off.task)?;
    permit(coordinates(ctx.actor, case) || hand_off.offered_by == ctx.actor.person || may_act_for(ctx.actor, case, task).is_ok())?;
    hand_off_in(hand_off, &[HandOffState::Offered])?;
    let reason = stated(reason)?;
    let mut facts = vec![Fact::HandOffTakenBack { hand_off: hand_off.id, reason: reason.clone() }];
    facts.extend(came_back(task, reason, ctx));
    Ok(facts)
}

/// The task of a hand-off that came back is open again.
fn came_back(task: &Task, reason: String, ctx: &Circumstances<'_>) -> Option<Fact> {
    (task.state == TaskState::Handed).then(|| Fact::TaskCameBack {
        task: task.id,
        reason,
        due: ctx.due(task.limit.as_ref(), ctx.limits.step),
    })
}

fn sign(case: &Case, hand_off: &HandOff, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    hand_off_in(hand_off, &[HandOffState::Offered])?;
    let mut facts = Vec::new();
    if hand_off.kind == HandKind::Approval {
        facts.push(Fact::HandOffSigned { hand_off: hand_off.id, answer_due: ctx.due(None, ctx.limits.answer) });
    } else {
        facts.push(Fact::HandOffSigned { hand_off: hand_off.id, answer_due: None });
        facts.push(Fact::HandOffSettled { hand_off: hand_off.id, answer: None });
    }
    Ok(facts)
}

fn send_back(
    case: &Case,
    hand_off: &HandOff,
    reason: &str,
    count: Option<u32>,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    hand_off_in(hand_off, &[HandOffState::Offered, HandOffState::Signed])?;
    let reason = stated(reason)?;
    let mut facts = vec![Fact::HandOffReturned { hand_off: hand_off.id, reason: reason.clone(), count }];
    facts.extend(came_back(find(case, hand_off.task)?, reason, ctx));
    Ok(facts)
}

fn answer(
    case: &Case,
    hand_off: &HandOff,
    answer: &Answered,
    on_behalf: Option<&OnBehalf>,
    ctx: &Circumstances<'_>,
) -> Result<Vec<Fact>, Refusal> {
    may_receive(case, hand_off, on_behalf, ctx)?;
    if hand_off.kind != HandKind::Approval {
        return Err(Refusal::NotAnApproval);
    }
    hand_off_in(hand_off, &[HandOffState::Signed])?;
    if !answer.approved && answer.note.as_deref().is_none_or(|note| note.trim().is_empty()) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(vec![Fact::HandOffSettled { hand_off: hand_off.id, answer: Some(answer.clone()) }])
}

fn leave_out(case: &Case, task: &Task, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    task_in(task, &[TaskState::Blocked, TaskState::Open])?;
    if let Some(away) = case.hand_offs.values().find(|hand_off| hand_off.task == task.id && hand_off.state.with_receiver()) {
        return Err(Refusal::HandOffState(away.state));
    }
    let reason = stated(reason)?;
    let parts = case.tasks.values().filter(|part| part.parent == Some(task.id) && !part.is_over());
    let mut facts: Vec<Fact> = parts.map(|part| Fact::TaskLeftOut { task: part.id, reason: reason.clone() }).collect();
    let returned = case.hand_offs.values().filter(|hand_off| hand_off.task == task.id && hand_off.state == HandOffState::Returned);
    facts.extend(returned.map(|hand_off| Fact::HandOffCancelled { hand_off: hand_off.id }));
    facts.push(Fact::TaskLeftOut { task: task.id, reason });
    Ok(facts)
}

fn resume(case: &Case, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    let Some(since) = case.suspended_at else { return Err(Refusal::CaseState(case.state)) };
    let mut facts = vec![Fact::Resumed];
    for task in case.tasks.values().filter(|task| task.state == TaskState::Open) {
        let due = moved(task.due.as_ref(), since, ctx);
        if due != task.due {
            facts.push(Fact::TaskDateMoved { task: task.id, due });
        }
    }
    for hand_off in case.hand_offs.values().filter(|hand_off| hand_off.state.with_receiver()) {
        let (sign_due, answer_due) = (moved(hand_off.sign_due.as_ref(), since, ctx), moved(hand_off.answer_due.as_ref(), since, ctx));
        if (&sign_due, &answer_due) != (&hand_off.sign_due, &hand_off.answer_due) {
            facts.push(Fact::HandOffDatesMoved { hand_off: hand_off.id, sign_due, answer_due });
        }
    }
    Ok(facts)
}

/// A date after a suspension: the working time that was left is left again. Fixed dates and dates already past stay.
fn moved(due: Option<&Due>, since: DateTime<Utc>, ctx: &Circumstances<'_>) -> Option<Due> {
    let due = due?;
    let fixed = matches!(due.limit.unit, crate::calendar::LimitUnit::Date(_));
    if fixed || due.at <= since {
        return Some(due.clone());
    }
    // A date that was set during the suspension has used nothing of its time yet.
    let left = ctx.calendar.working_time_between(since.max(due.from), due.at);
    Some(Due { at: ctx.calendar.add_working_time(ctx.now, left), ..due.clone() })
}

fn cancel(case: &Case, reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    let reason = stated(reason)?;
    let hand_offs = case
        .hand_offs
        .values()
        .filter(|hand_off| !matches!(hand_off.state, HandOffState::Settled | HandOffState::TakenBack | HandOffState::Cancelled));
    let mut facts: Vec<Fact> = hand_offs.map(|hand_off| Fact::HandOffCancelled { hand_off: hand_off.id }).collect();
    facts.extend(case.tasks.values().filter(|task| !task.is_over()).map(|task| Fact::TaskCancelled { task: task.id }));
    facts.push(Fact::Cancelled { reason });
    Ok(facts)
}

fn reopen(case: &Case, tasks: &[TaskId], reason: &str, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    permit(decides(ctx.actor, case))?;
    let reason = stated(reason)?;
    let mut named: BTreeSet<TaskId> = BTreeSet::new();
    for id in tasks {
        let task = find(case, *id)?;
        permit(task.lane == Lane::Town)?;
        task_in(task, &[TaskState::Done])?;
        named.insert(*id);
        // A part is done again together with its summary; a summary alone together with all its parts.
        match task.parent {
            Some(whole) if find(case, whole)?.state == TaskState::Done => drop(named.insert(whole)),
            Some(_) => {}
            None => {
                let parts: Vec<TaskId> = case.tasks.values().filter(|part| part.parent == Some(*id)).map(|part| part.id).collect();
                if !parts.iter().any(|part| tasks.contains(part)) {
                    named.extend(parts.into_iter().filter(|part| case.tasks.get(part).is_some_and(|part| part.state == TaskState::Done)));
                }
            }
        }
    }
    if named.is_empty() {
        return Err(Refusal::NothingToReopen);
    }
    let mut facts = vec![Fact::Reopened { reason: reason.clone() }];
    for id in named {
        let task = find(case, id)?;
        // Somebody who has left the unit meanwhile does not get the work back.
        if let Some(holder) = task.holder.filter(|holder| !ctx.can_hold(*holder)) {
            let unit = Some(Holder { unit: holder.unit, person: None }).filter(|_| ctx.town_units.contains(&holder.unit));
            facts.push(Fact::TaskAssigned { task: id, holder: unit });
        }
        facts.push(Fact::TaskReopened { task: id, reason: reason.clone(), due: ctx.due(task.limit.as_ref(), ctx.limits.step) });
        for hand_off in case.hand_offs.values().filter(|hand_off| hand_off.task == id && hand_off.state == HandOffState::Settled) {
            facts.push(Fact::HandOffReopened { hand_off: hand_off.id, reason: reason.clone() });
            facts.extend(hand_off.feeds.map(|task| Fact::TaskBlocked { task }));
        }
    }
    Ok(facts)
}

/// Who may act for the receiver: its own people, or, while it has none in the system, who sent the work.
fn may_receive(case: &Case, hand_off: &HandOff, on_behalf: Option<&OnBehalf>, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    match on_behalf {
        None => permit(ctx.actor.in_body(hand_off.receiver)),
        Some(on_behalf) => {
            let task = find(case, hand_off.task)?;
            permit(coordinates(ctx.actor, case) || hand_off.offered_by == ctx.actor.person || may_act_for(ctx.actor, case, task).is_ok())?;
            may_record_for(hand_off.receiver, on_behalf, ctx)
        }
    }
}

fn may_record(case: &Case, body: BodyId, on_behalf: &OnBehalf, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    permit(sees_inside(ctx.actor, case))?;
    may_record_for(body, on_behalf, ctx)
}

fn may_record_for(body: BodyId, on_behalf: &OnBehalf, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    not_in_future(on_behalf.on, ctx)?;
    if ctx.bodies_in_system.contains(&body) { Err(Refusal::BodyInSystem) } else { Ok(()) }
}

fn not_in_future(on: NaiveDate, ctx: &Circumstances<'_>) -> Result<(), Refusal> {
    if on > local_date(ctx.now) { Err(Refusal::DateInFuture) } else { Ok(()) }
}

fn permit(allowed: bool) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::NotPermitted) }
}

fn stated(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(reason.to_owned()) }
}

fn task_in(task: &Task, states: &[TaskState]) -> Result<(), Refusal> {
    if states.contains(&task.state) { Ok(()) } else { Err(Refusal::TaskState(task.state)) }
}

fn hand_off_in(hand_off: &HandOff, states: &[HandOffState]) -> Result<(), Refusal> {
    if states.contains(&hand_off.state) { Ok(()) } else { Err(Refusal::HandOffState(hand_off.state)) }
}

fn find(case: &Case, id: TaskId) -> Result<&Task, Refusal> {
    case.tasks.get(&id).ok_or(Refusal::NotThere)
}

fn find_hand_off(case: &Case, id: HandOffId) -> Result<&HandOff, Refusal> {
    case.hand_offs.get(&id).ok_or(Refusal::NotThere)
}
