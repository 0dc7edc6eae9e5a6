//! From the assembled rows to the list: duties with their clauses, bodies, findings.

use crate::assemble::{RawDuty, assemble};
use crate::bodies::{Departments, Place, split_departments};
use crate::cut::{Cut, Side, cut};
use crate::document::Element;
use crate::infer::{hand, joint, nature, readable, wait};
use crate::markup::strip_tags;
use crate::model::{BasicDuty, CooperativeDuty, DepartmentClause, Duty, DutyKind, TownClause, WithdrawnDuty};
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
    let place = Place { county: preface.county.clone() };
    let mut counted = [0_u32; 3];
    let duties: Vec<Duty> = assembly
        .duties
        .iter()
        .map(|raw| {
            let count = &mut counted[raw.kind as usize];
            *count += 1;
            duty(raw, raw.no.unwrap_or(*count), &place)
        })
        .collect();
    Ok(DutyList {
        town: preface.town,
        county: preface.county,
        edition: preface.edition,
        declared: preface.declared,
        bodies: Vec::new(),
        findings: Vec::new(),
        duties,
    })
}

/// Builds one duty. `no` is its printed number, or its place where none is printed.
pub(crate) fn duty(raw: &RawDuty, no: u32, place: &Place) -> Duty {
    match raw.kind {
        DutyKind::Basic => Duty::Basic(BasicDuty { no, category: raw.category.clone(), title: raw.title.clone(), line: raw.line }),
        DutyKind::Cooperative => Duty::Cooperative(cooperative(raw, no, place)),
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

fn cooperative(raw: &RawDuty, no: u32, place: &Place) -> CooperativeDuty {
    let names = split_departments(&strip_tags(&raw.departments));
    let departments = Departments::new(&names, place);
    let department_clauses = cut(&raw.department_cell, Side::Department, &departments).clauses;
    let town_clauses = cut(&raw.town_cell, Side::Town, &departments).clauses;
    CooperativeDuty {
        no,
        category: raw.category.clone(),
        title: raw.title.clone(),
        line: raw.line,
        department_clauses: (1..)
            .zip(department_clauses)
            .map(|(i, clause)| {
                let (department, also, header) = match clause.owner {
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
        town_clauses: (1..)
            .zip(town_clauses)
            .map(|(i, clause)| town_clause(i, clause, &departments))
            .collect(),
        departments: names,
    }
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
