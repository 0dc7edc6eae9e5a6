//! When the reminder policy wants to look again: the bridge from a case to [`workflow::reminder`].

use chrono::{DateTime, Utc};
use workflow::calendar::Calendar;
use workflow::case::{Case, CaseState, HandOff, HandOffState, Lane, Side, Task, TaskState};
use workflow::reminder::{HoldingState, ReminderMark, UnsignedState};
use workflow::{reminder, settings::TownLimits};

use crate::store::cases::NextCheck;

/// The policy at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Policy<'a> {
    /// The present.
    pub now: DateTime<Utc>,
    /// The town's calendar, which knows those of the bodies.
    pub calendar: &'a Calendar,
    /// The town's limits: how long an unsigned hand-off may lie.
    pub limits: TownLimits,
}

/// What the policy must know of a task.
#[must_use]
pub fn holding_state(case: &Case, task: &Task, sent_through: Option<ReminderMark>) -> HoldingState {
    let parts_open = case.tasks.values().any(|part| part.parent == Some(task.id) && !part.is_over());
    HoldingState {
        due_at: task.due.as_ref().map(|due| due.at).filter(|_| task.state == TaskState::Open && !case.state.ended()),
        holding_period: task.holding,
        opened_at: task.opened_at.unwrap_or(case.started_at),
        paused: case.state == CaseState::Suspended || parts_open || task.signing.is_some(),
        sent_through,
    }
}

/// What the policy must know of a hand-off that is not signed for yet; `None` once it is.
#[must_use]
pub fn unsigned_state(case: &Case, hand_off: &HandOff, limits: TownLimits, sent: bool) -> Option<UnsignedState> {
    (hand_off.state == HandOffState::Offered && !case.state.ended()).then(|| UnsignedState {
        offered_at: hand_off.offered_at,
        round: hand_off.round,
        sign_within: limits.sign.unwrap_or(reminder::SIGN_WITHIN),
        paused: case.state == CaseState::Suspended,
        sent,
    })
}

/// What the policy must know of an approval that was signed for and waits for its answer, as a holding of the body.
#[must_use]
pub fn answer_state(case: &Case, hand_off: &HandOff, sent_through: Option<ReminderMark>) -> Option<HoldingState> {
    let due = hand_off.answer_due.as_ref()?;
    (hand_off.state == HandOffState::Signed && !case.state.ended()).then(|| HoldingState {
        due_at: Some(due.at),
        holding_period: hand_off.round,
        opened_at: hand_off.signed_at.unwrap_or(hand_off.offered_at),
        paused: case.state == CaseState::Suspended,
        sent_through,
    })
}

impl Policy<'_> {
    /// The calendar of the side that has it.
    fn of(&self, side: Side) -> &Calendar {
        side.body().map_or(self.calendar, |body| self.calendar.of_body(body))
    }
}

impl NextCheck for Policy<'_> {
    fn of_task(&self, case: &Case, task: &Task) -> Option<DateTime<Utc>> {
        // A body's required step is reminded of like a town's; a step fed by an approval has no date of its own.
        let waits_for_no_one = task.holder.is_some() || matches!(task.lane, Lane::Body(_));
        waits_for_no_one.then(|| reminder::next_check(&holding_state(case, task, None), self.now, self.of(task.lane.into()))).flatten()
    }

    fn of_hand_off(&self, case: &Case, hand_off: &HandOff) -> Option<DateTime<Utc>> {
        if let Some(state) = unsigned_state(case, hand_off, self.limits, false) {
            return reminder::unsigned_next_check(&state, self.of(hand_off.receiver));
        }
        answer_state(case, hand_off, None).and_then(|state| reminder::next_check(&state, self.now, self.of(hand_off.receiver)))
    }
}
