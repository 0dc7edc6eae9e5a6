//! Duties of the printed list, each from what comes in to its end, as a town would tell it.

mod allowance;
mod culture;
mod dust;
mod hotline;
mod posts;
mod relief;
mod safety;
mod wages;

use duty_list::DutyKind;
use dutyflow::service::act::Of;
use dutyflow::service::incoming::{self, Incoming, Registration};
use dutyflow::service::start::{NewWorkflow, start};
use dutyflow::service::{Request, duties, work};
use dutyflow::store::cases;
use workflow::case::history::{check_chain, rebuild};
use workflow::case::{Case, Command, Result as Report, Task};
use workflow::ids::{HandOffId, TaskId, WorkflowId};
use workflow::people::{Holder, Unit, Viewer};
use workflow::template::Party;

use crate::harness::county::County;

/// What comes in is registered, and a person confirms the row; the row stands among those that are proposed.
async fn registered(county: &County, typed: Registration, kind: DutyKind, no: u32) -> Incoming {
    let request = || Request { viewer: &county.coordinator, command: county.command() };
    let item = incoming::register(county.tools(), request(), typed).await.unwrap();
    let duty = county.duty(kind, no).await;
    let view = incoming::show(county.tools(), &county.coordinator, item.id).await.unwrap();
    assert!(view.proposals.iter().any(|proposed| proposed.row.duty == duty), "the row is among those proposed");
    incoming::confirm_duty(county.tools(), request(), item.id, duty, item.version).await.unwrap()
}

/// What the coordinator wants when starting a track whose title contains these words, with everything given to the office.
async fn track(county: &County, kind: DutyKind, no: u32, words: &str, title: &str) -> NewWorkflow {
    let duty = county.duty(kind, no).await;
    let view = duties::show(county.tools(), &county.coordinator, duty).await.unwrap();
    let tracks = view.version.unwrap().content.tracks;
    let at = tracks.iter().position(|track| track.title.as_deref().unwrap_or_default().contains(words)).unwrap();
    let holder = Holder { unit: Unit::Office(county.office), person: None };
    let towns = tracks[at].steps.iter().filter(|step| step.party == Party::Town);
    let holders = towns.map(|step| (step.key.clone(), holder)).collect();
    NewWorkflow { track: at, holders, ..county.wanted(duty, title).await }
}

async fn begins(county: &County, wanted: NewWorkflow) -> WorkflowId {
    start(county.tools(), Request { viewer: &county.coordinator, command: county.command() }, wanted).await.unwrap()
}

/// The task is reported as done.
async fn completes(county: &County, who: &Viewer, task: TaskId, result: Report) -> Case {
    county.does(who, Of::Task(task), Command::Complete { task, result, on_behalf: None }).await
}

/// One task each for all villages, and the step as their summary.
async fn to_all_villages(county: &County, task: TaskId) -> Case {
    let units = county.villages.iter().map(|village| Unit::Village(*village)).collect();
    county.does(&county.coordinator, Of::Task(task), Command::Distribute { task, units, limit: None }).await
}

/// The one task that lies with a village.
async fn of_village(county: &County, village: &Viewer) -> TaskId {
    let mine = work::mine(county.tools(), village).await.unwrap();
    let [task] = mine.tasks.as_slice() else { panic!("one task a village: {:?}", mine.tasks) };
    task.id
}

/// What a step passes on to its planned receiver.
async fn sends(county: &County, task: &Task, note: &str) -> (HandOffId, Case) {
    let receivers = task
        .receivers
        .iter()
        .map(|planned| workflow::case::Receiver::body(planned.body.expect("a named receiver"), planned.kind))
        .collect();
    let send = Command::HandOff { task: task.id, receivers, note: Some(note.to_owned()), document_no: None, count: None, on_behalf: None };
    let case = county.does(&county.clerk, Of::Task(task.id), send).await;
    (case.hand_offs.values().find(|hand_off| hand_off.task == task.id).unwrap().id, case)
}

async fn signs(county: &County, who: &Viewer, hand_off: HandOffId) -> Case {
    county.does(who, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf: None }).await
}

/// The rows are what the history says.
async fn history_holds(county: &County, id: WorkflowId) {
    let db = county.tools().store.read();
    let entries = cases::history(db, id).await.unwrap();
    check_chain(id, &entries).unwrap();
    assert_eq!(rebuild(id, &entries).unwrap(), cases::load_unscoped(db, id).await.unwrap().unwrap().case);
}

fn counts(expected: u32, done: u32) -> Report {
    Report { expected: Some(expected), done: Some(done), ..Report::default() }
}
