//! What a message about the town's inside, a reminder by hand or a substitute says now, or why it says nothing any more.

use serde::Deserialize;
use workflow::calendar::local_date;
use workflow::case::{self, Case, Dated, HandOffState, Task, TaskState};
use workflow::ids::{AbsenceId, HandOffId, TaskId};
use workflow::people::{Role, Viewer};

use super::relevance::{GONE, MOVED_ON, NOT_ENTITLED, Said, due_date, holds, runs};
use crate::mail::{DigestLine, InsideNews, InsideTold, NewsTold, Notice, Place, StandIn};
use crate::service::digest::Line;
use crate::service::tools::Tools;
use crate::store::messages::Message;
use crate::store::names::{Names, Wanted};
use crate::store::{StoreError, Tx, absences, names};

/// A notice of a kind about a task, or about a hand-off of it.
pub(super) fn read(
    viewer: &Viewer,
    case: &Case,
    names: &Names,
    (kind, task, hand_off): (&str, TaskId, Option<HandOffId>),
    round: u32,
) -> Result<Notice, &'static str> {
    runs(case)?;
    if let Some(id) = hand_off {
        return of_hand_off(viewer, case, names, id, round);
    }
    let task = case.tasks.get(&task).ok_or(GONE)?;
    if task.state != TaskState::Open || task.holding != round {
        return Err(MOVED_ON);
    }
    let told = match kind {
        "nudged" => InsideTold::Nudged,
        "sign-off" => InsideTold::SignOff,
        "sign-off-refused" => InsideTold::SignOffRefused,
        _ => InsideTold::Reminded,
    };
    // Before and after a signature it is another's turn.
    if task.signing.is_some() != (told == InsideTold::SignOff) {
        return Err(MOVED_ON);
    }
    let entitled = if told == InsideTold::SignOff { signs(viewer, case) } else { holds(viewer, task) };
    if !entitled {
        return Err(NOT_ENTITLED);
    }
    Ok(Notice::Inside(InsideNews {
        told,
        at: Place::Task(task.id),
        title: case.title.clone(),
        text: task.text.clone(),
        town: names.town(case.town).to_owned(),
        words: task.reason.clone().filter(|_| told == InsideTold::SignOffRefused),
        due: task.due.as_ref().filter(|_| told != InsideTold::SignOff).map(due_date),
        urgent: case.urgent,
    }))
}

fn of_hand_off(viewer: &Viewer, case: &Case, names: &Names, id: HandOffId, round: u32) -> Result<Notice, &'static str> {
    let hand_off = case.hand_offs.get(&id).ok_or(GONE)?;
    if !hand_off.state.with_receiver() || hand_off.round != round {
        return Err(MOVED_ON);
    }
    if !case::receives(viewer, case, hand_off) {
        return Err(NOT_ENTITLED);
    }
    let due = if hand_off.state == HandOffState::Offered { &hand_off.sign_due } else { &hand_off.answer_due };
    Ok(Notice::Inside(InsideNews {
        told: InsideTold::Reminded,
        at: Place::HandOff(id),
        title: case.title.clone(),
        text: case.tasks.get(&hand_off.task).map(|task| task.text.clone()).unwrap_or_default(),
        town: names.town(case.town).to_owned(),
        words: None,
        due: due.as_ref().map(due_date),
        urgent: case.urgent,
    }))
}

/// Whether the person signs inside the town at all; at which level is asked when it is done.
fn signs(viewer: &Viewer, case: &Case) -> bool {
    let roles = [Role::Leader, Role::OfficeLead, Role::Coordinator];
    viewer.grants.iter().any(|grant| roles.contains(&grant.role) && grant.scope.town_id() == Some(case.town))
}

/// A line of the day's list.
pub(super) fn line(viewer: &Viewer, case: &Case, line: Line) -> Option<DigestLine> {
    let news = |told, at, text: String| Some(DigestLine::News { told, at, title: case.title.clone(), text });
    let of_task = |task: &Task| (Place::Task(task.id), task.text.clone());
    match line {
        Line::SignOff { task, holding, .. } => {
            let task = case.tasks.get(&task)?;
            let waits = task.state == TaskState::Open && task.signing.is_some() && task.holding == holding;
            let (at, text) = of_task(task);
            (waits && signs(viewer, case)).then(|| news(NewsTold::SignOff, at, text)).flatten()
        }
        Line::ExtensionAsked { of, .. } => {
            let (at, text, open) = dated(case, of)?;
            let decides = viewer.in_town(&[Role::Coordinator, Role::Leader], case.town);
            (open && decides).then(|| news(NewsTold::ExtensionAsked, at, text)).flatten()
        }
        Line::ExtensionAnswered { of, granted, .. } => {
            let (at, text, open) = dated(case, of)?;
            let own = match of {
                Dated::Task(id) => case.tasks.get(&id).is_some_and(|task| task.state == TaskState::Open && holds(viewer, task)),
                Dated::HandOff(id) => case
                    .hand_offs
                    .get(&id)
                    .is_some_and(|hand_off| hand_off.state == HandOffState::Signed && case::receives(viewer, case, hand_off)),
            };
            let told = if granted { NewsTold::ExtensionGranted } else { NewsTold::ExtensionRefused };
            (own && !open).then(|| news(told, at, text)).flatten()
        }
        Line::Copied { .. } if case::sees_inside(viewer, case) => news(NewsTold::Copied, Place::Workflow(case.id), String::new()),
        Line::Noted { note, .. } if case::sees_inside(viewer, case) => {
            let note = case.notes.iter().find(|known| known.id == note)?;
            news(NewsTold::Noted, Place::Workflow(case.id), note.text.clone())
        }
        _ => None,
    }
}

/// Where something dated is opened, its clause, and whether more time is still asked for.
fn dated(case: &Case, of: Dated) -> Option<(Place, String, bool)> {
    match of {
        Dated::Task(id) => {
            let task = case.tasks.get(&id)?;
            Some((Place::Task(id), task.text.clone(), task.extension.is_some()))
        }
        Dated::HandOff(id) => {
            let hand_off = case.hand_offs.get(&id)?;
            let text = case.tasks.get(&hand_off.task).map(|task| task.text.clone()).unwrap_or_default();
            Some((Place::HandOff(id), text, hand_off.extension.is_some()))
        }
    }
}

/// What a message to a substitute keeps.
#[derive(Deserialize)]
struct Params {
    absence: AbsenceId,
}

/// That somebody is to act for an absent person, as long as that holds.
pub(super) async fn stand_in(tx: &Tx, tools: &Tools, viewer: &Viewer, message: &Message) -> Result<Said, StoreError> {
    let params = Params::deserialize(&message.params).map_err(|error| StoreError::Inconsistent(format!("message.params: {error}")))?;
    let Some(absence) = absences::find(tx, params.absence).await? else { return Ok(Said::Nothing(GONE)) };
    if absence.substitute != Some(viewer.person) || absence.until < local_date(tools.now()) {
        return Ok(Said::Nothing(MOVED_ON));
    }
    let mut wanted = Wanted::default();
    wanted.person(absence.person);
    let absent = names::load(tx, &wanted).await?.person(absence.person).to_owned();
    Ok(Said::Notice(Box::new(Notice::StandIn(StandIn { absent, from: absence.from, until: absence.until }))))
}
