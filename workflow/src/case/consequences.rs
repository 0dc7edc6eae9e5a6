//! What follows by itself: steps open when everything before them is done, hand-offs complete their task, the last step completes the workflow.

use duty_list::HandKind;

use super::decide::Circumstances;
use super::fact::Fact;
use super::side::Side;
use super::state::{Answered, Case, CaseState, HandOff, HandOffState, Lane, Result, Task, TaskState};

/// The next fact that follows from the state alone, or none when it is at rest. The order is fixed, so that the same state always ends in the same history.
pub(super) fn next(case: &Case, ctx: &Circumstances<'_>) -> Option<Fact> {
    if case.state.ended() {
        return None;
    }
    case.tasks.values().find_map(|task| of_task(case, task, ctx)).or_else(|| completed(case))
}

fn completed(case: &Case) -> Option<Fact> {
    // A body's step that no hand-off asked for is not waited for.
    let over = |task: &Task| task.is_over() || !task.required;
    (case.state == CaseState::Running && case.tasks.values().all(over)).then_some(Fact::Completed)
}

fn of_task(case: &Case, task: &Task, ctx: &Circumstances<'_>) -> Option<Fact> {
    // The parts of what was cancelled go with it.
    let whole = task.parent.and_then(|whole| case.tasks.get(&whole));
    if !task.is_over() && whole.is_some_and(|whole| whole.state == TaskState::Cancelled) {
        return Some(Fact::TaskCancelled { task: task.id });
    }
    match task.state {
        TaskState::Blocked => of_blocked(case, task, ctx),
        TaskState::Open => of_open(case, task),
        TaskState::Handed => of_handed(case, task),
        TaskState::Done | TaskState::LeftOut | TaskState::Cancelled => None,
    }
}

fn of_blocked(case: &Case, task: &Task, ctx: &Circumstances<'_>) -> Option<Fact> {
    let feed = Feed::of(case, task);
    if matches!(feed, Feed::Gone) {
        return given_up(case, task);
    }
    let ordered =
        task.after.iter().all(|id| case.tasks.get(id).is_none_or(|before| before.is_over() || (case.urgent && disputed(case, before))));
    let received = case.waits.values().filter(|wait| wait.task == task.id || Some(wait.task) == task.parent).all(|wait| wait.met.is_some());
    let fed = !matches!(feed, Feed::Awaited);
    (ordered && received && fed).then(|| Fact::TaskOpened { task: task.id, due: due_at_opening(task, &feed, ctx) })
}

/// A step that nothing brings any more is cancelled, and with it what it had sent on and got back. What is with somebody still is dealt with first.
fn given_up(case: &Case, task: &Task) -> Option<Fact> {
    match case.hand_offs.values().find(|hand_off| hand_off.task == task.id && hand_off.is_unsettled()) {
        None => Some(Fact::TaskCancelled { task: task.id }),
        Some(back) if matches!(back.state, HandOffState::Returned | HandOffState::Objected) => {
            Some(Fact::HandOffCancelled { hand_off: back.id })
        }
        Some(_) => None,
    }
}

/// Whether a step waits for an objection or a coordination: urgent work goes on meanwhile.
fn disputed(case: &Case, task: &Task) -> bool {
    let in_dispute = |hand_off: &HandOff| matches!(hand_off.state, HandOffState::Objected | HandOffState::InCoordination);
    task.objection.is_some() || case.hand_offs.values().any(|hand_off| hand_off.task == task.id && in_dispute(hand_off))
}

/// The date of a task that opens now. A step fed by an approval has none of its own: its clock is the hand-off's.
fn due_at_opening(task: &Task, feed: &Feed<'_>, ctx: &Circumstances<'_>) -> Option<super::state::Due> {
    match (feed, task.lane) {
        (Feed::Approval(_), _) => None,
        (_, Lane::Town) => ctx.due(task.limit.as_ref(), ctx.limits.step),
        (_, Lane::Body(body)) => ctx.due_at_side(Side::Body(body), task.limit.as_ref(), ctx.limits.answer),
    }
}

fn of_open(case: &Case, task: &Task) -> Option<Fact> {
    match Feed::of(case, task) {
        Feed::Approval(hand_off) => match (hand_off.state, &hand_off.answer) {
            // A body's step that goes on to another side is done by that, not by its answer.
            (HandOffState::Settled, Some(answer)) if task.receivers.is_empty() && !has_unsettled(case, task) => {
                return Some(Fact::TaskDone { task: task.id, result: result_of(answer) });
            }
            (HandOffState::Signed | HandOffState::Settled, _) => {}
            _ => return Some(Fact::TaskBlocked { task: task.id }),
        },
        Feed::Awaited if task.lane != Lane::Town => return Some(Fact::TaskBlocked { task: task.id }),
        Feed::Gone => {
            if let Some(fact) = given_up(case, task) {
                return Some(fact);
            }
        }
        _ => {}
    }
    // Where one receiver is enough, another one's return does not keep the step open.
    if task.any_receiver
        && task.signing.is_none()
        && case.tasks.values().all(|part| part.parent != Some(task.id) || part.is_over())
        && let Some(fact) = of_handed(case, task)
    {
        return Some(fact);
    }
    summary(case, task)
}

/// A distributed step without a hand-off is done when every part is.
fn summary(case: &Case, task: &Task) -> Option<Fact> {
    let parts: Vec<&Task> = case.tasks.values().filter(|part| part.parent == Some(task.id)).collect();
    // What was handed on all the same and came back is its holder's to deal with.
    if parts.is_empty() || has_unsettled(case, task) || !task.receivers.is_empty() || !parts.iter().all(|part| part.is_over()) {
        return None;
    }
    let sum = |count: fn(&Result) -> Option<u32>| {
        let counts: Vec<u32> = parts.iter().filter_map(|part| part.result.as_ref().and_then(count)).collect();
        (!counts.is_empty()).then(|| counts.iter().fold(0_u32, |sum, count| sum.saturating_add(*count)))
    };
    let result = Result { expected: sum(|result| result.expected), done: sum(|result| result.done), ..Result::default() };
    Some(Fact::TaskDone { task: task.id, result })
}

fn has_unsettled(case: &Case, task: &Task) -> bool {
    case.hand_offs.values().any(|hand_off| hand_off.task == task.id && hand_off.is_unsettled())
}

fn of_handed(case: &Case, task: &Task) -> Option<Fact> {
    let mut alive = case.hand_offs.values().filter(|hand_off| hand_off.task == task.id && !hand_off.state.is_void()).peekable();
    alive.peek()?;
    let settled = |hand_off: &&HandOff| hand_off.state == HandOffState::Settled;
    if task.any_receiver {
        let alive: Vec<&HandOff> = alive.collect();
        let enough = alive.iter().copied().find(settled)?;
        // One is enough: the others are told that they are not needed any more.
        if let Some(other) = alive.into_iter().find(|other| !settled(other)) {
            return Some(Fact::HandOffNotNeeded { hand_off: other.id, settled: enough.id });
        }
        return Some(Fact::TaskDone { task: task.id, result: task.result.clone().unwrap_or_default() });
    }
    let done = alive.all(|hand_off| settled(&hand_off));
    done.then(|| Fact::TaskDone { task: task.id, result: task.result.clone().unwrap_or_default() })
}

fn result_of(answer: &Answered) -> Result {
    Result { note: answer.note.clone(), document_no: answer.document_no.clone(), ..Result::default() }
}

/// Whether the step has been brought by an approval: the hand-off is the step.
pub(super) fn by_approval(case: &Case, task: &Task) -> bool {
    matches!(Feed::of(case, task), Feed::Approval(_))
}

/// How a step is fed by the other side.
enum Feed<'a> {
    /// By no hand-off: it stands by itself.
    Free,
    /// By a hand-off that has not come (or went back).
    Awaited,
    /// By an approval that is here: the hand-off is the step.
    Approval(&'a HandOff),
    /// By a hand-off that was signed for.
    Arrived,
    /// Every hand-off that could feed it was left out or cancelled.
    Gone,
}

impl<'a> Feed<'a> {
    fn of(case: &'a Case, task: &Task) -> Self {
        let mut feeders =
            case.tasks.values().filter(|feeder| feeder.receivers.iter().any(|receiver| receiver.feeds.contains(&task.id))).peekable();
        if feeders.peek().is_none() {
            return Self::Free;
        }
        let latest = case
            .hand_offs
            .values()
            .filter(|hand_off| hand_off.feeds == Some(task.id))
            .filter(|hand_off| !hand_off.state.is_void())
            .max_by_key(|hand_off| (matches!(hand_off.state, HandOffState::Signed | HandOffState::Settled), hand_off.offered_at));
        match latest {
            Some(hand_off) if matches!(hand_off.state, HandOffState::Signed | HandOffState::Settled) => {
                if hand_off.kind == HandKind::Approval { Self::Approval(hand_off) } else { Self::Arrived }
            }
            Some(_) => Self::Awaited,
            None if feeders.all(Task::is_over) => Self::Gone,
            None => Self::Awaited,
        }
    }
}
