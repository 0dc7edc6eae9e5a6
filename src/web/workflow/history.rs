//! The history as rows: when, who, the sentences, and whether it was recorded on behalf of another side.

use chrono::{DateTime, Utc};
use workflow::case::history::Entry;
use workflow::case::{Dated, Fact, HandKind, Side};
use workflow::ids::{HandOffId, PersonId, TaskId, WaitId};
use workflow::people::Unit;

use super::short;
use crate::service::view::WorkflowView;
use crate::text::{Sentence, Told, Tone, fill};
use crate::urls::Url;
use crate::web::Page;

/// How much of a clause a sentence shows, in characters.
const CLAUSE: usize = 24;

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// For whom it was recorded.
    pub on_behalf: Option<String>,
    /// Where that is put right, and the word for it, for who may.
    pub correct: Option<(String, &'static str)>,
    /// What happened.
    pub lines: Vec<String>,
    /// The class of its mark.
    pub class: &'static str,
}

/// The names in a workflow.
#[derive(Debug, Clone, Copy)]
struct Names<'a> {
    view: &'a WorkflowView,
    now: DateTime<Utc>,
}

impl Told for Names<'_> {
    fn person(&self, id: PersonId) -> String {
        self.view.names.person(id).to_owned()
    }

    fn unit(&self, unit: Unit) -> String {
        self.view.names.unit(unit).to_owned()
    }

    fn task(&self, id: TaskId) -> String {
        let Some(task) = self.view.case.tasks.get(&id) else { return String::new() };
        let words = short(&task.text, CLAUSE);
        match task.holder.filter(|_| task.parent.is_some()) {
            Some(holder) => format!("{words} · {}", self.view.names.unit(holder.unit)),
            None => words,
        }
    }

    fn of_town(&self, id: TaskId) -> bool {
        self.view.case.tasks.get(&id).is_some_and(|task| task.lane == workflow::case::Lane::Town)
    }

    fn side(&self, id: TaskId) -> String {
        let lane = self.view.case.tasks.get(&id).map(|task| task.lane);
        let unit = match lane {
            Some(workflow::case::Lane::Body(body)) => Unit::Body(body),
            _ => Unit::Town(self.view.case.town),
        };
        self.view.names.unit(unit).to_owned()
    }

    fn hand_off(&self, id: HandOffId) -> Option<(HandKind, Unit, TaskId)> {
        self.view.case.hand_offs.get(&id).map(|hand_off| (hand_off.kind, hand_off.receiver.unit(self.view.case.town), hand_off.task))
    }

    fn receiver(&self, side: Side) -> String {
        self.view.names.unit(side.unit(self.view.case.town)).to_owned()
    }

    fn wait(&self, id: WaitId) -> String {
        self.view.case.waits.get(&id).map(|wait| short(&wait.text, CLAUSE)).unwrap_or_default()
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }
}

/// The history, latest first.
#[must_use]
pub fn rows(page: &Page, view: &WorkflowView) -> Vec<Row> {
    of(page, view, |_| true)
}

/// What happened to one task and its hand-offs, latest first.
#[must_use]
pub fn of_task(page: &Page, view: &WorkflowView, id: TaskId) -> Vec<Row> {
    let of_its_hand_off = |hand_off: &HandOffId| view.case.hand_offs.get(hand_off).is_some_and(|hand_off| hand_off.task == id);
    let of_its_wait = |wait: &WaitId| view.case.waits.get(wait).is_some_and(|wait| wait.task == id);
    of(page, view, |fact| match fact {
        Fact::TaskOpened { task, .. }
        | Fact::TaskBlocked { task }
        | Fact::TaskAssigned { task, .. }
        | Fact::TaskLimitSet { task, .. }
        | Fact::TaskDistributed { task, .. }
        | Fact::TaskHanded { task }
        | Fact::TaskCameBack { task, .. }
        | Fact::TaskDone { task, .. }
        | Fact::TaskLeftOut { task, .. }
        | Fact::TaskCancelled { task }
        | Fact::TaskReopened { task, .. }
        | Fact::TaskDateMoved { task, .. }
        | Fact::TaskPassedOn { task, .. }
        | Fact::TaskLent { task, .. }
        | Fact::TaskHandedBack { task, .. }
        | Fact::SignOffAsked { task, .. }
        | Fact::SignOffGiven { task, .. }
        | Fact::SignOffRefused { task, .. }
        | Fact::SignOffWithdrawn { task, .. }
        | Fact::TaskObjected { task, .. }
        | Fact::TaskObjectionAnswered { task, .. }
        | Fact::StepRequired { task }
        | Fact::TaskNudged { task, .. }
        | Fact::TaskRemarked { task, .. }
        | Fact::ExtensionAsked { of: Dated::Task(task), .. }
        | Fact::ExtensionGranted { of: Dated::Task(task), .. }
        | Fact::ExtensionRefused { of: Dated::Task(task), .. } => *task == id,
        Fact::StepStarted { task, .. } => task.id == id,
        Fact::WaitMet { wait, .. } => of_its_wait(wait),
        Fact::Started { .. } => false,
        Fact::Suspended { .. } | Fact::Resumed | Fact::Completed | Fact::Cancelled { .. } | Fact::Reopened { .. } => true,
        other => about(other).is_some_and(|hand_off| of_its_hand_off(&hand_off)),
    })
}

/// What happened to one hand-off, latest first.
#[must_use]
pub fn of_hand_off(page: &Page, view: &WorkflowView, id: HandOffId) -> Vec<Row> {
    of(page, view, |fact| about(fact) == Some(id))
}

/// The hand-off that a fact is about.
fn about(fact: &Fact) -> Option<HandOffId> {
    match fact {
        Fact::HandOffOffered { hand_off } => Some(hand_off.id),
        Fact::HandOffOfferedAgain { hand_off, .. }
        | Fact::HandOffSigned { hand_off, .. }
        | Fact::HandOffReturned { hand_off, .. }
        | Fact::HandOffSettled { hand_off, .. }
        | Fact::HandOffTakenBack { hand_off, .. }
        | Fact::HandOffCancelled { hand_off }
        | Fact::HandOffDatesMoved { hand_off, .. }
        | Fact::HandOffObjected { hand_off, .. }
        | Fact::CoordinationOpened { hand_off, .. }
        | Fact::CoordinationConcluded { hand_off, .. }
        | Fact::HandOffNotNeeded { hand_off, .. }
        | Fact::HandOffShared { hand_off, .. }
        | Fact::HandOffReminded { hand_off, .. }
        | Fact::ExtensionAsked { of: Dated::HandOff(hand_off), .. }
        | Fact::ExtensionGranted { of: Dated::HandOff(hand_off), .. }
        | Fact::ExtensionRefused { of: Dated::HandOff(hand_off), .. } => Some(*hand_off),
        _ => None,
    }
}

/// One entry.
#[must_use]
pub fn of_entry(page: &Page, view: &WorkflowView, seq: i64) -> Option<Row> {
    let entry = view.history.iter().position(|entry| entry.seq == seq)?;
    of_entries(page, view, &view.history[entry..=entry], |_| true).into_iter().next()
}

fn of(page: &Page, view: &WorkflowView, wanted: impl Fn(&Fact) -> bool) -> Vec<Row> {
    of_entries(page, view, &view.history, wanted)
}

fn of_entries(page: &Page, view: &WorkflowView, entries: &[Entry], wanted: impl Fn(&Fact) -> bool) -> Vec<Row> {
    let names = Names { view, now: page.now };
    let t = page.t;
    let entries = entries.iter().rev().filter_map(|entry| {
        let sentences: Vec<Sentence> =
            entry.facts.iter().filter(|fact| wanted(fact)).filter_map(|fact| t.fact(entry, fact, &names)).collect();
        let has = |tone: Tone| sentences.iter().any(|sentence| sentence.tone == tone);
        let class = match (has(Tone::Back), has(Tone::Good)) {
            (true, _) => "back",
            (false, true) => "good",
            (false, false) => "",
        };
        let who = entry.actor.map_or_else(|| t.history.system.to_owned(), |actor| names.person(actor));
        let who = match entry.in_place_of {
            Some(absent) => fill(t.inside.in_place_of, &[("who", &who), ("absent", &names.person(absent))]),
            None => who,
        };
        (!sentences.is_empty()).then(|| Row {
            when: page.day_time(&entry.at),
            who,
            on_behalf: entry.on_behalf.as_ref().map(|on_behalf| t.recorded(on_behalf, page.now)),
            correct: entry
                .on_behalf
                .as_ref()
                .filter(|_| view.corrects)
                .map(|_| (Url::WorkflowCorrect(view.case.id).with([("entry", entry.seq.to_string().as_str())]), t.sides.correct)),
            lines: sentences.into_iter().map(|sentence| sentence.words).collect(),
            class,
        })
    });
    entries.collect()
}

/// The latest entry in one line, for who was a moment too late.
#[must_use]
pub fn latest(page: &Page, view: &WorkflowView) -> Option<String> {
    rows(page, view).into_iter().next().map(|row| {
        let end = if page.t.language == crate::text::Language::Zh { "\u{ff1b}" } else { "; " };
        format!("{} {} {}", row.when, row.who, row.lines.join(end))
    })
}
