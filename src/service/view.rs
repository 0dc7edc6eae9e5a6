//! What a person sees of a workflow: all of it inside the town, what passed between the sides for a body.

use std::collections::BTreeSet;

use workflow::case::history::{Entry, acts_inside};
use workflow::case::{self, Case, CopyTo, Dated, Fact, Lane, Leaders, Outcome, Side, Task};
use workflow::ids::{BodyId, HandOffId, TaskId};
use workflow::people::{Unit, Viewer};
use workflow::settings::TownLimits;
use workflow::template::Track;

use super::act::Of;
use super::circumstances;
use super::error::ServiceError;
use super::tools::Tools;
use crate::store::cases::{Origin, Stored};
use crate::store::duties::DutyText;
use crate::store::editions::Edition;
use crate::store::names::{Names, Wanted};
use crate::store::{self, duties, names, templates};

/// A workflow as one person may see it.
#[derive(Debug, Clone)]
pub struct WorkflowView {
    /// The state, without what the viewer may not see.
    pub case: Case,
    /// From what it was started.
    pub origin: Origin,
    /// The duty in the wording under which it began.
    pub duty: DutyText,
    /// The edition under which it began, once another one is in force.
    pub superseded: Option<Edition>,
    /// The track: its standing responsibilities and the department's other duties are shown beside the tasks.
    pub track: Option<Track>,
    /// The history, oldest first.
    pub history: Vec<Entry>,
    /// The names of everything in it.
    pub names: Names,
    /// Whether the viewer sees the town's inside.
    pub inside: bool,
    /// Whether the viewer may put right what was recorded on behalf.
    pub corrects: bool,
    /// Bodies whose acts are not recorded on behalf.
    pub bodies_in_system: BTreeSet<BodyId>,
    /// The town's default limits.
    pub limits: TownLimits,
    /// Who leads in the town: who may sign off.
    pub leaders: Leaders,
}

/// A workflow as the viewer may see it, found by itself, a task or a hand-off.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of it.
pub async fn workflow(tools: &Tools, viewer: &Viewer, of: Of) -> Result<WorkflowView, ServiceError> {
    let db = tools.store.read();
    let found = match of {
        Of::Workflow(id) => store::cases::find(viewer, db, id).await?,
        Of::Task(id) => store::cases::find_by_task(viewer, db, id).await?,
        Of::HandOff(id) => store::cases::find_by_hand_off(viewer, db, id).await?,
    };
    let Some(stored) = found else { return Err(ServiceError::NotFound) };
    let inside = case::sees_inside(viewer, &stored.case);
    let mut history = store::cases::history(db, stored.case.id).await?;
    let Stored { mut case, origin, .. } = stored;
    let corrects = inside && case::corrects(viewer, &case);
    if !inside {
        outside(viewer, &mut case, &mut history);
        let gone = match of {
            Of::Workflow(_) => false,
            Of::Task(id) => !case.tasks.contains_key(&id),
            Of::HandOff(id) => !case.hand_offs.contains_key(&id),
        };
        if gone {
            return Err(ServiceError::NotFound);
        }
    }
    let duty = duties::text(db, origin.duty_text).await?.ok_or(ServiceError::NotFound)?;
    let superseded = store::editions::find(db, duty.row.edition).await?.filter(|edition| !edition.in_force);
    let template = templates::version(db, origin.template_version).await?;
    let track = template.and_then(|template| template.content.tracks.into_iter().nth(usize::try_from(origin.track_index).unwrap_or(0)));
    let known = circumstances::load(db, tools, case.town, tools.now()).await?;
    let mut wanted = Wanted::default();
    wanted.case(&case);
    for entry in &history {
        for person in entry.actor.into_iter().chain(entry.in_place_of) {
            wanted.person(person);
        }
        for fact in &entry.facts {
            if let Fact::TaskAssigned { holder: Some(holder), .. } = fact {
                wanted.holder(*holder);
            }
            inside_names(&mut wanted, fact);
        }
    }
    for to in &case.copied {
        match to {
            CopyTo::Unit(unit) => wanted.unit(*unit),
            CopyTo::Person(person) => wanted.person(*person),
        }
    }
    let names = names::load(db, &wanted).await?;
    Ok(WorkflowView {
        case,
        origin,
        duty,
        superseded,
        track,
        history,
        names,
        inside,
        corrects,
        bodies_in_system: known.bodies_in_system,
        limits: known.limits,
        leaders: known.leaders,
    })
}

/// Whom a result names.
fn named(wanted: &mut Wanted, outcome: &Outcome) {
    match outcome {
        Outcome::Offer { to } => to.body().into_iter().for_each(|body| wanted.unit(Unit::Body(body))),
        Outcome::Give { holder } => wanted.holder(*holder),
        Outcome::Cancel | Outcome::GoesOn => {}
    }
}

/// Whom the facts of the town's inside name.
fn inside_names(wanted: &mut Wanted, fact: &Fact) {
    match fact {
        Fact::TaskPassedOn { from, to, .. } | Fact::TaskHandedBack { from, to, .. } => {
            from.iter().chain([to]).for_each(|holder| wanted.holder(*holder));
        }
        Fact::TaskLent { to, lent, .. } => [*to, lent.from].into_iter().for_each(|holder| wanted.holder(holder)),
        Fact::Copied { to, .. } => to.iter().for_each(|to| match to {
            CopyTo::Unit(unit) => wanted.unit(*unit),
            CopyTo::Person(person) => wanted.person(*person),
        }),
        Fact::SignOffAsked { signing, .. } => {
            wanted.person(signing.by);
            signing.receivers.iter().filter_map(|receiver| receiver.to.body()).for_each(|body| wanted.unit(Unit::Body(body)));
        }
        Fact::SignOffGiven { paper: Some(paper), .. } => paper.signer.into_iter().for_each(|person| wanted.person(person)),
        Fact::HandOffShared { person, .. } => person.iter().for_each(|person| wanted.person(*person)),
        Fact::CoordinationConcluded { conclusion, .. } => named(wanted, &conclusion.outcome),
        Fact::TaskObjectionAnswered { decided: Some(conclusion), .. } => named(wanted, &conclusion.outcome),
        Fact::LeaderNoted { note } => [note.by, note.entered_by].into_iter().for_each(|person| wanted.person(person)),
        Fact::StepStarted { task, .. } => task.holder.into_iter().for_each(|holder| wanted.holder(holder)),
        _ => {}
    }
}

/// What remains for somebody outside the town: the lanes of that person's bodies, their hand-offs and the tasks that sent them, and of the history
/// what concerns these.
fn outside(viewer: &Viewer, case: &mut Case, history: &mut Vec<Entry>) {
    let own_lane = |task: &Task| matches!(task.lane, Lane::Body(body) if viewer.in_body(body));
    let receives = |side: Side| side.body().is_some_and(|body| viewer.in_body(body));
    let own: BTreeSet<TaskId> = case.tasks.values().filter(|task| own_lane(task)).map(|task| task.id).collect();
    // What the body received, and what it sent itself.
    case.hand_offs.retain(|_, hand_off| receives(hand_off.receiver) || own.contains(&hand_off.task));
    for hand_off in case.hand_offs.values_mut().filter(|hand_off| !receives(hand_off.receiver)) {
        hand_off.person = None;
    }
    let hand_offs: BTreeSet<HandOffId> = case.hand_offs.keys().copied().collect();
    let sending: BTreeSet<TaskId> = case.hand_offs.values().map(|hand_off| hand_off.task).collect();
    case.tasks.retain(|id, task| own_lane(task) || sending.contains(id));
    for task in case.tasks.values_mut().filter(|task| !own.contains(&task.id)) {
        task.holder = None;
        task.result = None;
        task.reason = None;
        (task.signing, task.lent, task.extension, task.nudge) = (None, None, None, None);
        (task.objection, task.objections) = (None, 0);
        task.due = None;
        task.limit = None;
        task.receivers.retain(|planned| planned.body.is_some_and(|body| viewer.in_body(body)));
    }
    let tasks = own;
    for task in case.tasks.values_mut() {
        task.after.clear();
    }
    case.waits.clear();
    case.notes.clear();
    case.copied.clear();
    case.acted.clear();
    for entry in history.iter_mut() {
        signed_off_inside(entry);
        entry.facts.retain(|fact| between_sides(fact, &hand_offs, &tasks));
        // Who did something inside the town, and why, stays there; who sent, signed or answered is the other side's business.
        let own = |fact: &Fact| match fact {
            Fact::TaskDone { task, .. } => tasks.contains(task),
            Fact::Suspended { .. } | Fact::Resumed | Fact::Completed | Fact::Cancelled { .. } | Fact::Reopened { .. } => false,
            Fact::TaskOpened { .. } | Fact::TaskCancelled { .. } | Fact::StepRequired { .. } => false,
            _ => true,
        };
        if !entry.facts.iter().any(own) {
            entry.actor = None;
            entry.on_behalf = None;
            entry.kind = String::new();
        }
        for fact in &mut entry.facts {
            if let Fact::Suspended { reason }
            | Fact::Cancelled { reason }
            | Fact::Reopened { reason }
            | Fact::HandOffReopened { reason, .. } = fact
            {
                "—".clone_into(reason);
            }
        }
    }
    history.retain(|entry| !entry.facts.is_empty());
}

/// Who signed inside the town, and for whom somebody acted there, stays there: what left was sent by who submitted it.
fn signed_off_inside(entry: &mut Entry) {
    if acts_inside(&entry.kind) {
        entry.in_place_of = None;
    }
    if entry.facts.iter().any(|fact| matches!(fact, Fact::SignOffGiven { .. })) {
        let sender = entry.facts.iter().find_map(|fact| match fact {
            Fact::HandOffOffered { hand_off } => Some(hand_off.offered_by),
            Fact::HandOffOfferedAgain { by, .. } => Some(*by),
            _ => None,
        });
        entry.actor = sender;
        "hand_off".clone_into(&mut entry.kind);
    }
}

fn between_sides(fact: &Fact, hand_offs: &BTreeSet<HandOffId>, tasks: &BTreeSet<TaskId>) -> bool {
    match fact {
        Fact::HandOffOffered { hand_off } => hand_offs.contains(&hand_off.id),
        Fact::HandOffOfferedAgain { hand_off, .. }
        | Fact::HandOffSigned { hand_off, .. }
        | Fact::HandOffReturned { hand_off, .. }
        | Fact::HandOffSettled { hand_off, .. }
        | Fact::HandOffTakenBack { hand_off, .. }
        | Fact::HandOffReopened { hand_off, .. }
        | Fact::HandOffObjected { hand_off, .. }
        | Fact::CoordinationOpened { hand_off, .. }
        | Fact::CoordinationConcluded { hand_off, .. }
        | Fact::HandOffNotNeeded { hand_off, .. }
        | Fact::HandOffShared { hand_off, .. }
        | Fact::HandOffReminded { hand_off, .. }
        | Fact::ExtensionAsked { of: Dated::HandOff(hand_off), .. }
        | Fact::ExtensionGranted { of: Dated::HandOff(hand_off), .. }
        | Fact::ExtensionRefused { of: Dated::HandOff(hand_off), .. }
        | Fact::HandOffCancelled { hand_off } => hand_offs.contains(hand_off),
        Fact::TaskNudged { task, .. }
        | Fact::ExtensionAsked { of: Dated::Task(task), .. }
        | Fact::ExtensionGranted { of: Dated::Task(task), .. }
        | Fact::ExtensionRefused { of: Dated::Task(task), .. } => tasks.contains(task),
        Fact::TaskOpened { task, .. } | Fact::TaskDone { task, .. } | Fact::TaskCancelled { task } | Fact::StepRequired { task } => {
            tasks.contains(task)
        }
        Fact::Suspended { .. } | Fact::Resumed | Fact::Completed | Fact::Cancelled { .. } | Fact::Reopened { .. } => true,
        _ => false,
    }
}
