//! What an administrator decides about the calendar beside single days: working hours by owner, and the years whose whole notice was entered.

use chrono::{DateTime, Utc};
use entity::{calendar_hours, calendar_year};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use workflow::calendar::{Level, WorkingHours};
use workflow::ids::PersonId;

use super::StoreError;
use super::calendar_days::Whose;
use super::error::inconsistent;

/// Working hours with the document that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct EnteredHours {
    pub whose: Whose,
    pub hours: WorkingHours,
    pub document_no: String,
}

/// A year whose whole notice was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct EnteredYear {
    pub level: Level,
    pub year: i32,
    pub document_no: String,
}

/// All working hours that were entered.
///
/// # Errors
/// See [`StoreError`].
pub async fn hours(db: &impl ConnectionTrait) -> Result<Vec<EnteredHours>, StoreError> {
    let rows = calendar_hours::Entity::find().order_by_asc(calendar_hours::Column::Id).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let level = Level::from_code(&row.level).ok_or_else(|| inconsistent("calendar_hours", "level", &row.level))?;
            let hours = serde_json::from_value(row.seasons).map_err(|error| inconsistent("calendar_hours", "seasons", error))?;
            Ok(EnteredHours { whose: Whose::of(level, row.owner_id), hours, document_no: row.document_no })
        })
        .collect()
}

/// Enters working hours; those entered before are replaced.
///
/// # Errors
/// See [`StoreError`].
pub async fn put_hours(
    db: &impl ConnectionTrait,
    id: Uuid,
    entered: &EnteredHours,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    remove_hours(db, entered.whose).await?;
    let row = calendar_hours::ActiveModel {
        id: Set(id),
        level: Set(entered.whose.level().code().to_owned()),
        owner_id: Set(entered.whose.owner()),
        seasons: Set(serde_json::to_value(&entered.hours).map_err(|error| StoreError::Inconsistent(error.to_string()))?),
        document_no: Set(entered.document_no.clone()),
        entered_by_id: Set(by.map(PersonId::uuid)),
        entered_at: Set(now),
    };
    row.insert(db).await?;
    Ok(())
}

/// Takes working hours out again; whether there were some.
///
/// # Errors
/// See [`StoreError`].
pub async fn remove_hours(db: &impl ConnectionTrait, whose: Whose) -> Result<bool, StoreError> {
    let one = calendar_hours::Entity::delete_many()
        .filter(calendar_hours::Column::Level.eq(whose.level().code()))
        .filter(calendar_hours::Column::OwnerId.eq(whose.owner()));
    Ok(one.exec(db).await?.rows_affected > 0)
}

/// The years whose whole notice was entered, by level and year.
///
/// # Errors
/// See [`StoreError`].
pub async fn years(db: &impl ConnectionTrait) -> Result<Vec<EnteredYear>, StoreError> {
    let query = calendar_year::Entity::find().order_by_asc(calendar_year::Column::Level).order_by_asc(calendar_year::Column::Year);
    let rows = query.all(db).await?;
    rows.into_iter()
        .map(|row| {
            let level = Level::from_code(&row.level).ok_or_else(|| inconsistent("calendar_year", "level", &row.level))?;
            Ok(EnteredYear { level, year: row.year, document_no: row.document_no })
        })
        .collect()
}

/// Enters a year; what was entered for it before is replaced.
///
/// # Errors
/// See [`StoreError`].
pub async fn put_year(
    db: &impl ConnectionTrait,
    id: Uuid,
    entered: &EnteredYear,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    remove_year(db, entered.level, entered.year).await?;
    let row = calendar_year::ActiveModel {
        id: Set(id),
        level: Set(entered.level.code().to_owned()),
        year: Set(entered.year),
        document_no: Set(entered.document_no.clone()),
        entered_by_id: Set(by.map(PersonId::uuid)),
        entered_at: Set(now),
    };
    row.insert(db).await?;
    Ok(())
}

/// Takes a year out again; whether it was there.
///
/// # Errors
/// See [`StoreError`].
pub async fn remove_year(db: &impl ConnectionTrait, level: Level, year: i32) -> Result<bool, StoreError> {
    let one = calendar_year::Entity::delete_many()
        .filter(calendar_year::Column::Level.eq(level.code()))
        .filter(calendar_year::Column::Year.eq(year));
    Ok(one.exec(db).await?.rows_affected > 0)
}
