//! What a person can do with a task, a hand-off or a workflow now: the buttons of its page. The same rules as the commands themselves.

use std::collections::BTreeSet;

use duty_list::HandKind;

use super::consequences::by_approval;
use super::dispute::CoordinationLevel;
use super::rights::{coordinates, decides, in_town_office, leads, may_act_for, may_assign, receives, sends};
use super::state::{Case, CaseState, HandOff, HandOffState, Lane, Task, TaskState};
use crate::ids::BodyId;
use crate::people::{Role, Scope, Unit, Viewer};

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
    /// The hand-off of a body without people in the system is recorded on its behalf.
    pub hand_off_on_behalf: bool,
    pub leave_out: bool,
    /// The receipt of a body's step is recorded by the town.
    pub receive: bool,
    /// 职责异议 of its holder.
    pub object: bool,
    /// The answer to it.
    pub answer_objection: bool,
    /// 分办: a body gives its step to a person of its own.
    pub share: bool,
}

impl TaskOffers {
    /// Without what nobody may do while the task waits for a signature or is with a helper.
    fn free(self, task: &Task) -> Self {
        let free = task.signing.is_none();
        let own = free && task.lent.is_none();
        Self {
            assign: self.assign && free,
            take: self.take && free,
            give_back: self.give_back && free,
            leave_out: self.leave_out && free,
            distribute: self.distribute && own,
            complete: self.complete && own,
            record: self.record && own,
            hand_off: self.hand_off && own,
            ..self
        }
    }

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
    /// 职责异议
    pub object: bool,
    /// Offering it again with an answer.
    pub answer_objection: bool,
    /// 提请县级协调 about whose duty it is.
    pub ask_duty: bool,
    /// 提请县级协调 about progress; asked for only once the date has passed.
    pub ask_progress: bool,
    /// 协调意见
    pub conclude: bool,
    /// The result can only be entered for who decided it.
    pub conclude_on_behalf: bool,
    /// 分办 to a person of the receiving body.
    pub share: bool,
    /// Whether the receiver's acts are recorded on its behalf by this person.
    pub on_behalf: bool,
}

impl HandOffOffers {
    /// Whether anything can be done.
    #[must_use]
    pub fn any(self) -> bool {
        Self { on_behalf: false, conclude_on_behalf: false, ..self } != Self::default()
    }
}

/// What can be done with a workflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct CaseOffers {
    pub suspend: bool,
    pub resume: bool,
    pub cancel: bool,
    pub reopen: bool,
    /// 商请
    pub request: bool,
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
    let undisputed = task.objection.is_none();
    let own_unit = task.holder.is_some_and(|holder| viewer.in_unit(holder.unit));
    let approval = by_approval(case, task);
    match task.lane {
        Lane::Town => TaskOffers {
            assign: movable && undisputed && may_assign(viewer, case, task),
            distribute: movable && undisputed && task.parent.is_none() && may_assign(viewer, case, task),
            take: movable && undisputed && own_unit && task.holder.is_some_and(|holder| holder.person.is_none()),
            give_back: movable && undisputed && acts && task.holder.is_some_and(|holder| holder.person.is_some()),
            complete: open
                && acts
                && undisputed
                && task.receivers.is_empty()
                && (own_unit || !task.holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_)))),
            record: open
                && undisputed
                && task.receivers.is_empty()
                && task.holder.is_some_and(|holder| matches!(holder.unit, Unit::Village(_)))
                && (coordinates(viewer, case) || in_town_office(viewer, case))
                && !own_unit,
            hand_off: open && acts && task.parent.is_none() && undisputed,
            leave_out: movable && decides(viewer, case),
            object: movable
                && own_unit
                && acts
                && undisputed
                && task.lent.is_none()
                && task.signing.is_none()
                && task.holder.is_some_and(|holder| !matches!(holder.unit, Unit::Town(_))),
            answer_objection: movable && !undisputed && decides(viewer, case),
            ..TaskOffers::default()
        }
        .free(task),
        Lane::Body(body) => {
            let recorded = !bodies_in_system.contains(&body) && coordinates(viewer, case);
            TaskOffers {
                complete: open && acts && !approval && task.receivers.is_empty(),
                receive: open && !approval && !viewer.in_body(body) && receives_from(viewer, case, task),
                record: open && !approval && recorded && task.receivers.is_empty(),
                hand_off: open && (acts || recorded),
                hand_off_on_behalf: open && !acts && recorded,
                leave_out: movable && decides(viewer, case),
                // An approval's step goes with its hand-off.
                share: movable && !approval && viewer.in_body(body),
                take: movable && !approval && own_unit && task.holder.is_some_and(|holder| holder.person.is_none()),
                give_back: movable && !approval && acts && task.holder.is_some_and(|holder| holder.person.is_some()),
                ..TaskOffers::default()
            }
        }
    }
}

/// Whether the viewer may record the receipt of what a body's step sends.
fn receives_from(viewer: &Viewer, case: &Case, step: &Task) -> bool {
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
    let running = case.state == CaseState::Running;
    let sends = sends(viewer, case, hand_off);
    let own = receives(viewer, case, hand_off);
    let on_behalf = sends && !own && hand_off.receiver.body().is_some_and(|body| !bodies_in_system.contains(&body));
    let in_body = hand_off.receiver.body().filter(|body| viewer.in_body(*body));
    // What a person of the body was given is that person's and the lead's.
    let lead = in_body.is_some_and(|body| viewer.has(Role::BodyLead, Scope::body(body)));
    let acts = on_behalf || (own && (lead || hand_off.person.is_none_or(|person| viewer.is_person(person))));
    let county = viewer.has(Role::CountyCoordinator, Scope::County);
    let level = hand_off.coordination.as_ref().map(|open| open.level);
    let (conclude, directly) = match level {
        None => (false, false),
        Some(CoordinationLevel::Leader) => (decides(viewer, case), leads(viewer, case)),
        Some(CoordinationLevel::County(_)) => (county || decides(viewer, case), county),
    };
    HandOffOffers {
        sign: acts && hand_off.state == HandOffState::Offered,
        send_back: acts && hand_off.state.with_receiver(),
        answer: acts && hand_off.state == HandOffState::Signed && hand_off.kind == HandKind::Approval,
        take_back: sends && running && matches!(hand_off.state, HandOffState::Offered | HandOffState::Objected),
        object: acts && hand_off.state == HandOffState::Offered,
        answer_objection: sends && running && hand_off.state == HandOffState::Objected,
        ask_duty: running
            && decides(viewer, case)
            && hand_off.state == HandOffState::InCoordination
            && !matches!(level, Some(CoordinationLevel::County(_))),
        ask_progress: running && decides(viewer, case) && hand_off.state.with_receiver() && level.is_none(),
        conclude: running && conclude,
        conclude_on_behalf: conclude && !directly,
        share: in_body.is_some() && hand_off.state.with_receiver(),
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
        request: coordinates(viewer, case) && case.state == CaseState::Running,
    }
}
