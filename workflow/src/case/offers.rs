//! What a person can do with a task, a hand-off or a workflow now: the buttons of its page. The same rules as the commands themselves.

use std::collections::BTreeSet;

use duty_list::HandKind;

use super::rights::{coordinates, decides, in_town_office, may_act_for, may_assign};
use super::state::{Case, CaseState, HandOff, HandOffState, Lane, Task, TaskState};
use crate::ids::BodyId;
use crate::people::{Unit, Viewer};

/// What can be done with a task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TaskOffers {
    pub assign: bool,
    pub distribute: bool,
    pub take: bool,
    pub give_back: bool,
    pub complete: bool,
    /// Completed on behalf of a village or of a body without people in the system.
    pub record: bool,
    pub hand_off: bool,
    pub leave_out: bool,
    /// The receipt of a body's step is recorded by the town.
    pub receive: bool,
}

impl TaskOffers {
    /// Whether anything can be done.
    #[must_use]
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

/// What can be done with a hand-off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct HandOffOffers {
    pub sign: bool,
    pub send_back: bool,
    pub answer: bool,
    pub take_back: bool,
    /// Whether the receiver's acts are recorded on its behalf by this person.
    pub on_behalf: bool,
}

/// What can be done with a workflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct CaseOffers {
    pub suspend: bool,
    pub resume: bool,
    pub cancel: bool,
    pub reopen: bool,
}

/// What the viewer can do with a task now.
#[must_use]
pub fn task_offers(viewer: &Viewer, case: &Case, task: &Task, bodies_in_system: &BTreeSet<BodyId>) -> TaskOffers {
    if case.state != CaseState::Running {
        return TaskOffers::default();
    }
    let movable = matches!(task.state, TaskState::Blocked | TaskState::Open);
    let open = task.state == TaskState::Open;
    let acts = may_act_for(viewer, case, task).is_ok();
    let own_unit = task.holder.is_some_and(|holder| viewer.in_unit(holder.unit));
    let approval = case.hand_offs.values().any(|hand_off| hand_off.feeds == Some(task.id) && hand_off.kind == HandKind::Approval);
    match task.lane {
        Lane::Town => TaskOffers {
            assign: movable && may_assign(viewer, case, task),
            distribute: movable && task.parent.is_none() && may_assign(viewer, case, task),
            take: movable && own_unit && task.holder.is_some_and(|holder| holder.person.is_none()),
            give_back: movable && acts && task.holder.is_some_and(|holder| holder.person.is_some()),
            complete: open
                && acts
                && task.receivers.is_empty()
                && (own_unit || !task.holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_)))),
            record: open
                && task.receivers.is_empty()
                && task.holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_)))
                && (coordinates(viewer, case) || in_town_office(viewer, case))
                && !own_unit,
            hand_off: open && acts && task.parent.is_none(),
            leave_out: movable && decides(viewer, case),
            receive: false,
        },
        Lane::Body(body) => TaskOffers {
            complete: open && acts && !approval,
            receive: open && !approval && !viewer.in_body(body) && receives(viewer, case, task),
            record: open && !approval && !bodies_in_system.contains(&body) && coordinates(viewer, case),
            leave_out: movable && decides(viewer, case),
            ..TaskOffers::default()
        },
    }
}

/// Whether the viewer may record the receipt of what a body's step sends.
fn receives(viewer: &Viewer, case: &Case, step: &Task) -> bool {
    coordinates(viewer, case)
        || case
            .tasks
            .values()
            .any(|task| task.lane == Lane::Town && task.after.contains(&step.id) && may_act_for(viewer, case, task).is_ok())
}

/// What the viewer can do with a hand-off now.
#[must_use]
pub fn hand_off_offers(viewer: &Viewer, case: &Case, hand_off: &HandOff, bodies_in_system: &BTreeSet<BodyId>) -> HandOffOffers {
    if case.state.ended() {
        return HandOffOffers::default();
    }
    let sends = coordinates(viewer, case)
        || viewer.is_person(hand_off.offered_by)
        || case.tasks.get(&hand_off.task).is_some_and(|task| may_act_for(viewer, case, task).is_ok());
    let on_behalf = sends && !viewer.in_body(hand_off.receiver) && !bodies_in_system.contains(&hand_off.receiver);
    let receives = viewer.in_body(hand_off.receiver) || on_behalf;
    HandOffOffers {
        sign: receives && hand_off.state == HandOffState::Offered,
        send_back: receives && hand_off.state.with_receiver(),
        answer: receives && hand_off.state == HandOffState::Signed && hand_off.kind == HandKind::Approval,
        take_back: sends && hand_off.state == HandOffState::Offered && case.state == CaseState::Running,
        on_behalf,
    }
}

/// What the viewer can do with the workflow now.
#[must_use]
pub fn case_offers(viewer: &Viewer, case: &Case) -> CaseOffers {
    let decides = decides(viewer, case);
    CaseOffers {
        suspend: decides && case.state == CaseState::Running,
        resume: decides && case.state == CaseState::Suspended,
        cancel: decides && matches!(case.state, CaseState::Running | CaseState::Suspended),
        reopen: decides && case.state == CaseState::Completed,
    }
}
