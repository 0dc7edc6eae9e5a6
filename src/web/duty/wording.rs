//! The wording of a cooperative duty, both sides as printed: under their headings, with the numbers and headers of the list.

use duty_list::CooperativeDuty;

/// A side of the duty.
pub(super) struct Side {
    pub(super) label: &'static str,
    pub(super) parts: Vec<Part>,
}

/// Clauses under one heading and one header.
pub(super) struct Part {
    pub(super) section: Option<String>,
    pub(super) header: Option<String>,
    pub(super) clauses: Vec<(Option<u32>, String)>,
}

/// Both sides, the departments' first as in the list.
pub(super) fn sides(duty: &CooperativeDuty, (department, town): (&'static str, &'static str)) -> Vec<Side> {
    let of_departments = duty.department_clauses.iter().map(|clause| {
        let header = clause.header.clone().or_else(|| clause.department.clone());
        (clause.section.clone(), header, clause.n, clause.text.clone())
    });
    let of_town = duty.town_clauses.iter().map(|clause| (clause.section.clone(), None, clause.n, clause.text.clone()));
    let sides = vec![Side { label: department, parts: parts(of_departments) }, Side { label: town, parts: parts(of_town) }];
    sides.into_iter().filter(|side| !side.parts.is_empty()).collect()
}

type Printed = (Option<String>, Option<String>, Option<u32>, String);

fn parts(clauses: impl Iterator<Item = Printed>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut heading: Option<String> = None;
    for (section, header, number, text) in clauses {
        match parts.last_mut() {
            Some(part) if heading == section && part.header == header => part.clauses.push((number, text)),
            _ => {
                // A heading is printed once, above the first of its headers.
                let fresh = heading != section;
                heading.clone_from(&section);
                parts.push(Part { section: section.filter(|_| fresh), header, clauses: vec![(number, text)] });
            }
        }
    }
    parts
}
