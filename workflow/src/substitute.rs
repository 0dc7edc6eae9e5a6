//! Substitutes (AB岗代办): who is absent when, who acts meanwhile. Chains are bounded, and nobody stands in for himself by a detour.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ids::{AbsenceId, PersonId};
use crate::refusal::Refusal;

/// How often work goes on from one absent person to the next.
pub const CHAIN: usize = 3;
/// The longest absence, in days.
pub const LONGEST: u64 = 366;

/// A time for which somebody is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Absence {
    pub id: AbsenceId,
    pub person: PersonId,
    /// Who acts meanwhile; nobody: that shows before work is given to the person.
    pub substitute: Option<PersonId>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    pub named_by: PersonId,
}

impl Absence {
    /// Whether the person is absent on this day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }
}

/// The person's absence on this day.
#[must_use]
pub fn absent_on(person: PersonId, day: NaiveDate, absences: &[Absence]) -> Option<&Absence> {
    absences.iter().find(|absence| absence.person == person && absence.holds_on(day))
}

/// In whose place the person acts on this day: those who named him or her, and those who named one of these, at most [`CHAIN`] steps. Whoever is
/// absent acts for nobody: the next one in the chain does.
#[must_use]
pub fn stands_for(person: PersonId, day: NaiveDate, absences: &[Absence]) -> Vec<PersonId> {
    if absent_on(person, day, absences).is_some() {
        return Vec::new();
    }
    let mut found: Vec<PersonId> = Vec::new();
    let mut last = vec![person];
    for _ in 0..CHAIN {
        let named = absences.iter().filter(|absence| absence.holds_on(day) && absence.substitute.is_some_and(|one| last.contains(&one)));
        let next: Vec<PersonId> = named.map(|absence| absence.person).filter(|one| *one != person && !found.contains(one)).collect();
        found.extend(next.iter().copied());
        last = next;
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Who acts for the person on this day: the end of the chain; `None` when the person is there, or nobody acts.
#[must_use]
pub fn acting_for(person: PersonId, day: NaiveDate, absences: &[Absence]) -> Option<PersonId> {
    let mut at = absent_on(person, day, absences)?.substitute?;
    for _ in 0..CHAIN {
        match absent_on(at, day, absences) {
            None => return Some(at),
            Some(absence) => at = absence.substitute?,
        }
    }
    None
}

/// Whether a new absence fits beside those that there are.
///
/// # Errors
/// For dates that do not fit, two absences at once, a cycle, or a chain that is too long.
pub fn check(new: &Absence, today: NaiveDate, others: &[Absence]) -> Result<(), Refusal> {
    let longest = new.from.checked_add_days(Days::new(LONGEST));
    if new.until < new.from || new.until < today || longest.is_none_or(|longest| new.until > longest) {
        return Err(Refusal::AbsenceDates);
    }
    if new.substitute == Some(new.person) {
        return Err(Refusal::SubstituteForeign);
    }
    let others: Vec<&Absence> = others.iter().filter(|other| other.id != new.id).collect();
    if others.iter().any(|other| other.person == new.person && other.overlaps(new)) {
        return Err(Refusal::AbsenceOverlaps);
    }
    let Some(substitute) = new.substitute else { return Ok(()) };
    let overlapping: Vec<&Absence> = others.into_iter().filter(|other| other.overlaps(new)).collect();
    // How far work comes from behind, and how far it goes on.
    let behind = longest_chain(new.person, &overlapping, |absence| (absence.substitute, Some(absence.person)), new)?;
    let ahead = longest_chain(substitute, &overlapping, |absence| (Some(absence.person), absence.substitute), new)?;
    if behind + 1 + ahead > CHAIN { Err(Refusal::SubstituteChain) } else { Ok(()) }
}

/// The length of the longest way from a person by `step` (from whom, to whom); a way that closes through `new` is a cycle.
fn longest_chain(
    from: PersonId,
    absences: &[&Absence],
    step: fn(&Absence) -> (Option<PersonId>, Option<PersonId>),
    new: &Absence,
) -> Result<usize, Refusal> {
    let (ends, mut length) = ([Some(new.person), new.substitute], 0);
    let other_end = ends.into_iter().flatten().find(|end| *end != from);
    let mut last = vec![from];
    while length <= CHAIN {
        let steps = absences.iter().map(|absence| step(absence)).filter(|(at, _)| at.is_some_and(|at| last.contains(&at)));
        let next: Vec<PersonId> = steps.filter_map(|(_, to)| to).collect();
        if next.iter().any(|person| Some(*person) == other_end) {
            return Err(Refusal::SubstituteCycle);
        }
        if next.is_empty() {
            break;
        }
        length += 1;
        last = next;
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn person(no: u128) -> PersonId {
        Uuid::from_u128(no).into()
    }

    fn absent(no: u128, who: u128, by: Option<u128>, from: u32, until: u32) -> Absence {
        Absence {
            id: Uuid::from_u128(no).into(),
            person: person(who),
            substitute: by.map(person),
            from: day(from),
            until: day(until),
            named_by: person(who),
        }
    }

    #[test]
    fn a_chain_goes_on_to_who_is_there_and_ends_with_the_date() {
        let all = [absent(1, 1, Some(2), 2, 10), absent(2, 2, Some(3), 5, 6)];
        assert_eq!(stands_for(person(2), day(3), &all), [person(1)]);
        assert_eq!(stands_for(person(2), day(5), &all), [], "who is absent acts for nobody");
        assert_eq!(stands_for(person(3), day(5), &all), [person(1), person(2)]);
        assert_eq!(acting_for(person(1), day(5), &all), Some(person(3)));
        assert_eq!(acting_for(person(1), day(7), &all), Some(person(2)));
        assert_eq!(stands_for(person(2), day(11), &all), []);
        assert_eq!(acting_for(person(1), day(11), &all), None);
    }

    #[test]
    fn a_cycle_a_long_chain_and_two_at_once_are_refused() {
        let all = [absent(1, 1, Some(2), 2, 10), absent(2, 2, Some(3), 2, 10), absent(3, 3, Some(4), 2, 10)];
        assert_eq!(check(&absent(9, 2, Some(1), 2, 10), day(1), &all[..1]), Err(Refusal::SubstituteCycle));
        assert_eq!(check(&absent(9, 3, Some(1), 2, 10), day(1), &all[..2]), Err(Refusal::SubstituteCycle));
        assert_eq!(check(&absent(9, 4, Some(5), 2, 10), day(1), &all), Err(Refusal::SubstituteChain));
        assert_eq!(check(&absent(9, 9, Some(1), 2, 10), day(1), &all), Err(Refusal::SubstituteChain));
        assert_eq!(check(&absent(9, 4, Some(5), 11, 12), day(1), &all), Ok(()), "at another time there is no chain");
        assert_eq!(check(&absent(9, 1, None, 10, 12), day(1), &all), Err(Refusal::AbsenceOverlaps));
        assert_eq!(check(&absent(1, 1, None, 2, 12), day(1), &all), Ok(()), "an absence may be changed");
        assert_eq!(check(&absent(9, 8, None, 5, 4), day(1), &all), Err(Refusal::AbsenceDates));
        assert_eq!(check(&absent(9, 8, None, 1, 4), day(5), &all), Err(Refusal::AbsenceDates));
    }
}
