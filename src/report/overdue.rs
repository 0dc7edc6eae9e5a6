//! The overdue report: what is late, on which side, since when; and open work without a date, by age.
//!
//! Overdue is what is open and past the due date on the side that holds it, counted in working days. Only an official date is reported upward; the
//! town's own date is marked as such.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use workflow::calendar::{Calendar, local_date};
use workflow::case::turn::Turn;
use workflow::case::{self, Due, HandOffState};
use workflow::ids::{HandOffId, TaskId, TownId, WorkflowId};
use workflow::people::{Holder, Unit};

use super::sheet::{Cell, Sheet};
use crate::store::names::Names;
use crate::store::work::{HandOffRow, TaskRow, WorkflowRow};
use crate::text::{Texts, date, fill};

/// On which side something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The town's.
    Town,
    /// A body's.
    Body,
}

impl Side {
    /// The code in addresses and files: `town`, `body`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Town => "town",
            Self::Body => "body",
        }
    }
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// A step to be done.
    Work,
    /// A signature.
    Signature,
    /// An answer to an approval.
    Answer,
    /// The whole workflow, by the date that is reported upward.
    Whole,
}

/// Where the row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A task.
    Task(TaskId),
    /// A hand-off.
    HandOff(HandOffId),
    /// A workflow.
    Workflow(WorkflowId),
}

/// A line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Line {
    pub side: Side,
    /// The office, village or body that has it; empty when nobody was given it.
    pub unit: String,
    pub town_id: TownId,
    pub town: String,
    /// 配合 28.
    pub duty: String,
    pub workflow: WorkflowId,
    pub title: String,
    pub text: String,
    pub waiting: Waiting,
    pub subject: Subject,
    /// Since when it lies there.
    pub since: Option<DateTime<Utc>>,
    pub due: Option<Due>,
    /// Working days past the due date; for work without a date, working days since it lies there.
    pub days: i32,
    /// Working days since it lies there, in the calendar of whoever has it.
    pub held: i32,
    pub urgent: bool,
}

impl Line {
    /// Whether the date is one that is reported upward.
    #[must_use]
    pub fn official(&self) -> bool {
        self.due.as_ref().is_some_and(|due| due.source.is_official())
    }
}

/// The report at an instant.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Overdue {
    pub at: DateTime<Utc>,
    /// Late, the longest first.
    pub late: Vec<Line>,
    /// Open without a date, the oldest first.
    pub undated: Vec<Line>,
}

/// What the report is made from.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Rows<'a> {
    pub at: DateTime<Utc>,
    pub tasks: &'a [TaskRow],
    pub hand_offs: &'a [HandOffRow],
    pub undated_tasks: &'a [TaskRow],
    pub undated_hand_offs: &'a [HandOffRow],
    /// Workflows past the date that is reported upward.
    pub official: &'a [WorkflowRow],
    /// With whom each of these is now.
    pub turns: &'a BTreeMap<WorkflowId, BTreeSet<Turn>>,
    pub names: &'a Names,
}

/// The calendar of a town, which knows those of the bodies.
pub type OfTown<'a> = &'a dyn Fn(TownId) -> Arc<Calendar>;

/// Makes the report.
#[must_use]
pub fn build(t: &Texts, rows: Rows<'_>, calendars: OfTown<'_>) -> Overdue {
    let line = |task: &TaskRow| of_task(t, task, rows.names, rows.at, &calendars(task.town));
    let hand_line = |hand_off: &HandOffRow| of_hand_off(t, hand_off, rows.names, rows.at, &calendars(hand_off.town));
    let mut late: Vec<Line> = rows.tasks.iter().map(line).chain(rows.hand_offs.iter().map(hand_line)).collect();
    late.extend(rows.official.iter().map(|row| of_workflow(t, row, rows, &calendars(row.town))));
    let mut undated: Vec<Line> = rows.undated_tasks.iter().map(line).chain(rows.undated_hand_offs.iter().map(hand_line)).collect();
    late.sort_by(|one, other| {
        one.due.as_ref().map(|due| due.at).cmp(&other.due.as_ref().map(|due| due.at)).then(one.since.cmp(&other.since))
    });
    undated.sort_by_key(|line| line.since);
    Overdue { at: rows.at, late, undated }
}

impl Overdue {
    /// Keeps one side, one town, one unit by name.
    pub fn keep(&mut self, side: Option<Side>, town: Option<TownId>, unit: Option<&str>) {
        let fits = |line: &Line| {
            side.is_none_or(|side| line.side == side)
                && town.is_none_or(|town| line.town_id == town)
                && unit.is_none_or(|unit| line.unit == unit)
        };
        self.late.retain(fits);
        self.undated.retain(fits);
    }

    /// How much is late on a side.
    #[must_use]
    pub fn count(&self, side: Side) -> usize {
        self.late.iter().filter(|line| line.side == side).count()
    }

    /// How much of what is late has an official date.
    #[must_use]
    pub fn official(&self) -> usize {
        self.late.iter().filter(|line| line.official()).count()
    }

    /// The offices, villages and bodies that have something late, each with how much, in the order of their names.
    #[must_use]
    pub fn units(&self) -> Vec<(String, Side, usize)> {
        let mut units: Vec<(String, Side, usize)> = Vec::new();
        for line in self.late.iter().filter(|line| !line.unit.is_empty()) {
            match units.iter_mut().find(|(unit, side, _)| *unit == line.unit && *side == line.side) {
                Some((_, _, count)) => *count += 1,
                None => units.push((line.unit.clone(), line.side, 1)),
            }
        }
        units.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
        units
    }

    /// The report as sheets: late, and open without a date.
    #[must_use]
    pub fn sheets(&self, t: &Texts) -> Vec<Sheet> {
        vec![self.sheet(t, t.report.sheet_late, &self.late, true), self.sheet(t, t.report.sheet_undated, &self.undated, false)]
    }

    fn sheet(&self, t: &Texts, name: &str, lines: &[Line], dated: bool) -> Sheet {
        let r = &t.report;
        let days = if dated { r.days_late } else { r.days_open };
        let headers = vec![
            r.number,
            r.town,
            r.side,
            r.unit,
            r.duty,
            r.workflow,
            r.step,
            r.waiting,
            r.since,
            t.sides.held,
            r.due,
            r.source,
            r.official,
            days,
        ];
        let rows = lines.iter().enumerate().map(|(at, line)| {
            let day = |at: Option<DateTime<Utc>>| at.map_or(Cell::Empty, |at| Cell::Date(date::local_date(at)));
            vec![
                Cell::Number(i64::try_from(at + 1).unwrap_or(i64::MAX)),
                Cell::Text(line.town.clone()),
                Cell::Text(side(t, line.side).to_owned()),
                Cell::Text(if line.unit.is_empty() { r.nobody.to_owned() } else { line.unit.clone() }),
                Cell::Text(line.duty.clone()),
                Cell::Text(line.title.clone()),
                Cell::Text(line.text.clone()),
                Cell::Text(waiting(t, line.waiting).to_owned()),
                day(line.since),
                Cell::Number(i64::from(line.held)),
                day(line.due.as_ref().map(|due| due.at)),
                line.due.as_ref().map_or(Cell::Empty, |due| Cell::Text(t.limit_source(&due.source))),
                Cell::Text(if line.official() { t.common.yes } else { t.common.no }.to_owned()),
                Cell::Number(i64::from(line.days)),
            ]
        });
        Sheet {
            name: name.to_owned(),
            title: fill(r.file_title, &[("date", &date::day_and_time(t.language, self.at, self.at))]),
            headers: headers.into_iter().map(str::to_owned).collect(),
            rows: rows.collect(),
        }
    }
}

/// The side's name.
#[must_use]
pub fn side(t: &Texts, side: Side) -> &'static str {
    match side {
        Side::Town => t.report.side_town,
        Side::Body => t.report.side_body,
    }
}

/// What is waited for, in words.
#[must_use]
pub fn waiting(t: &Texts, waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::Work => t.report.waiting_work,
        Waiting::Signature => t.report.waiting_signature,
        Waiting::Answer => t.report.waiting_answer,
        Waiting::Whole => t.report.waiting_whole,
    }
}

fn of_task(t: &Texts, row: &TaskRow, names: &Names, at: DateTime<Utc>, calendar: &Calendar) -> Line {
    let calendar = row.body().map_or(calendar, |body| calendar.of_body(body));
    let unit = row.holder.map(|holder: Holder| names.unit(holder.unit).to_owned()).unwrap_or_default();
    Line {
        side: if row.body_lane { Side::Body } else { Side::Town },
        unit,
        town_id: row.town,
        town: names.unit(Unit::Town(row.town)).to_owned(),
        duty: format!("{} {}", t.duty_kind_short(row.duty), row.duty_no),
        workflow: row.workflow,
        title: row.title.clone(),
        text: row.text.clone(),
        waiting: Waiting::Work,
        subject: Subject::Task(row.id),
        since: row.opened_at,
        due: row.due.clone(),
        days: days(row.due.as_ref(), row.opened_at, at, calendar),
        held: days(None, row.opened_at, at, calendar),
        urgent: row.urgent,
    }
}

fn of_hand_off(t: &Texts, row: &HandOffRow, names: &Names, at: DateTime<Utc>, calendar: &Calendar) -> Line {
    let signed = row.state == HandOffState::Signed;
    let since = if signed { row.signed_at } else { Some(row.offered_at) };
    // What a body sent to the town is late at the town; what a body has is counted in its own calendar.
    let (side, calendar) = row.receiver.body().map_or((Side::Town, calendar), |body| (Side::Body, calendar.of_body(body)));
    Line {
        side,
        unit: names.unit(row.receiver.unit(row.town)).to_owned(),
        town_id: row.town,
        town: names.unit(Unit::Town(row.town)).to_owned(),
        duty: format!("{} {}", t.duty_kind_short(row.duty), row.duty_no),
        workflow: row.workflow,
        title: row.title.clone(),
        text: row.text.clone(),
        waiting: if signed { Waiting::Answer } else { Waiting::Signature },
        subject: Subject::HandOff(row.id),
        since,
        due: row.due().cloned(),
        days: days(row.due(), since, at, calendar),
        held: days(None, since, at, calendar),
        urgent: row.urgent,
    }
}

/// A workflow past its official date lies where its turn is: with a body only where nothing of it lies in the town.
fn of_workflow(t: &Texts, row: &WorkflowRow, rows: Rows<'_>, calendar: &Calendar) -> Line {
    let (names, at) = (rows.names, rows.at);
    // That something waits for a leader's signature is the town's inside.
    let outward = |turn: &Turn| if *turn == Turn::SignOff { Turn::With(case::Side::Town) } else { *turn };
    let turns: BTreeSet<Turn> = rows.turns.get(&row.id).into_iter().flatten().map(outward).collect();
    let sides = turns.iter().filter_map(|turn| match turn {
        Turn::With(side) | Turn::Signature(side) => Some(*side),
        Turn::SignOff | Turn::Coordination => None,
    });
    let sides: BTreeSet<case::Side> = sides.collect();
    let elsewhere = !sides.is_empty() && !sides.contains(&case::Side::Town);
    let name = |side: case::Side| names.unit(side.unit(row.town)).to_owned();
    let there: Vec<String> = turns.iter().map(|turn| t.turn(*turn, name)).collect();
    let unit = match sides.first().filter(|_| elsewhere && sides.len() == 1) {
        Some(side) => name(*side),
        None => names.unit(Unit::Town(row.town)).to_owned(),
    };
    let whole = t.report.whole.to_owned();
    let text =
        if there.is_empty() { whole } else { format!("{whole} · {}", fill(t.sides.whole_with, &[("where", &there.join(t.between()))])) };
    Line {
        side: if elsewhere { Side::Body } else { Side::Town },
        unit,
        town_id: row.town,
        town: names.unit(Unit::Town(row.town)).to_owned(),
        duty: format!("{} {}", t.duty_kind_short(row.duty_kind), row.duty_no),
        workflow: row.id,
        title: row.title.clone(),
        text,
        waiting: Waiting::Whole,
        subject: Subject::Workflow(row.id),
        since: Some(row.started_at),
        due: row.official_due.clone(),
        days: days(row.official_due.as_ref(), Some(row.started_at), at, calendar),
        held: days(None, Some(row.started_at), at, calendar),
        urgent: row.urgent,
    }
}

/// Working days past the date, or since it lies there. What became late today counts 0.
fn days(due: Option<&Due>, since: Option<DateTime<Utc>>, at: DateTime<Utc>, calendar: &Calendar) -> i32 {
    let from = due.map(|due| due.at).or(since).unwrap_or(at);
    calendar.working_days_between(local_date(from), local_date(at)).max(0)
}
