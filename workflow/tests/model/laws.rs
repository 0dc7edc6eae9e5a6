//! What must hold in every state that is reached.

use chrono::{DateTime, TimeDelta, Utc};
use workflow::calendar::LimitUnit;
use workflow::case::history::{check_chain, rebuild};
use workflow::case::turn::{self, Turn};
use workflow::case::{Case, CaseState, Due, Fact, HandOffState as H, Lane, Side, Task, TaskState as T};
use workflow::ids::TaskId;

use super::world::World;

/// A time in which a clock stood still.
#[derive(Debug, Clone, Copy)]
pub struct Pause {
    /// Of one task only: the time with its signer.
    pub task: Option<TaskId>,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// No state that the product's page does not draw.
pub fn legal(case: &Case) {
    for task in case.tasks.values() {
        let hands: Vec<_> = case.hand_offs.values().filter(|hand| hand.task == task.id).collect();
        let unsettled = hands.iter().filter(|hand| !hand.state.is_void() && hand.state != H::Settled).count();
        let alive = hands.iter().filter(|hand| !hand.state.is_void()).count();
        let parts_open = case.tasks.values().any(|part| part.parent == Some(task.id) && !part.is_over());
        match task.state {
            T::Handed => {
                assert!(alive > 0, "handed, and nobody has it: {task:?}");
                let back = hands.iter().filter(|hand| matches!(hand.state, H::Returned | H::Objected)).count();
                assert_eq!(back, 0, "what came back lies with nobody: {task:?}");
                assert!(!parts_open, "handed with open parts: {task:?}");
            }
            T::Done | T::LeftOut | T::Cancelled => {
                assert_eq!(unsettled, 0, "over, with a hand-off that is not: {task:?} {hands:?}");
                // A part can be taken up again where the whole was left out; never under a whole that is done.
                assert!(!parts_open || task.state == T::LeftOut, "over with open parts: {task:?}");
                assert!(task.done_at.is_some(), "{task:?}");
            }
            T::Blocked | T::Open => assert!(task.done_at.is_none(), "{task:?}"),
        }
        assert!(task.state == T::Open || task.signing.is_none(), "waits for a signature and is not open: {task:?}");
        assert!(task.state != T::Blocked || task.due.is_none(), "a date before its time: {task:?}");
        assert!(task.lane == Lane::Town || (task.lent.is_none() && task.objection.is_none() && task.signing.is_none()), "{task:?}");
        if let Some(holder) = task.holder {
            assert_eq!(matches!(holder.unit, workflow::people::Unit::Body(_)), task.lane != Lane::Town, "held across the sides: {task:?}");
        }
    }
    for hand in case.hand_offs.values() {
        assert_ne!(hand.receiver, Side::from(case.tasks[&hand.task].lane), "sent to its own side: {hand:?}");
        assert_eq!(hand.state == H::Settled, hand.settled_at.is_some(), "{hand:?}");
        assert!(hand.state != H::InCoordination || hand.coordination.is_some(), "coordinated by nobody: {hand:?}");
        assert!(hand.coordination.is_none() || !(hand.state.is_void() || hand.state == H::Settled), "{hand:?}");
        let same = case.hand_offs.values().filter(|other| {
            let apart = other.id != hand.id && !other.state.is_void() && !hand.state.is_void();
            apart && (other.task, other.receiver, other.kind) == (hand.task, hand.receiver, hand.kind)
        });
        assert_eq!(same.count(), 0, "the same thing lies twice with its receiver: {hand:?}");
    }
    let required_open = case.tasks.values().any(|task| task.required && !task.is_over());
    match case.state {
        CaseState::Completed => assert!(!required_open, "completed with something to do"),
        CaseState::Running => assert!(case.tasks.values().any(|task| task.required && !task.is_over()), "nothing to do, and not completed"),
        CaseState::Cancelled => assert!(case.tasks.values().all(Task::is_over), "cancelled with something to do"),
        CaseState::Suspended => assert!(case.suspended_at.is_some()),
    }
    assert_eq!(case.state.ended(), case.ended_at.is_some());
    if case.state.ended() {
        let unsettled = case.hand_offs.values().find(|hand| !hand.state.is_void() && hand.state != H::Settled);
        assert!(unsettled.is_none(), "ended with {unsettled:?}");
    }
}

/// Whose clock: every part of a running workflow is with exactly one side or none, as the page says; a workflow that is not ended or suspended is with
/// somebody, unless it waits for something from outside.
pub fn clocks(case: &Case) {
    for task in case.tasks.values() {
        let wanted = match task.state {
            T::Open if case.state == CaseState::Running && task.signing.is_some() => Some(Turn::SignOff),
            T::Open if case.state == CaseState::Running => Some(Turn::With(task.lane.into())),
            _ => None,
        };
        let found = turn::of_task(case, task);
        // An approval's step at a body is the hand-off, whose clock runs.
        let hand = case.hand_offs.values().find(|hand| hand.feeds == Some(task.id) && hand.state == H::Signed);
        match (found, hand) {
            (None, Some(hand)) if wanted.is_some() => assert_eq!(turn::of_hand_off(case, hand), wanted, "{task:?}"),
            _ => assert_eq!(found, wanted, "{task:?}"),
        }
        if task.state == T::Handed && case.state == CaseState::Running {
            let with = case.hand_offs.values().filter(|hand| hand.task == task.id).filter_map(|hand| turn::of_hand_off(case, hand));
            assert!(with.count() > 0, "handed, and nobody's clock runs: {task:?}");
        }
    }
    for hand in case.hand_offs.values() {
        let wanted = match hand.state {
            _ if case.state != CaseState::Running => None,
            H::Offered => Some(Turn::Signature(hand.receiver)),
            H::Signed => Some(Turn::With(hand.receiver)),
            H::InCoordination => Some(Turn::Coordination),
            _ => None,
        };
        assert_eq!(turn::of_hand_off(case, hand), wanted, "{hand:?}");
    }
    let waits = case.waits.values().any(|wait| wait.met.is_none());
    assert!(case.state != CaseState::Running || waits || !turn::turns(case).is_empty(), "nobody's turn");
}

/// The history rebuilds the state, and its chain holds.
pub fn history(world: &World, case: &Case) {
    assert_eq!(&rebuild(case.id, &world.entries).unwrap(), case, "the history rebuilds the state");
    check_chain(case.id, &world.entries).unwrap();
}

/// Time that a workflow was suspended, or a task was with its signer, is not counted: between a date's start and the date lies exactly the time that
/// the limit gives beside the pauses. Dates are a side's own.
pub fn dates(world: &World, case: &Case, pauses: &[Pause]) {
    if case.state != CaseState::Running {
        return;
    }
    for task in case.tasks.values().filter(|task| task.state == T::Open && task.signing.is_none()) {
        if let Some(due) = &task.due {
            let of_task: Vec<Pause> = pauses.iter().copied().filter(|pause| pause.task.is_none_or(|id| id == task.id)).collect();
            let set = world
                .entries
                .iter()
                .rev()
                .find(|entry| entry.facts.iter().any(|fact| matches!(fact, Fact::TaskLimitSet { task: of, .. } if *of == task.id)));
            date(world, Side::from(task.lane), due, &of_task, set.map(|entry| entry.at), &format!("{task:?}"));
        }
    }
    let whole: Vec<Pause> = pauses.iter().copied().filter(|pause| pause.task.is_none()).collect();
    for hand in case.hand_offs.values().filter(|hand| hand.state.with_receiver()) {
        for due in [&hand.sign_due, &hand.answer_due].into_iter().flatten() {
            date(world, hand.receiver, due, &whole, None, &format!("{hand:?}"));
        }
    }
}

fn date(world: &World, side: Side, due: &Due, pauses: &[Pause], set: Option<DateTime<Utc>>, of: &str) {
    if matches!(due.limit.unit, LimitUnit::Date(_)) {
        return;
    }
    let calendar = side.body().map_or(&world.calendar, |body| world.calendar.of_body(body));
    let given = calendar.explain(due.from, due.limit).due;
    let mut at = given;
    let (mut paused, mut whole) = (TimeDelta::zero(), TimeDelta::zero());
    // A pause after the date has nothing left to give back. A limit that is set later gives back what the one before it was given: all of a pause, or
    // nothing where the earlier date was over by then.
    for pause in merged(pauses).into_iter().filter(|pause| pause.1 > due.from) {
        let from = pause.0.max(due.from);
        whole += calendar.working_time_between(from, pause.1);
        if at > from && set.is_none_or(|set| pause.1 > set) {
            paused += calendar.working_time_between(from, pause.1);
            at = calendar.add_working_time(pause.1, calendar.working_time_between(from, at));
        }
    }
    let (counted, all) = (calendar.working_time_between(due.from, due.at), calendar.working_time_between(due.from, given));
    let given_back = counted - all;
    assert!(paused <= given_back && given_back <= whole, "paused {paused} to {whole}, given back {given_back}, expected {at}: {of}");
}

/// Pauses that overlap are one.
fn merged(pauses: &[Pause]) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut sorted: Vec<(DateTime<Utc>, DateTime<Utc>)> = pauses.iter().map(|pause| (pause.from, pause.to)).collect();
    sorted.sort_unstable();
    let mut merged: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for (from, to) in sorted {
        match merged.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => merged.push((from, to)),
        }
    }
    merged
}
