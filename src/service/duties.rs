//! The catalogue: the duties in force of a town, one duty with its template, and rows that fit a sentence. The lists are public documents: whoever is
//! logged in may read them; the work under them is another matter.

use chrono::{DateTime, Utc};
use duty_list::{DutyKind, DutyRef};
use workflow::case::Outcome;
use workflow::ids::{BodyId, DutyId, TownId, WorkflowId};
use workflow::intake::{self, Row};
use workflow::people::{Role, Scope, Unit, Viewer};

use super::error::ServiceError;
use super::tools::Tools;
use crate::store::duties as rows;
use crate::store::names::{self, Names, Wanted};
use crate::store::{editions, org, precedents, work};
use crate::store::{template_drafts, templates};

pub use crate::store::duties::{DutyFilter, DutyRow, DutyText};
pub use crate::store::editions::Edition;
pub use crate::store::precedents::Precedent;
pub use crate::store::templates::Version;

/// The catalogue of a town as a page shows it.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The town.
    pub town: org::Town,
    /// Its edition in force; none before the first import.
    pub edition: Option<Edition>,
    /// The duties that fit the filter, in printed order.
    pub rows: Vec<DutyRow>,
    /// The categories, by table.
    pub categories: Vec<(DutyKind, String)>,
    /// The bodies that the list names, with their names.
    pub bodies: Vec<(BodyId, String)>,
}

/// The town whose list is meant: the one asked for, else the viewer's own, else the first.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no town.
pub async fn town_of(tools: &Tools, viewer: &Viewer, asked: Option<TownId>) -> Result<TownId, ServiceError> {
    let towns = org::towns(tools.store.read()).await?;
    let known = |id: &TownId| towns.iter().any(|town| town.id == *id);
    let own = viewer.towns().into_iter().find(known);
    asked.filter(known).or(own).or_else(|| towns.first().map(|town| town.id)).ok_or(ServiceError::NotFound)
}

/// All towns, for the choice of whose list is read.
///
/// # Errors
/// See [`ServiceError`].
pub async fn towns(tools: &Tools) -> Result<Vec<org::Town>, ServiceError> {
    Ok(org::towns(tools.store.read()).await?)
}

/// The duties in force of a town that fit the filter.
///
/// # Errors
/// [`ServiceError::NotFound`] for an unknown town.
pub async fn catalogue(tools: &Tools, town: TownId, filter: &DutyFilter) -> Result<Catalogue, ServiceError> {
    let db = tools.store.read();
    let town = org::town(db, town).await?.ok_or(ServiceError::NotFound)?;
    let edition = editions::in_force(db, town.id).await?;
    let found = rows::list(db, town.id, filter).await?;
    let categories = rows::categories(db, town.id).await?;
    let bodies = bodies(tools, town.id).await?;
    Ok(Catalogue { town, edition, rows: found, categories, bodies })
}

/// The bodies that the list in force of a town names, with their names, sorted by these.
///
/// # Errors
/// See [`ServiceError`].
pub async fn bodies(tools: &Tools, town: TownId) -> Result<Vec<(BodyId, String)>, ServiceError> {
    let db = tools.store.read();
    let ids = rows::named_bodies(db, town).await?;
    let mut bodies: Vec<(BodyId, String)> = org::bodies_by_id(db, &ids).await?.into_values().map(|body| (body.id, body.name)).collect();
    bodies.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(bodies)
}

/// A duty with its template and the workflows under it that the viewer may see.
#[derive(Debug, Clone)]
pub struct DutyView {
    /// The wording in force.
    pub text: DutyText,
    /// The town.
    pub town: org::Town,
    /// The edition that prints it.
    pub edition: Option<Edition>,
    /// The template in use; none for a withdrawn duty that nobody does any more.
    pub version: Option<Version>,
    /// Workflows under it, newest first: id, title, state code, start.
    pub workflows: Vec<(WorkflowId, String, String, DateTime<Utc>)>,
    /// Town duties that remain beside a withdrawn one: rows of the other tables that are near in words.
    pub beside: Vec<DutyRow>,
    /// Whether the viewer may start it.
    pub may_start: bool,
    /// What coordinations led to, for who works in the town or the county; and the names in it.
    pub precedents: Vec<Precedent>,
    /// The names of the sides in them.
    pub names: Names,
    /// Whether the viewer may change its template.
    pub may_edit: bool,
    /// The telephone numbers that are known, by the names of the departments: the spelling used here and their own.
    pub phones: Vec<(String, String)>,
}

/// One duty in force.
///
/// # Errors
/// [`ServiceError::NotFound`] when it is not in force.
pub async fn show(tools: &Tools, viewer: &Viewer, id: DutyId) -> Result<DutyView, ServiceError> {
    let db = tools.store.read();
    let (town, kind) = rows::town_and_kind(db, id).await?.ok_or(ServiceError::NotFound)?;
    let text = rows::current_text(db, town, id).await?.ok_or(ServiceError::NotFound)?;
    let version = templates::published(db, id).await?;
    let workflows = work::workflows_of_duty(viewer, db, id).await?;
    let beside = if kind == DutyKind::Withdrawn { remaining_beside(tools, town, &text).await? } else { Vec::new() };
    let ids: Vec<BodyId> = text.bodies.iter().map(|(id, _)| *id).collect();
    let bodies = org::bodies_by_id(db, &ids).await?;
    let phones = text.bodies.iter().filter_map(|(id, spelling)| Some((spelling.clone(), bodies.get(id)?.phone.clone()?)));
    let phones = phones.chain(bodies.values().filter_map(|body| Some((body.name.clone(), body.phone.clone()?)))).collect();
    let may_start = viewer.in_town(&[Role::Coordinator], town);
    let precedents = precedents(tools, viewer, town, id).await?;
    let mut wanted = Wanted::default();
    for precedent in &precedents {
        wanted.unit(Unit::Town(precedent.town));
        match precedent.outcome {
            Outcome::Offer { to } => wanted.unit(to.unit(precedent.town)),
            Outcome::Give { holder } => wanted.holder(holder),
            Outcome::Cancel | Outcome::GoesOn => {}
        }
    }
    let names = names::load(db, &wanted).await?;
    let office = match &version {
        Some(version) => template_drafts::office(db, version.template).await?,
        None => None,
    };
    let may_edit = super::templates::may_edit(viewer, town, kind, office);
    let town = org::town(db, town).await?.ok_or(ServiceError::NotFound)?;
    let edition = editions::in_force(db, town.id).await?;
    Ok(DutyView { precedents, names, text, town, edition, version, workflows, beside, may_start, may_edit, phones })
}

/// What holds about a duty: inside the town all of it, for a body what was settled with the bodies.
async fn precedents(tools: &Tools, viewer: &Viewer, town: TownId, id: DutyId) -> Result<Vec<Precedent>, ServiceError> {
    let found = precedents::of_duty(tools.store.read(), id).await?;
    let inside =
        viewer.towns().contains(&town) || viewer.has(Role::CountyCoordinator, Scope::County) || viewer.has(Role::Supervisor, Scope::County);
    Ok(found.into_iter().filter(|precedent| inside || !matches!(precedent.outcome, Outcome::Give { .. })).collect())
}

/// A duty in force by table and printed number.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none.
pub async fn by_ref(tools: &Tools, town: TownId, at: DutyRef) -> Result<DutyText, ServiceError> {
    rows::by_ref(tools.store.read(), town, at).await?.ok_or(ServiceError::NotFound)
}

/// A row that fits, with the clause that fits best.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The row.
    pub row: DutyRow,
    /// Its clause (or title) that fits best.
    pub clause: String,
    /// Higher is better; comparable only within one answer.
    pub fit: f64,
}

/// How many rows are proposed.
pub const PROPOSALS: usize = 6;

/// The rows that fit a sentence, best first. It proposes; a person confirms.
///
/// # Errors
/// See [`ServiceError`].
pub async fn propose(tools: &Tools, town: TownId, sentence: &str, from: Option<&str>) -> Result<Vec<Proposed>, ServiceError> {
    let db = tools.store.read();
    let all = rows::searchable(db, town).await?;
    let corpus: Vec<Row<usize>> = all
        .iter()
        .enumerate()
        .map(|(at, found)| Row {
            id: at,
            title: found.row.title.clone(),
            words: found.words.clone(),
            departments: found.row.departments.clone(),
        })
        .collect();
    let mut proposed = Vec::new();
    for proposal in intake::propose(&corpus, sentence, from, PROPOSALS) {
        let Some(found) = all.get(proposal.id) else { continue };
        let text = rows::current_text(db, town, found.row.duty).await?;
        let clauses: Vec<Row<String>> = text
            .map(|text| clauses(&text.content))
            .unwrap_or_default()
            .into_iter()
            .map(|clause| Row { id: clause.clone(), title: String::new(), words: clause, departments: Vec::new() })
            .collect();
        let clause =
            intake::propose(&clauses, sentence, None, 1).into_iter().next().map_or_else(|| found.row.title.clone(), |best| best.id);
        proposed.push(Proposed { row: found.row.clone(), clause, fit: proposal.score });
    }
    Ok(proposed)
}

/// The clauses of a duty; of a basic or withdrawn one its title and handling.
fn clauses(duty: &duty_list::Duty) -> Vec<String> {
    match duty {
        duty_list::Duty::Basic(basic) => vec![basic.title.clone()],
        duty_list::Duty::Withdrawn(withdrawn) => std::iter::once(withdrawn.title.clone()).chain(withdrawn.handling.clone()).collect(),
        duty_list::Duty::Cooperative(duty) => {
            let town = duty.town_clauses.iter().map(|clause| clause.text.clone());
            let department = duty.department_clauses.iter().map(|clause| clause.text.clone());
            town.chain(department).collect()
        }
    }
}

/// Words of titles that say nothing about their matter.
const GENERIC: [&str; 5] = ["处罚", "未经批准", "违反", "行为", "工作"];

/// The town's duties that are near a withdrawn one in words: what remains for the town beside it.
async fn remaining_beside(tools: &Tools, town: TownId, text: &DutyText) -> Result<Vec<DutyRow>, ServiceError> {
    let title = GENERIC.iter().fold(text.row.title.clone(), |title, word| title.replace(word, " "));
    let found = propose(tools, town, &title, None).await?;
    // The row itself fits best; what has a fifth of its words in common is worth showing to somebody who judges.
    let near = found.first().map_or(0.0, |best| best.fit * 0.18);
    let beside = found.into_iter().filter(|proposed| proposed.row.kind != DutyKind::Withdrawn && proposed.fit >= near);
    Ok(beside.map(|proposed| proposed.row).take(3).collect())
}
