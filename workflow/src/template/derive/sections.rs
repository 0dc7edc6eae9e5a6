//! Which clauses make which track: the headings of the two cells, matched by their titles.

use duty_list::{CooperativeDuty, DepartmentClause, TownClause};

use super::words::letters;

/// The clauses of one track.
pub(super) struct Part<'a> {
    /// The heading, or none.
    pub(super) title: Option<&'a str>,
    /// The town's clauses, in printed order.
    pub(super) town: Vec<&'a TownClause>,
    /// The bodies' clauses, in printed order.
    pub(super) department: Vec<&'a DepartmentClause>,
    /// Whether the town's clauses of an untitled part stand outside the cell's headings.
    pub(super) town_outside: bool,
    /// The same for the bodies' clauses.
    pub(super) department_outside: bool,
}

/// Splits a duty into the parts that become its tracks: the town's headings in order, then those that only the departments' cell has. Clauses
/// outside the headings of a cell that has some make an untitled part of their own; a cell without headings belongs to every part.
pub(super) fn split(duty: &CooperativeDuty) -> Vec<Part<'_>> {
    let town = headings(duty.town_clauses.iter().map(|c| c.section.as_deref()));
    let department = headings(duty.department_clauses.iter().map(|c| c.section.as_deref()));
    let town_loose = !town.is_empty() && duty.town_clauses.iter().any(|c| heading(c.section.as_deref()).is_none());
    let department_loose = !department.is_empty() && duty.department_clauses.iter().any(|c| heading(c.section.as_deref()).is_none());

    let mut tracks: Vec<(Option<&str>, Option<&str>)> = Vec::new();
    if (town.is_empty() && department.is_empty()) || town_loose || department_loose {
        tracks.push((None, None));
    }
    tracks.extend(paired(&town, &department));
    tracks
        .into_iter()
        .map(|(of_town, of_department)| Part {
            title: wider(of_town, of_department),
            town: duty
                .town_clauses
                .iter()
                .filter(|c| town.is_empty() || stands_under(c.section.as_deref(), of_town, of_department.is_some()))
                .collect(),
            department: duty
                .department_clauses
                .iter()
                .filter(|c| department.is_empty() || stands_under(c.section.as_deref(), of_department, of_town.is_some()))
                .collect(),
            town_outside: town_loose,
            department_outside: department_loose,
        })
        .collect()
}

/// Whether a clause of a cell with headings belongs to the track of `title`; `elsewhere` says that the track has a heading of the other cell.
fn stands_under(section: Option<&str>, title: Option<&str>, elsewhere: bool) -> bool {
    match (heading(section), title) {
        (Some(section), Some(title)) => letters(section) == letters(title),
        (None, None) => !elsewhere,
        _ => false,
    }
}

fn heading(section: Option<&str>) -> Option<&str> {
    section.filter(|s| !letters(s).is_empty())
}

/// The distinct headings of a cell, in order.
fn headings<'a>(sections: impl Iterator<Item = Option<&'a str>>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for section in sections.filter_map(heading) {
        if !found.iter().any(|f| letters(f) == letters(section)) {
            found.push(section);
        }
    }
    found
}

/// Pairs the headings of the two cells, one with one: equal titles first, then those of which one contains the other.
fn paired<'a>(town: &[&'a str], department: &[&'a str]) -> Vec<(Option<&'a str>, Option<&'a str>)> {
    let mut partner: Vec<Option<usize>> = vec![None; town.len()];
    let mut taken = vec![false; department.len()];
    let equal = |a: &str, b: &str| a == b;
    let contained = |a: &str, b: &str| a.contains(b) || b.contains(a);
    for fits in [&equal as &dyn Fn(&str, &str) -> bool, &contained] {
        for (t, title) in town.iter().enumerate() {
            if partner[t].is_some() {
                continue;
            }
            let found = (0..department.len()).find(|&d| !taken[d] && fits(&letters(title), &letters(department[d])));
            if let Some(d) = found {
                partner[t] = Some(d);
                taken[d] = true;
            }
        }
    }
    let of_town = town.iter().zip(&partner).map(|(title, d)| (Some(*title), d.map(|d| department[d])));
    let alone = department.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(title, _)| (None, Some(*title)));
    of_town.chain(alone).collect()
}

/// The title that covers both cells: the longer one, the town's where they are equally long.
fn wider<'a>(town: Option<&'a str>, department: Option<&'a str>) -> Option<&'a str> {
    match (town, department) {
        (Some(t), Some(d)) if letters(d).chars().count() > letters(t).chars().count() => Some(d),
        (Some(t), _) => Some(t),
        (None, d) => d,
    }
}
