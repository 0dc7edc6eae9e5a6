//! Lines of ledgers from before the system. Finders take the viewer first: whoever has a part in the town, and the county's supervisors.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::ledger_row;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflow::ids::{PersonId, TownId};
use workflow::people::{Role, Scope, Viewer};

use super::StoreError;

/// How many lines are written in one statement.
const AT_ONCE: usize = 200;

/// A line as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PastLine {
    pub year: i32,
    pub entered_on: Option<NaiveDate>,
    pub matter: String,
    pub origin: String,
    pub leader: String,
    pub main_unit: String,
    pub other_units: String,
    pub handler: String,
    pub due: String,
    pub progress: String,
    pub problems: String,
    pub finished: Option<bool>,
    pub remark: String,
    /// Of what makes it the same line.
    pub fingerprint: String,
}

/// Which lines are wanted.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct PastFilter<'a> {
    pub town: TownId,
    pub year: i32,
    /// Only lines entered on one of these days, the first and the last included.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The office's name stands under 主办 or 协办.
    pub office: Option<&'a str>,
    /// The name stands under 批示（交办）领导.
    pub leader: Option<&'a str>,
    pub limit: u64,
}

fn may_see(viewer: &Viewer, town: TownId) -> bool {
    viewer.towns().contains(&town) || viewer.has(Role::Supervisor, Scope::County)
}

/// The lines that fit, in the order in which they were imported.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(viewer: &Viewer, db: &impl ConnectionTrait, filter: PastFilter<'_>) -> Result<Vec<PastLine>, StoreError> {
    if !may_see(viewer, filter.town) {
        return Ok(Vec::new());
    }
    let mut query = ledger_row::Entity::find()
        .filter(ledger_row::Column::TownId.eq(filter.town.uuid()))
        .filter(ledger_row::Column::Year.eq(filter.year));
    if let Some((first, last)) = filter.days {
        query = query.filter(ledger_row::Column::EnteredOn.between(first, last));
    }
    if let Some(office) = filter.office {
        query = query.filter(ledger_row::Column::MainUnit.contains(office).or(ledger_row::Column::OtherUnits.contains(office)));
    }
    if let Some(leader) = filter.leader {
        query = query.filter(ledger_row::Column::Leader.contains(leader));
    }
    let rows = query.order_by_asc(ledger_row::Column::Id).limit(filter.limit).all(db).await?;
    Ok(rows.into_iter().map(line).collect())
}

/// The years of which the town has lines, the earliest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn years(viewer: &Viewer, db: &impl ConnectionTrait, town: TownId) -> Result<Vec<i32>, StoreError> {
    if !may_see(viewer, town) {
        return Ok(Vec::new());
    }
    let query = ledger_row::Entity::find()
        .select_only()
        .column(ledger_row::Column::Year)
        .filter(ledger_row::Column::TownId.eq(town.uuid()))
        .distinct()
        .order_by_asc(ledger_row::Column::Year);
    Ok(query.into_tuple().all(db).await?)
}

/// The fingerprints of a town's lines of a year.
///
/// # Errors
/// See [`StoreError`].
pub async fn fingerprints(db: &impl ConnectionTrait, town: TownId, year: i32) -> Result<BTreeSet<String>, StoreError> {
    let query = ledger_row::Entity::find()
        .select_only()
        .column(ledger_row::Column::Fingerprint)
        .filter(ledger_row::Column::TownId.eq(town.uuid()))
        .filter(ledger_row::Column::Year.eq(year));
    let found: Vec<String> = query.into_tuple().all(db).await?;
    Ok(found.into_iter().collect())
}

/// Adds lines, each under its id; one that is there already stays as it is.
///
/// # Errors
/// See [`StoreError`].
pub async fn add(
    db: &impl ConnectionTrait,
    town: TownId,
    lines: Vec<(Uuid, PastLine)>,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let rows: Vec<ledger_row::ActiveModel> = lines.into_iter().map(|(id, line)| row(id, town, line, by, now)).collect();
    for rows in rows.chunks(AT_ONCE) {
        let known = OnConflict::columns([ledger_row::Column::TownId, ledger_row::Column::Fingerprint]).do_nothing().to_owned();
        ledger_row::Entity::insert_many(rows.to_vec()).on_conflict(known).exec_without_returning(db).await?;
    }
    Ok(())
}

fn row(id: Uuid, town: TownId, line: PastLine, by: Option<PersonId>, now: DateTime<Utc>) -> ledger_row::ActiveModel {
    ledger_row::ActiveModel {
        id: Set(id),
        town_id: Set(town.uuid()),
        year: Set(line.year),
        entered_on: Set(line.entered_on),
        matter: Set(line.matter),
        origin: Set(line.origin),
        leader: Set(line.leader),
        main_unit: Set(line.main_unit),
        other_units: Set(line.other_units),
        handler: Set(line.handler),
        due: Set(line.due),
        progress: Set(line.progress),
        problems: Set(line.problems),
        finished: Set(line.finished),
        remark: Set(line.remark),
        fingerprint: Set(line.fingerprint),
        imported_by_id: Set(by.map(PersonId::uuid)),
        imported_at: Set(now),
    }
}

fn line(row: ledger_row::Model) -> PastLine {
    PastLine {
        year: row.year,
        entered_on: row.entered_on,
        matter: row.matter,
        origin: row.origin,
        leader: row.leader,
        main_unit: row.main_unit,
        other_units: row.other_units,
        handler: row.handler,
        due: row.due,
        progress: row.progress,
        problems: row.problems,
        finished: row.finished,
        remark: row.remark,
        fingerprint: row.fingerprint,
    }
}
