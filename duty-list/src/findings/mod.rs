//! What the reader says about the list: counts, numbering, cells, owners, hand-offs. Codes with parameters; the Chinese sentence is for the command line.

pub mod codes;
mod counts;
mod duties;

use serde_json::{Map, Value};

use crate::assemble::{Assembly, Doubt};
use crate::bodies::Place as Home;
use crate::body_list::Grouped;
use crate::cut::Side;
use crate::list::Lost;
use crate::model::{Duty, DutyRef, Finding, Severity};
use crate::preface::Preface;

/// The most characters of the list that a finding quotes; what is longer is cut.
pub const LONGEST_PASSAGE: usize = 80;

/// The most findings that are kept; a list that yields more has one cause, not thousands.
const MOST_FINDINGS: usize = 5000;

/// Collects findings.
#[derive(Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
}

/// Where a finding points.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    pub line: Option<u32>,
    pub duty: Option<DutyRef>,
}

impl Place {
    /// A duty and its line.
    pub fn of(duty: &Duty) -> Self {
        Self { line: duty.line(), duty: Some(DutyRef { kind: duty.kind(), no: duty.no() }) }
    }

    /// A line.
    pub fn line(line: Option<u32>) -> Self {
        Self { line, duty: None }
    }
}

impl Findings {
    /// Adds a finding.
    pub fn add(&mut self, severity: Severity, code: &str, params: &[(&str, Value)], message: String, place: Place) {
        if self.list.len() < MOST_FINDINGS {
            let params: Map<String, Value> = params.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
            self.list.push(Finding { severity, code: code.to_owned(), params, message, line: place.line, duty: place.duty });
        }
    }
}

/// Everything that is to be said about a reading.
pub(crate) fn findings(
    assembly: &Assembly,
    preface: &Preface,
    duties: &[Duty],
    grouped: &Grouped,
    home: &Home,
    lost: &[Lost],
) -> Vec<Finding> {
    let mut out = Findings::default();
    self::lost(lost, &mut out);
    counts::declared(preface, duties, grouped, &mut out);
    counts::numbering(&assembly.duties, duties, &mut out);
    counts::unnumbered(&assembly.duties, duties, &mut out);
    counts::borders(&assembly.duties, duties, &mut out);
    doubts(&assembly.doubts, duties, &mut out);
    bodies(grouped, duties, &mut out);
    duties::all(duties, grouped, home, &mut out);
    out.list
}

/// Cells whose account does not come out.
fn lost(lost: &[Lost], out: &mut Findings) {
    for one in lost {
        let (cell, label) = match one.side {
            Side::Department => ("department_duties", "上级部门职责"),
            Side::Town => ("town_duties", "配合职责"),
        };
        out.add(
            Severity::Error,
            "text-unaccounted",
            &[("cell", cell.into()), ("passage", one.passage.as_str().into())],
            format!("“{label}”没有逐字读全，从这里起请对照原文：{}", one.passage),
            Place { line: one.line, duty: Some(one.duty) },
        );
    }
}

fn doubts(doubts: &[Doubt], duties: &[Duty], out: &mut Findings) {
    for doubt in doubts {
        match doubt {
            Doubt::GuessedColumn { line, text } => {
                out.add(
                    Severity::Warning,
                    "column-guessed",
                    &[("text", text.as_str().into())],
                    format!("跨页断开的一行没有序号，已接到上一事项，所属列是推断的，请核对：{text}"),
                    joined_before(*line, duties),
                );
            }
            Doubt::Orphan { line, text } => {
                out.add(
                    Severity::Error,
                    "row-without-duty",
                    &[("text", text.as_str().into())],
                    format!("这一行没有序号，也没有可以接续的事项：{text}"),
                    Place::line(*line),
                );
            }
            Doubt::Stray { line, text } => {
                out.add(
                    Severity::Warning,
                    "text-between-rows",
                    &[("text", text.as_str().into())],
                    format!("表格之间有不属于任何单元格的文字：{text}"),
                    Place::line(*line),
                );
            }
            Doubt::ExtraCells { line, text } => {
                out.add(
                    Severity::Warning,
                    "extra-cells",
                    &[("text", text.as_str().into())],
                    format!("这一行的单元格比表头多，多出的内容已并入最后一列：{text}"),
                    Place::line(*line),
                );
            }
        }
    }
}

/// The duty that a broken row was joined to: the last that begins above it.
fn joined_before(line: Option<u32>, duties: &[Duty]) -> Place {
    let before = duties.iter().filter(|duty| line.is_some() && duty.line() <= line).max_by_key(|duty| duty.line());
    Place { line, duty: before.and_then(|duty| Place::of(duty).duty) }
}

/// Where a spelling stands first.
fn first_named(spelling: &str, duties: &[Duty]) -> Place {
    let names = |duty: &&Duty| {
        duty.departments().iter().any(|name| name == spelling)
            || matches!(duty, Duty::Cooperative(duty) if duty.department_clauses.iter().any(|c| c.department.as_deref() == Some(spelling) || c.text.contains(spelling))
                || duty.town_clauses.iter().any(|c| c.text.contains(spelling)))
    };
    duties.iter().find(names).map_or_else(Place::default, Place::of)
}

fn bodies(grouped: &Grouped, duties: &[Duty], out: &mut Findings) {
    for (name, slip) in &grouped.slips {
        let params = [("name", name.as_str().into()), ("spelling", slip.as_str().into())];
        let at = first_named(slip, duties);
        out.add(Severity::Info, "body-slip", &params, format!("“{slip}”与“{name}”只差一个字，按同一单位处理"), at);
    }
    for (a, b) in &grouped.proposed {
        let params = [("a", a.as_str().into()), ("b", b.as_str().into())];
        let at = first_named(b, duties);
        out.add(Severity::Info, "body-merge-proposed", &params, format!("“{a}”与“{b}”可能是同一单位，未合并，请确认"), at);
    }
}
