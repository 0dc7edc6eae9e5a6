//! Imported editions: one with its counts and findings, and all of a town.

use std::collections::BTreeMap;

use duty_list::compare::{self, Certainty, Comparison, Match};
use duty_list::{Duty, DutyKind, DutyRef, Finding};
use workflow::ids::{DutyId, EditionId, PersonId, TownId};

use super::super::error::ServiceError;
use super::super::tools::Tools;
use super::decisions::{self, Remark};
use crate::store::duties::{self, DutyFilter};
use crate::store::{editions, org, people};

pub use crate::store::editions::Edition;

/// An edition as its page shows it.
#[derive(Debug, Clone)]
pub struct EditionView {
    /// The edition.
    pub edition: Edition,
    /// Whose it is.
    pub town: org::Town,
    /// Who imported it; nobody for the command line.
    pub imported_by: Option<String>,
    /// How many duties each table has.
    pub duties: BTreeMap<DutyKind, usize>,
    /// What the reader noticed.
    pub findings: Vec<Finding>,
    /// What is known of them, in the same order.
    pub remarks: Vec<Remark>,
    /// The names of who decided about them.
    pub deciders: BTreeMap<PersonId, String>,
    /// The document, line by line.
    pub lines: Vec<String>,
    /// The duties that are in force now, to be linked; empty for an edition that was superseded.
    pub links: BTreeMap<DutyRef, DutyId>,
}

/// One edition.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none.
pub async fn show(tools: &Tools, id: EditionId) -> Result<EditionView, ServiceError> {
    let db = tools.store.read();
    let edition = editions::find(db, id).await?.ok_or(ServiceError::NotFound)?;
    let town = org::town(db, edition.town).await?.ok_or(ServiceError::NotFound)?;
    let imported_by = match edition.imported_by {
        Some(person) => people::find(db, person).await?.map(|person| person.name),
        None => None,
    };
    let links = if edition.in_force {
        let rows = duties::list(db, town.id, &DutyFilter::default()).await?;
        rows.into_iter().map(|row| (DutyRef { kind: row.kind, no: row.no }, row.duty)).collect()
    } else {
        BTreeMap::new()
    };
    let findings = editions::findings(db, id).await?;
    let all = editions::of_town(db, town.id).await?;
    let before = all.iter().find(|other| other.sequence < edition.sequence).map(|other| other.id);
    let own = editions::duties(db, id).await?;
    let remarks = decisions::remarks(db, town.id, before, &findings, &decisions::by_place(&own)).await?;
    let mut deciders = BTreeMap::new();
    for person in remarks.iter().filter_map(|remark| remark.decision.as_ref()?.by) {
        if !deciders.contains_key(&person)
            && let Some(found) = people::find(db, person).await?
        {
            deciders.insert(person, found.name);
        }
    }
    Ok(EditionView {
        remarks,
        deciders,
        imported_by,
        duties: editions::count_texts(db, id).await?,
        findings,
        lines: lines(&editions::source(db, id).await?.unwrap_or_default()),
        links,
        edition,
        town,
    })
}

/// The document of an edition, as imported, with its edition.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none.
pub async fn document(tools: &Tools, id: EditionId) -> Result<(Edition, Vec<u8>), ServiceError> {
    let db = tools.store.read();
    let edition = editions::find(db, id).await?.ok_or(ServiceError::NotFound)?;
    let source = editions::source(db, id).await?.ok_or(ServiceError::NotFound)?;
    Ok((edition, source))
}

/// Two editions of a town, compared.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The earlier one.
    pub old: Edition,
    /// The later one.
    pub new: Edition,
    /// Whose they are.
    pub town: org::Town,
    /// What differs.
    pub comparison: Comparison,
}

/// What changed from one edition to another. Duties belong together by their lasting ids, as they were accepted.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no such edition, or they are of two towns.
pub async fn compared(tools: &Tools, old: EditionId, new: EditionId) -> Result<Compared, ServiceError> {
    let db = tools.store.read();
    let (Some(old), Some(new)) = (editions::find(db, old).await?, editions::find(db, new).await?) else {
        return Err(ServiceError::NotFound);
    };
    if old.town != new.town {
        return Err(ServiceError::NotFound);
    }
    let town = org::town(db, new.town).await?.ok_or(ServiceError::NotFound)?;
    let (old_ids, before): (Vec<DutyId>, Vec<Duty>) = editions::duties(db, old.id).await?.into_iter().unzip();
    let (new_ids, after): (Vec<DutyId>, Vec<Duty>) = editions::duties(db, new.id).await?.into_iter().unzip();
    let places: BTreeMap<DutyId, usize> = old_ids.into_iter().zip(0..).collect();
    let matches: Vec<Match> =
        new_ids.iter().enumerate().filter_map(|(new, id)| Some(Match { old: *places.get(id)?, new, certainty: Certainty::Sure })).collect();
    Ok(Compared { comparison: compare::describe(&before, &after, &matches), old, new, town })
}

/// All editions of a town, the newest first.
///
/// # Errors
/// See [`ServiceError`].
pub async fn of_town(tools: &Tools, town: TownId) -> Result<Vec<Edition>, ServiceError> {
    Ok(editions::of_town(tools.store.read(), town).await?)
}

/// A document as the lines of which findings speak; the first stands for line 1.
#[must_use]
pub fn lines(source: &[u8]) -> Vec<String> {
    duty_list::text(source).map(|text| text.split('\n').map(|line| line.trim().to_owned()).collect()).unwrap_or_default()
}
