//! 台账: the office's ledger of a year or a month, from workflows, from what came in without one, and from the lines of older ledgers.
//!
//! In the order in which the work began; nothing is counted or sorted by person, a line names who has the work in hand.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use workflow::case::{CaseState, HandOffState, Side, TaskState};
use workflow::ids::{IncomingId, PersonId, WorkflowId};
use workflow::people::Unit;

use super::sheet::{Cell, Sheet};
use crate::store::incoming::{Incoming, IncomingState};
use crate::store::ledger_rows::PastLine;
use crate::store::names::{Names, Wanted};
use crate::store::work::ledger::{LedgerSent, LedgerStep, LedgerWork};
use crate::text::{Texts, date, fill};

/// How much of a step's words a line shows, in characters.
const STEP_SHOWN: usize = 28;
/// How many steps or problems a line names.
const SHOWN: usize = 3;

/// What the ledger is made from.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Rows {
    pub at: DateTime<Utc>,
    pub works: Vec<LedgerWork>,
    /// What came in and has no workflow.
    pub items: Vec<Incoming>,
    /// From ledgers that were kept before.
    pub past: Vec<PastLine>,
    pub names: Names,
    /// The town's leaders: who of them started a workflow gave it out.
    pub leaders: BTreeSet<PersonId>,
}

impl Rows {
    /// The names that the lines mention.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::default();
        for work in &self.works {
            wanted.person(work.started_by);
            work.noted_by.iter().for_each(|person| wanted.person(*person));
            for step in &work.steps {
                step.holder.into_iter().for_each(|holder| wanted.holder(holder));
                step.body.into_iter().for_each(|body| wanted.unit(Unit::Body(body)));
            }
            for sent in &work.sent {
                sent.receiver.body().into_iter().for_each(|body| wanted.unit(Unit::Body(body)));
            }
            let from = work.origin.as_ref().and_then(|origin| origin.from_body);
            from.into_iter().for_each(|body| wanted.unit(Unit::Body(body)));
        }
        self.items.iter().filter_map(|item| item.from_body).for_each(|body| wanted.unit(Unit::Body(body)));
        wanted
    }
}

/// Where a line leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A workflow.
    Workflow(WorkflowId),
    /// An incoming item.
    Incoming(IncomingId),
    /// Nowhere: a line of an older ledger.
    Past,
}

/// A line of the ledger, in the columns in which offices keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Line {
    pub subject: Subject,
    pub day: Option<NaiveDate>,
    pub matter: String,
    pub origin: String,
    pub leader: String,
    pub main_unit: String,
    pub other_units: String,
    pub handler: String,
    pub due: Option<NaiveDate>,
    /// The limit in words, where it is no date of ours.
    pub due_words: String,
    pub progress: String,
    pub problems: String,
    pub finished: Option<bool>,
    pub finished_on: Option<NaiveDate>,
    pub remark: String,
}

impl Line {
    /// The limit as text.
    #[must_use]
    pub fn due_text(&self) -> String {
        self.due.map_or_else(|| self.due_words.clone(), |due| due.format("%Y-%m-%d").to_string())
    }

    /// 是 2026-11-23, 否, or nothing.
    #[must_use]
    pub fn finished_text(&self, t: &Texts) -> String {
        match (self.finished, self.finished_on) {
            (Some(true), Some(day)) => format!("{} {}", t.common.yes, day.format("%Y-%m-%d")),
            (Some(true), None) => t.common.yes.to_owned(),
            (Some(false), _) => t.common.no.to_owned(),
            (None, _) => String::new(),
        }
    }
}

/// The lines: those of older ledgers first, then work in the order in which it came.
#[must_use]
pub fn build(t: &Texts, rows: &Rows) -> Vec<Line> {
    let mut lines: Vec<Line> = rows.works.iter().map(|work| of_work(t, rows, work)).collect();
    lines.extend(rows.items.iter().map(|item| of_item(t, rows, item)));
    lines.sort_by_key(|line| line.day);
    rows.past.iter().map(of_past).chain(lines).collect()
}

/// The headings of the columns, with 序号.
#[must_use]
pub fn headings(t: &Texts) -> [&'static str; 12] {
    let l = &t.ledger;
    [l.number, l.matter, l.origin, l.leader, l.main_unit, l.other_units, l.handler, l.due, l.progress, l.problems, l.finished, l.remark]
}

/// The ledger as a sheet.
#[must_use]
pub fn sheet(t: &Texts, title: String, lines: &[Line]) -> Sheet {
    let rows = lines.iter().enumerate().map(|(at, line)| {
        let text = |text: &String| if text.is_empty() { Cell::Empty } else { Cell::Text(text.clone()) };
        vec![
            Cell::Number(i64::try_from(at + 1).unwrap_or(i64::MAX)),
            text(&line.matter),
            text(&line.origin),
            text(&line.leader),
            text(&line.main_unit),
            text(&line.other_units),
            text(&line.handler),
            line.due.map_or_else(|| text(&line.due_words), Cell::Date),
            text(&line.progress),
            text(&line.problems),
            text(&line.finished_text(t)),
            text(&line.remark),
        ]
    });
    Sheet { name: t.ledger.title.to_owned(), title, headers: headings(t).into_iter().map(str::to_owned).collect(), rows: rows.collect() }
}

fn of_past(past: &PastLine) -> Line {
    Line {
        subject: Subject::Past,
        day: past.entered_on,
        matter: past.matter.clone(),
        origin: past.origin.clone(),
        leader: past.leader.clone(),
        main_unit: past.main_unit.clone(),
        other_units: past.other_units.clone(),
        handler: past.handler.clone(),
        due: None,
        due_words: past.due.clone(),
        progress: past.progress.clone(),
        problems: past.problems.clone(),
        finished: past.finished,
        finished_on: None,
        remark: past.remark.clone(),
    }
}

fn of_item(t: &Texts, rows: &Rows, item: &Incoming) -> Line {
    let closed = item.state == IncomingState::Closed;
    let sender = sender(rows, item.from_body, item.from_text.as_deref());
    Line {
        subject: Subject::Incoming(item.id),
        day: Some(date::local_date(item.received_at)),
        matter: item.summary.clone(),
        origin: words([t.source(&item.source), &sender, item.document_no.as_deref().unwrap_or_default()]),
        leader: String::new(),
        main_unit: String::new(),
        other_units: String::new(),
        handler: String::new(),
        due: item.limit_at.map(date::local_date),
        due_words: String::new(),
        progress: if closed { item.closing_note.clone().unwrap_or_default() } else { t.ledger.not_started.to_owned() },
        problems: String::new(),
        finished: Some(closed),
        finished_on: None,
        remark: String::new(),
    }
}

fn of_work(t: &Texts, rows: &Rows, work: &LedgerWork) -> Line {
    let names = &rows.names;
    let duty = format!("{} {}", t.duty_kind_short(work.duty_kind), work.duty_no);
    let (origin, remark) = match &work.origin {
        Some(origin) => {
            let sender = sender(rows, origin.from_body, origin.from_text.as_deref());
            let origin = words([t.source(&origin.source), &sender, origin.document_no.as_deref().unwrap_or_default()]);
            (origin, fill(t.ledger.by_list, &[("duty", &duty)]))
        }
        None => (fill(t.ledger.by_list, &[("duty", &duty)]), String::new()),
    };
    let mut leaders = work.noted_by.clone();
    if rows.leaders.contains(&work.started_by) {
        leaders.insert(0, work.started_by);
    }
    let held: Vec<Unit> = work.steps.iter().filter(|step| step.body.is_none()).filter_map(|step| Some(step.holder?.unit)).collect();
    let main = held.iter().find(|unit| matches!(unit, Unit::Office(_))).or_else(|| held.first()).copied();
    let bodies = work.steps.iter().filter_map(|step| step.body).chain(work.sent.iter().filter_map(|sent| sent.receiver.body()));
    let others = held.iter().copied().chain(bodies.map(Unit::Body)).filter(|unit| Some(*unit) != main);
    let handlers = work.steps.iter().filter(|step| step.body.is_none()).filter_map(|step| step.holder?.person);
    let open = |step: &&LedgerStep| matches!(step.state, TaskState::Open | TaskState::Handed);
    let latest = work.steps.iter().filter(open).filter_map(|step| step.due.as_ref().map(|due| due.at)).max();
    let over = work.state.ended();
    let due = work.official_due.as_ref().map(|due| due.at).or(latest.filter(|_| !over));
    Line {
        subject: Subject::Workflow(work.id),
        day: Some(date::local_date(work.started_at)),
        matter: work.title.clone(),
        origin,
        leader: list(t, leaders.into_iter().map(|person| names.person(person).to_owned())),
        main_unit: main.map(|unit| names.unit(unit).to_owned()).unwrap_or_default(),
        other_units: list(t, others.map(|unit| names.unit(unit).to_owned())),
        handler: list(t, handlers.map(|person| names.person(person).to_owned())),
        due: due.map(date::local_date),
        due_words: String::new(),
        progress: progress(t, rows, work),
        problems: problems(t, rows, work),
        finished: Some(work.state == CaseState::Completed),
        finished_on: work.ended_at.filter(|_| work.state == CaseState::Completed).map(date::local_date),
        remark,
    }
}

/// How far it is: the state, how many steps are over, and what is under way with whom.
fn progress(t: &Texts, rows: &Rows, work: &LedgerWork) -> String {
    let l = &t.ledger;
    if work.state != CaseState::Running {
        return t.workflow_state(work.state).to_owned();
    }
    let whole = work.steps.iter().filter(|step| !step.part);
    let over = whole.clone().filter(|step| matches!(step.state, TaskState::Done | TaskState::LeftOut | TaskState::Cancelled)).count();
    let mut said = vec![fill(l.steps_over, &[("over", &over), ("count", &whole.count())])];
    let open = work.steps.iter().filter(|step| step.state == TaskState::Open && !step.part).take(SHOWN);
    said.extend(open.map(|step| {
        let unit = unit_of(rows, step);
        let unit = if unit.is_empty() { t.report.nobody.to_owned() } else { unit };
        fill(l.under_way, &[("unit", &unit), ("step", &short(&step.text))])
    }));
    let waits = work.sent.iter().filter_map(|sent| {
        let text = match sent.state {
            HandOffState::Offered => l.waits_signature,
            HandOffState::Signed => l.waits_answer,
            _ => return None,
        };
        Some(fill(text, &[("unit", &receiver(rows, sent))]))
    });
    said.extend(waits.take(SHOWN));
    said.join(l.separator)
}

/// What stands in the way: a suspension, what is late, what was returned or objected to.
fn problems(t: &Texts, rows: &Rows, work: &LedgerWork) -> String {
    let l = &t.ledger;
    let mut said = Vec::new();
    if work.state == CaseState::Suspended {
        said.push(t.workflow_state(work.state).to_owned());
    }
    if work.state == CaseState::Running {
        let late = |step: &&LedgerStep| step.state == TaskState::Open && step.due.as_ref().is_some_and(|due| due.at < rows.at);
        let late = work.steps.iter().filter(late).take(SHOWN);
        said.extend(late.map(|step| fill(l.late, &[("unit", &unit_of(rows, step)), ("step", &short(&step.text))])));
        said.extend(work.sent.iter().filter_map(|sent| {
            let text = match sent.state {
                HandOffState::Returned => l.returned,
                HandOffState::Objected => l.objected,
                HandOffState::InCoordination => l.in_coordination,
                _ => return None,
            };
            Some(fill(text, &[("unit", &receiver(rows, sent)), ("reason", &sent.reason.as_deref().unwrap_or_default())]))
        }));
    }
    said.join(l.separator)
}

fn unit_of(rows: &Rows, step: &LedgerStep) -> String {
    let unit = step.body.map(Unit::Body).or(step.holder.map(|holder| holder.unit));
    unit.map(|unit| rows.names.unit(unit).to_owned()).unwrap_or_default()
}

fn receiver(rows: &Rows, sent: &LedgerSent) -> String {
    match sent.receiver {
        Side::Body(body) => rows.names.body(body).to_owned(),
        Side::Town => String::new(),
    }
}

fn sender(rows: &Rows, body: Option<workflow::ids::BodyId>, text: Option<&str>) -> String {
    body.map(|body| rows.names.body(body).to_owned()).or_else(|| text.map(str::to_owned)).unwrap_or_default()
}

fn words<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Names once each, in the order in which they come.
fn list(t: &Texts, names: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join(t.ledger.comma)
}

fn short(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= STEP_SHOWN {
        return text.trim_end_matches(['。', '；']).to_owned();
    }
    let cut: String = text.chars().take(STEP_SHOWN).collect();
    format!("{cut}…")
}
