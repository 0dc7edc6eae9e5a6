//! Absences and substitutes (AB岗代办). One that was withdrawn stays as a record.

use chrono::{DateTime, NaiveDate, Utc};
use entity::absence;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflow::ids::{AbsenceId, PersonId};
use workflow::substitute::Absence;

use super::StoreError;

/// Those that hold on this day or later, of everybody, the earliest first. There are few: the rules look at them together.
///
/// # Errors
/// See [`StoreError`].
pub async fn from_day(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<Absence>, StoreError> {
    let query = absence::Entity::find().filter(absence::Column::WithdrawnAt.is_null()).filter(absence::Column::UntilOn.gte(day));
    let rows = query.order_by_asc(absence::Column::FromOn).order_by_asc(absence::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(to_absence).collect())
}

/// One that was not withdrawn.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(db: &impl ConnectionTrait, id: AbsenceId) -> Result<Option<Absence>, StoreError> {
    let query = absence::Entity::find_by_id(id.uuid()).filter(absence::Column::WithdrawnAt.is_null());
    Ok(query.one(db).await?.map(to_absence))
}

/// Until the end of the transaction nobody else enters an absence: two people at once could make a cycle that neither sees.
///
/// # Errors
/// See [`StoreError`].
pub async fn one_at_a_time(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    entity::county::Entity::find().lock_exclusive().all(db).await?;
    Ok(())
}

/// Adds one.
///
/// # Errors
/// [`StoreError::Unique`] when there is one of this id.
pub async fn add(db: &impl ConnectionTrait, absence: &Absence, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = absence::ActiveModel {
        id: Set(absence.id.uuid()),
        person_id: Set(absence.person.uuid()),
        substitute_id: Set(absence.substitute.map(Into::into)),
        from_on: Set(absence.from),
        until_on: Set(absence.until),
        named_by_id: Set(absence.named_by.uuid()),
        created_at: Set(now),
        withdrawn_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Withdraws one: from now on it does not hold.
///
/// # Errors
/// See [`StoreError`].
pub async fn withdraw(db: &impl ConnectionTrait, id: AbsenceId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let query = absence::Entity::update_many().col_expr(absence::Column::WithdrawnAt, Expr::value(now));
    query.filter(absence::Column::Id.eq(id.uuid())).filter(absence::Column::WithdrawnAt.is_null()).exec(db).await?;
    Ok(())
}

/// Nobody stands in through a person who has left: from this day on that person acts for nobody, and nobody for that person.
///
/// # Errors
/// See [`StoreError`].
pub async fn end_of_person(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let own = absence::Entity::update_many()
        .col_expr(absence::Column::WithdrawnAt, Expr::value(now))
        .filter(absence::Column::PersonId.eq(person.uuid()))
        .filter(absence::Column::WithdrawnAt.is_null());
    own.exec(db).await?;
    let pointing = absence::Entity::update_many()
        .col_expr(absence::Column::SubstituteId, Expr::value(None::<uuid::Uuid>))
        .filter(absence::Column::SubstituteId.eq(person.uuid()))
        .filter(absence::Column::WithdrawnAt.is_null());
    Ok(pointing.exec(db).await?.rows_affected)
}

fn to_absence(row: absence::Model) -> Absence {
    Absence {
        id: row.id.into(),
        person: row.person_id.into(),
        substitute: row.substitute_id.map(Into::into),
        from: row.from_on,
        until: row.until_on,
        named_by: row.named_by_id.into(),
    }
}
