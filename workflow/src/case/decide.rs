//! Commands into facts: who may ask for what, in which state.

mod coordination;
mod extension;
pub(super) mod inside;
mod objection;
mod request;
mod sides;
mod sign_off;
mod town;
mod whole;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::command::{Command, Start};
use super::consequences;
use super::evolve::{begin, evolve};
use super::fact::Fact;
use super::history::acts_inside;
use super::inside::Leaders;
use super::plan::Plan;
use super::rights::decides;
use super::side::Side;
use super::state::{Case, CaseState, Due, HandOff, HandOffState, Lane, LimitSpec, Task, TaskState};
use crate::calendar::{Calendar, Limit, LimitSource, local_date};
use crate::ids::{BodyId, HandOffId, IdGen, PersonId, TaskId, TownId, WorkflowId};
use crate::people::{Holder, Unit, Viewer};
use crate::refusal::Refusal;
use crate::settings::TownLimits;
use crate::template::SignOff;

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
    /// Makes the ids of what comes into being.
    pub ids: &'a IdGen,
    /// Bodies with people in the system: for these nothing is recorded on behalf.
    pub bodies_in_system: &'a BTreeSet<BodyId>,
    /// The town's own units, to which work can be given.
    pub town_units: &'a BTreeSet<Unit>,
    /// Who belongs to which of them now.
    pub members: &'a BTreeSet<(Unit, PersonId)>,
    /// Who leads in the town now.
    pub leaders: &'a Leaders,
    /// Whether the county's coordinator has people in the system: then nothing is recorded on its behalf.
    pub county_in_system: bool,
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

    /// The same for work that lies with a side: a body's is counted in its own calendar.
    pub(super) fn due_at_side(&self, side: Side, limit: Option<&LimitSpec>, default: Option<u32>) -> Option<Due> {
        let calendar = side.body().map_or(self.calendar, |body| self.calendar.of_body(body));
        Circumstances { calendar, ..*self }.due(limit, default)
    }

    /// Whether work can be given to this holder: one of the town's units, and a person who belongs to it.
    #[must_use]
    pub fn can_hold(&self, holder: Holder) -> bool {
        self.town_units.contains(&holder.unit) && holder.person.is_none_or(|person| self.members.contains(&(holder.unit, person)))
    }

    fn due_of(&self, spec: &LimitSpec) -> Due {
        Due::count(self.calendar, self.now, spec.clone())
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
    case.acted.insert(ctx.actor.person);
    Ok((case, facts))
}

/// Applies a command: the next state and the facts that lead to it.
///
/// # Errors
/// Why it is refused; the state is unchanged then.
pub fn apply(case: &Case, command: &Command, ctx: &Circumstances<'_>) -> Result<(Case, Vec<Fact>), Refusal> {
    may_now(case, command)?;
    inside::free(case, command)?;
    let mut facts = decide(case, command, ctx)?;
    let mut next = case.clone();
    for fact in &facts {
        evolve(&mut next, fact, ctx.now);
    }
    settle(&mut next, &mut facts, ctx);
    next.seq += 1;
    if acts_inside(command.code()) {
        next.acted.insert(ctx.actor.person);
    }
    Ok((next, facts))
}

/// Lets everything follow that follows by itself. Ends because each fact moves a task or the workflow forward; the bound is a belt beside the braces.
fn settle(case: &mut Case, facts: &mut Vec<Fact>, ctx: &Circumstances<'_>) {
    let bound = 8 * (case.tasks.len() + case.hand_offs.len() + 2);
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
                | Command::Object { .. }
                | Command::ShareOut { .. }
                | Command::CorrectRecord { .. }
                | Command::RecordReceived { .. }
        ),
        // A wrong record is put right at any time.
        CaseState::Completed => matches!(command, Command::Reopen { .. } | Command::CorrectRecord { .. }),
        CaseState::Cancelled => matches!(command, Command::CorrectRecord { .. }),
    };
    if allowed { Ok(()) } else { Err(Refusal::CaseState(case.state)) }
}

fn decide(case: &Case, command: &Command, ctx: &Circumstances<'_>) -> Result<Vec<Fact>, Refusal> {
    match command {
        Command::Assign { task, holder, limit } => town::assign(case, find(case, *task)?, *holder, limit.as_ref(), ctx),
        Command::SetLimit { task, limit } => town::set_limit(case, find(case, *task)?, limit.as_ref(), ctx),
        Command::Distribute { task, units, limit } => town::distribute(case, find(case, *task)?, units, limit.as_ref(), ctx),
        Command::Take { task } => town::take(case, find(case, *task)?, ctx),
        Command::GiveBack { task } => town::give_back(case, find(case, *task)?, ctx),
        Command::Complete { task, result, on_behalf } => town::complete(case, find(case, *task)?, result, on_behalf.as_ref(), ctx),
        Command::RecordReceived { wait, on, document_no, note } => town::record_received(case, *wait, *on, document_no, note, ctx),
        Command::HandOff { task, receivers, note, document_no, count, on_behalf } => {
            let task = find(case, *task)?;
            let send = if task.sign_off == SignOff::None { sides::hand_off } else { sign_off::submit };
            send(case, task, sides::Sending { receivers, note, document_no, count: *count, on_behalf: on_behalf.as_ref() }, ctx)
        }
        Command::TakeBack { hand_off, reason } => sides::take_back(case, find_hand_off(case, *hand_off)?, reason, ctx),
        Command::Sign { hand_off, on_behalf } => sides::sign(case, find_hand_off(case, *hand_off)?, on_behalf.as_ref(), ctx),
        Command::Return { hand_off, reason, count, on_behalf } => {
            sides::send_back(case, find_hand_off(case, *hand_off)?, reason, *count, on_behalf.as_ref(), ctx)
        }
        Command::Answer { hand_off, answer, on_behalf } => {
            sides::answer(case, find_hand_off(case, *hand_off)?, answer, on_behalf.as_ref(), ctx)
        }
        Command::LeaveOut { task, reason } => town::leave_out(case, find(case, *task)?, reason, ctx),
        Command::Suspend { reason } => {
            permit(decides(ctx.actor, case))?;
            Ok(vec![Fact::Suspended { reason: stated(reason)? }])
        }
        Command::Resume => whole::resume(case, ctx),
        Command::Cancel { reason } => whole::cancel(case, reason, ctx),
        Command::Reopen { tasks, reason } => whole::reopen(case, tasks, reason, ctx),
        Command::PassOn { task, holder, reason } => inside::pass_on(case, find(case, *task)?, *holder, reason, ctx),
        Command::Lend { task, holder, what } => inside::lend(case, find(case, *task)?, *holder, what, ctx),
        Command::HandBack { task, note } => inside::hand_back(case, find(case, *task)?, note, ctx),
        Command::Copy { to, note } => inside::copy(case, to, note, ctx),
        Command::AgreeSignOff { task, note } => sign_off::agree(case, find(case, *task)?, note, ctx),
        Command::RefuseSignOff { task, reason } => sign_off::refuse(case, find(case, *task)?, reason, ctx),
        Command::WithdrawSignOff { task } => sign_off::withdraw(case, find(case, *task)?, ctx),
        Command::RecordSignOff { task, paper } => sign_off::record(case, find(case, *task)?, paper, ctx),
        Command::Note { text, by, on, on_paper } => inside::note(case, text, *by, *on, *on_paper, ctx),
        Command::Remark { task, text } => inside::remark(case, find(case, *task)?, text, ctx),
        Command::AskExtension { of, until, reason } => extension::ask(case, *of, *until, reason, ctx),
        Command::AnswerExtension { of, grant, reason } => extension::answer(case, *of, *grant, reason.as_deref(), ctx),
        Command::Nudge { task, by_phone } => inside::nudge(case, find(case, *task)?, *by_phone, ctx),
        Command::Remind { hand_off, by_phone } => inside::remind(case, find_hand_off(case, *hand_off)?, *by_phone, ctx),
        Command::StartStep { task, waits } => inside::start_step(case, task, waits, ctx),
        Command::Object { hand_off, reason, row, on_behalf } => {
            objection::object(case, find_hand_off(case, *hand_off)?, reason, *row, on_behalf.as_ref(), ctx)
        }
        Command::AnswerObjection { hand_off, to, answer } => objection::answer(case, find_hand_off(case, *hand_off)?, *to, answer, ctx),
        Command::AskCounty { hand_off, scope, reason } => {
            coordination::ask_county(case, find_hand_off(case, *hand_off)?, *scope, reason, ctx)
        }
        Command::Conclude { hand_off, outcome, reason, document_no, on_behalf } => {
            coordination::conclude(case, find_hand_off(case, *hand_off)?, *outcome, reason, document_no, on_behalf.as_ref(), ctx)
        }
        Command::ObjectTask { task, reason, row } => objection::object_task(case, find(case, *task)?, reason, *row, ctx),
        Command::AnswerTaskObjection { task, holder, answer, document_no, on_paper } => {
            objection::answer_task(case, find(case, *task)?, *holder, answer, document_no, *on_paper, ctx)
        }
        Command::Request { asked } => request::request(case, asked, ctx),
        Command::ShareOut { hand_off, person } => sides::share_out(case, find_hand_off(case, *hand_off)?, *person, ctx),
        Command::CorrectRecord { seq, on_behalf, reason } => request::correct(case, *seq, on_behalf, reason, ctx),
    }
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
