//! Changes of the calendar, numbered. The last number names its present state, so that every process can tell at the price of one row whether what it
//! holds is still true.

use chrono::{DateTime, Utc};
use entity::calendar_change;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflow::ids::PersonId;

use super::StoreError;

/// A change and how far the dates have been counted anew since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its number, from 1.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// How many workflows and leads had dates that moved.
    pub moved: usize,
    /// When all dates had been counted anew.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The number of the last change; 0 before the first.
///
/// # Errors
/// See [`StoreError`].
pub async fn last_number(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let query = calendar_change::Entity::find().select_only().column(calendar_change::Column::Id);
    let last: Option<i64> = query.order_by_desc(calendar_change::Column::Id).into_tuple().one(db).await?;
    Ok(last.unwrap_or_default())
}

/// Notes a change and returns its number.
///
/// # Errors
/// [`StoreError::Unique`] when somebody else changed the calendar at that moment.
pub async fn note(db: &impl ConnectionTrait, by: Option<PersonId>, now: DateTime<Utc>) -> Result<i64, StoreError> {
    let id = last_number(db).await? + 1;
    let row = calendar_change::ActiveModel {
        id: Set(id),
        at: Set(now),
        by_id: Set(by.map(PersonId::uuid)),
        moved: Set(0),
        finished_at: Set(None),
    };
    row.insert(db).await?;
    Ok(id)
}

/// The last change, where there has been one.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(db: &impl ConnectionTrait) -> Result<Option<Change>, StoreError> {
    let row = calendar_change::Entity::find().order_by_desc(calendar_change::Column::Id).one(db).await?;
    Ok(row.map(|row| Change {
        id: row.id,
        at: row.at,
        moved: usize::try_from(row.moved).unwrap_or_default(),
        finished_at: row.finished_at,
    }))
}

/// Adds to the number of what moved by a change.
///
/// # Errors
/// See [`StoreError`].
pub async fn moved(db: &impl ConnectionTrait, id: i64) -> Result<(), StoreError> {
    let query = calendar_change::Entity::update_many()
        .col_expr(calendar_change::Column::Moved, Expr::col(calendar_change::Column::Moved).add(1))
        .filter(calendar_change::Column::Id.eq(id));
    query.exec(db).await?;
    Ok(())
}

/// Notes that all dates have been counted by the state after change `id`: with it, those before are done too.
///
/// # Errors
/// See [`StoreError`].
pub async fn finish(db: &impl ConnectionTrait, id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    let query = calendar_change::Entity::update_many()
        .col_expr(calendar_change::Column::FinishedAt, Expr::value(Some(now)))
        .filter(calendar_change::Column::Id.lte(id))
        .filter(calendar_change::Column::FinishedAt.is_null());
    query.exec(db).await?;
    Ok(())
}
