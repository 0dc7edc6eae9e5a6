//! From the assembled rows to the list: duties with their clauses, bodies, findings.

use std::collections::HashMap;

use crate::account::unaccounted;
use crate::assemble::{Assembly, Part, RawDuty, assemble};
use crate::bodies::{Departments, MOST_DEPARTMENTS, Place, split_departments};
use crate::body_list::group;
use crate::chars::head;
use crate::cut::{Cut, Side, cut};
use crate::document::Element;
use crate::findings::findings;
use crate::headers::subject;
use crate::infer::{hand, joint, nature, readable, wait};
use crate::markup::{lines_of, strip_tags};
use crate::model::{BasicDuty, CooperativeDuty, DepartmentClause, Duty, DutyKind, DutyRef, TownClause, WithdrawnDuty};
use crate::preface::preface;
use crate::withdrawn::taken_back;
use crate::{DutyList, ReadError};

/// Reads the elements of a document of any container.
pub(crate) fn list<'a>(elements: impl Iterator<Item = Element<'a>>) -> Result<DutyList, ReadError> {
    let assembly = assemble(elements);
    if assembly.duties.is_empty() {
        return Err(ReadError::NoDutyTable);
    }
    let preface = preface(&assembly.preface);
    let place = Place { county: preface.county.clone().or_else(|| county_of_departments(&assembly)) };
    let mut counted = [0_u32; 3];
    let mut lost = Vec::new();
    let duties: Vec<Duty> = assembly
        .duties
        .iter()
        .map(|raw| {
            let count = &mut counted[raw.kind as usize];
            *count += 1;
            duty(raw, raw.no.unwrap_or(*count), &place, &mut lost)
        })
        .collect();
    let grouped = group(&duties, &place);
    let findings = findings(&assembly, &preface, &duties, &grouped, &place, &lost);
    Ok(DutyList {
        town: preface.town,
        county: place.county,
        edition: preface.edition,
        declared: preface.declared,
        bodies: grouped.bodies,
        findings,
        duties,
    })
}

/// The county where the preface names none: the place with which most departments begin.
fn county_of_departments(assembly: &Assembly) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for raw in assembly.duties.iter().take(2000) {
        for name in split_departments(&strip_tags(head(&raw.departments, 400))) {
            if let Some(place) = leading_place(&name) {
                *counts.entry(place.to_owned()).or_default() += 1;
            }
        }
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))).map(|(place, _)| place)
}

/// 阿合奇县 of 阿合奇县民政局; nothing of 县民政局.
fn leading_place(name: &str) -> Option<&str> {
    let end =
        name.char_indices().take(8).find(|(at, c)| *at > 0 && matches!(c, '县' | '区' | '旗' | '市')).map(|(at, c)| at + c.len_utf8())?;
    (name[end..].chars().count() >= 2 && name[..end].chars().count() >= 2).then(|| &name[..end])
}

/// A cell of which not every character is in exactly one place: a fault of the reader, told as an error.
#[derive(Debug)]
pub(crate) struct Lost {
    pub duty: DutyRef,
    pub line: Option<u32>,
    pub side: Side,
    /// From where on.
    pub passage: String,
}

/// Builds one duty. `no` is its printed number, or its place where none is printed.
fn duty(raw: &RawDuty, no: u32, place: &Place, lost: &mut Vec<Lost>) -> Duty {
    match raw.kind {
        DutyKind::Basic => Duty::Basic(BasicDuty { no, category: raw.category.clone(), title: raw.title.clone(), line: raw.line }),
        DutyKind::Cooperative => Duty::Cooperative(cooperative(raw, no, place, lost)),
        DutyKind::Withdrawn => {
            let read = taken_back(&raw.departments, &raw.handling, raw.handling_names_departments, place);
            Duty::Withdrawn(WithdrawnDuty {
                no,
                category: raw.category.clone(),
                title: raw.title.clone(),
                line: raw.line,
                departments: read.departments,
                outcome: read.outcome,
                handling: read.handling,
            })
        }
    }
}

fn cooperative(raw: &RawDuty, no: u32, place: &Place, lost: &mut Vec<Lost>) -> CooperativeDuty {
    let mut names = split_departments(&lines_of(&raw.departments));
    if names.is_empty() && !raw.has_departments_column {
        names = header_departments(raw, place);
    }
    let departments = Departments::new(&names, place);
    let mut cell = |parts: &[Part], side: Side| {
        let read = cut(parts, side, &departments);
        if let Some(passage) = unaccounted(parts, &read) {
            lost.push(Lost { duty: DutyRef { kind: DutyKind::Cooperative, no }, line: raw.line, side, passage });
        }
        read.clauses
    };
    let department_clauses = cell(&raw.department_cell, Side::Department);
    let town_clauses = cell(&raw.town_cell, Side::Town);
    CooperativeDuty {
        no,
        category: raw.category.clone(),
        title: raw.title.clone(),
        line: raw.line,
        department_clauses: (1..)
            .zip(department_clauses)
            .map(|(i, clause)| {
                // nobody heads the clause: it may say itself who does it
                let (department, also, header) = match clause.owner.or_else(|| subject(readable(&clause.text), &departments)) {
                    Some(owner) => (Some(owner.department), owner.also, owner.header),
                    None => (None, Vec::new(), None),
                };
                let cue_wait = wait::waits_for_town(readable(&clause.text));
                DepartmentClause {
                    i,
                    section: clause.section,
                    department,
                    also,
                    header,
                    n: clause.n,
                    text: clause.text,
                    waits_for_town: cue_wait.is_some(),
                    cue_wait,
                }
            })
            .collect(),
        town_clauses: (1..).zip(town_clauses).map(|(i, clause)| town_clause(i, clause, &departments)).collect(),
        departments: names,
    }
}

/// The departments of a table that names them only in its cells, as headers.
fn header_departments(raw: &RawDuty, place: &Place) -> Vec<String> {
    let nobody = Departments::new(&[], place);
    let mut names: Vec<String> = Vec::new();
    for owner in cut(&raw.department_cell, Side::Department, &nobody).clauses.into_iter().filter_map(|clause| clause.owner) {
        for name in std::iter::once(owner.department).chain(owner.also) {
            if names.len() < MOST_DEPARTMENTS && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn town_clause(i: u32, clause: Cut, departments: &Departments<'_>) -> TownClause {
    let text = readable(&clause.text);
    let hand = hand::hand(text, departments);
    let cue_wait = wait::waits_for_department(text, departments);
    let joint_with = joint::joint_with(text, departments);
    TownClause {
        i,
        section: clause.section,
        n: clause.n,
        nature: nature::nature(text, &hand, cue_wait.is_some()),
        hands_to: hand.to,
        hand_kind: hand.kind,
        cue_hand: hand.cue,
        waits_for_department: cue_wait.is_some(),
        cue_wait,
        joint_with,
        text: clause.text,
    }
}
