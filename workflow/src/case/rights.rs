//! Who may do and see what in a workflow. The one place for object-level rights: pages, API and jobs ask here.

use super::inside::CopyTo;
use super::side::Side;
use super::state::{Case, HandOff, Lane, Task, TaskState};
use crate::ids::BodyId;
use crate::people::{Holder, Role, Scope, Unit, Viewer};
use crate::refusal::Refusal;

/// Whether the viewer may see that the workflow exists, and what passed between the sides.
///
/// The town's coordinators, leaders and supervisors see all of the town's work; county supervisors and coordinators that of every town; an office,
/// a village and its people what lies or lay with them; a body what was handed to it or waits for it.
#[must_use]
pub fn sees(viewer: &Viewer, case: &Case) -> bool {
    sees_inside(viewer, case) || case_bodies(case).any(|body| viewer.in_body(body))
}

/// Whether the viewer may see the town's inside: assignments, notes, internal tasks.
#[must_use]
pub fn sees_inside(viewer: &Viewer, case: &Case) -> bool {
    viewer.in_town(&[Role::Coordinator, Role::Leader, Role::Supervisor], case.town)
        || viewer.has(Role::Supervisor, Scope::County)
        || viewer.has(Role::CountyCoordinator, Scope::County)
        || case.tasks.values().filter(|task| task.lane == Lane::Town).any(|task| {
            let lender = task.lent.as_ref().map(|lent| lent.from);
            task.holder.into_iter().chain(lender).any(|holder| sees_work_of(viewer, case, holder))
        })
        // What one did oneself stays readable as long as one has a part in that town.
        || (viewer.towns().contains(&case.town) && viewer.persons().any(|person| case.acted.contains(&person)))
        || (!case.state.ended() && case.copied.iter().any(|to| was_copied(viewer, case, *to)))
}

fn sees_work_of(viewer: &Viewer, case: &Case, holder: Holder) -> bool {
    (holder.person.is_some_and(|person| viewer.is_person(person)) && viewer.towns().contains(&case.town))
        || (viewer.in_unit(holder.unit) && !matches!(holder.unit, Unit::Body(_)))
}

fn was_copied(viewer: &Viewer, case: &Case, to: CopyTo) -> bool {
    match to {
        CopyTo::Unit(unit) => viewer.in_unit(unit),
        CopyTo::Person(person) => viewer.is_person(person) && viewer.towns().contains(&case.town),
    }
}

/// Whether the viewer is the holder, or belongs to the unit in whose in-box it lies.
#[must_use]
pub(super) fn holds(viewer: &Viewer, holder: Holder) -> bool {
    viewer.in_unit(holder.unit) && holder.person.is_none_or(|person| viewer.is_person(person))
}

/// The bodies that have a part in the workflow: receivers of its hand-offs, and owners of required steps that have opened.
fn case_bodies(case: &Case) -> impl Iterator<Item = BodyId> + '_ {
    let opened = case.tasks.values().filter(|task| task.state != TaskState::Blocked);
    let lanes = opened.filter_map(|task| match task.lane {
        Lane::Body(body) => Some(body),
        Lane::Town => None,
    });
    lanes.chain(case.hand_offs.values().filter_map(|hand_off| hand_off.receiver.body()))
}

/// Whether the viewer coordinates the town: starts, assigns, leaves out, cancels.
#[must_use]
pub(super) fn coordinates(viewer: &Viewer, case: &Case) -> bool {
    viewer.in_town(&[Role::Coordinator], case.town)
}

/// Whether the viewer decides inside the town.
#[must_use]
pub(super) fn decides(viewer: &Viewer, case: &Case) -> bool {
    viewer.in_town(&[Role::Coordinator, Role::Leader], case.town)
}

/// Whether the viewer is one of the town's leaders.
#[must_use]
pub(super) fn leads(viewer: &Viewer, case: &Case) -> bool {
    viewer.in_town(&[Role::Leader], case.town)
}

/// Whether the viewer acts for the receiver of a hand-off: its people; of the town its coordinator and who holds the work that waits for it.
#[must_use]
pub fn receives(viewer: &Viewer, case: &Case, hand_off: &HandOff) -> bool {
    match hand_off.receiver {
        Side::Body(body) => viewer.in_body(body),
        Side::Town => {
            let waits = |task: &Task| hand_off.feeds == Some(task.id) || task.after.contains(&hand_off.task);
            coordinates(viewer, case)
                || case.tasks.values().any(|task| task.lane == Lane::Town && waits(task) && may_act_for(viewer, case, task).is_ok())
        }
    }
}

/// Whether the viewer acts for the sender of a hand-off: who sent it, who holds its task, the town's coordinator for what the town sent.
#[must_use]
pub fn sends(viewer: &Viewer, case: &Case, hand_off: &HandOff) -> bool {
    let task = case.tasks.get(&hand_off.task);
    let by_town = task.is_none_or(Task::is_towns);
    (by_town && coordinates(viewer, case))
        || viewer.is_person(hand_off.offered_by)
        || task.is_some_and(|task| may_act_for(viewer, case, task).is_ok())
}

/// Whether the viewer may put right what was recorded on behalf of another side: the town's coordinator, and who did something in it.
#[must_use]
pub fn corrects(viewer: &Viewer, case: &Case) -> bool {
    coordinates(viewer, case) || viewer.persons().any(|person| case.acted.contains(&person))
}

/// Whether the viewer leads the office that holds the task.
pub(super) fn leads_holder(viewer: &Viewer, task: &Task) -> bool {
    let Some(holder) = task.holder else { return false };
    viewer.grants.iter().any(|grant| match (grant.role, grant.scope, holder.unit) {
        (Role::OfficeLead, Scope::Office { office, .. }, Unit::Office(unit)) => office == unit,
        (Role::BodyLead, Scope::Body(scope), Unit::Body(unit)) => scope.body == unit,
        _ => false,
    })
}

/// Whether the viewer may assign the task: the coordinator, or the lead of the office that holds it.
#[must_use]
pub(super) fn may_assign(viewer: &Viewer, case: &Case, task: &Task) -> bool {
    task.lane == Lane::Town && (decides(viewer, case) || leads_holder(viewer, task))
}

/// Whether the viewer may do the task's work: its holder, the people of the unit in whose in-box it lies, the unit's lead, the town's coordinator.
///
/// # Errors
/// [`Refusal::HeldByOther`] when a colleague has taken it, else [`Refusal::NotPermitted`].
pub fn may_act_for(viewer: &Viewer, case: &Case, task: &Task) -> Result<(), Refusal> {
    if let Lane::Body(body) = task.lane {
        if !viewer.in_body(body) {
            return Err(Refusal::NotPermitted);
        }
        // What a person of the body was given is that person's and the lead's.
        return match task.holder.and_then(|holder| holder.person) {
            Some(person) if !viewer.is_person(person) && !leads_holder(viewer, task) => Err(Refusal::HeldByOther(person)),
            _ => Ok(()),
        };
    }
    if coordinates(viewer, case) || leads_holder(viewer, task) {
        return Ok(());
    }
    match task.holder {
        Some(holder) if viewer.in_unit(holder.unit) => match holder.person {
            Some(person) if !viewer.is_person(person) => Err(Refusal::HeldByOther(person)),
            _ => Ok(()),
        },
        _ => Err(Refusal::NotPermitted),
    }
}

/// Whether the viewer works in one of the town's offices: such a person may record for a village without a phone (包村干部).
#[must_use]
pub(super) fn in_town_office(viewer: &Viewer, case: &Case) -> bool {
    viewer.grants.iter().any(|grant| {
        matches!(grant.role, Role::Staff | Role::OfficeLead) && matches!(grant.scope, Scope::Office { town, .. } if town == case.town)
    })
}
