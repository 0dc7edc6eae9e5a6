//! Days that were entered into the calendar: by level and, for a town or a body, by owner.

use chrono::{DateTime, NaiveDate, Utc};
use entity::calendar_day;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use workflow::calendar::{DayKind, DayRule, Level};
use workflow::ids::{BodyId, PersonId, TownId};

use super::StoreError;
use super::error::inconsistent;

/// Whose days they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Of everybody: a notice of the nation that is newer than the program.
    Nation,
    /// The region's.
    Region,
    /// The county's.
    County,
    /// One town's.
    Town(TownId),
    /// One body's.
    Body(BodyId),
}

impl Whose {
    /// The level of the layer.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Nation => Level::Nation,
            Self::Region => Level::Region,
            Self::County => Level::County,
            Self::Town(_) => Level::Town,
            Self::Body(_) => Level::Body,
        }
    }

    /// The owner's id; nil where the level has one owner only.
    #[must_use]
    pub fn owner(self) -> Uuid {
        match self {
            Self::Nation | Self::Region | Self::County => Uuid::nil(),
            Self::Town(town) => town.uuid(),
            Self::Body(body) => body.uuid(),
        }
    }

    pub(super) fn of(level: Level, owner: Uuid) -> Self {
        match level {
            Level::Nation => Self::Nation,
            Level::Region => Self::Region,
            Level::County => Self::County,
            Level::Town => Self::Town(owner.into()),
            Level::Body => Self::Body(owner.into()),
        }
    }
}

/// All entered days, by date.
///
/// # Errors
/// See [`StoreError`].
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<(Whose, DayRule)>, StoreError> {
    let rows = calendar_day::Entity::find().order_by_asc(calendar_day::Column::Date).order_by_asc(calendar_day::Column::Id).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let level = Level::from_code(&row.level).ok_or_else(|| inconsistent("calendar_day", "level", &row.level))?;
            let kind = if row.working { DayKind::Work } else { DayKind::Off };
            let rule = DayRule { date: row.date, kind, name: row.name, document_no: row.document_no };
            Ok((Whose::of(level, row.owner_id), rule))
        })
        .collect()
}

/// Enters a day; what was entered for it before is replaced.
///
/// # Errors
/// See [`StoreError`].
pub async fn put(
    db: &impl ConnectionTrait,
    id: Uuid,
    whose: Whose,
    rule: &DayRule,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    remove(db, whose, rule.date).await?;
    let row = calendar_day::ActiveModel {
        id: Set(id),
        level: Set(whose.level().code().to_owned()),
        owner_id: Set(whose.owner()),
        date: Set(rule.date),
        working: Set(rule.kind == DayKind::Work),
        name: Set(rule.name.clone()),
        document_no: Set(rule.document_no.clone()),
        entered_by_id: Set(by.map(PersonId::uuid)),
        entered_at: Set(now),
    };
    row.insert(db).await?;
    Ok(())
}

/// Takes an entered day out again; whether there was one.
///
/// # Errors
/// See [`StoreError`].
pub async fn remove(db: &impl ConnectionTrait, whose: Whose, date: NaiveDate) -> Result<bool, StoreError> {
    let one = calendar_day::Entity::delete_many()
        .filter(calendar_day::Column::Level.eq(whose.level().code()))
        .filter(calendar_day::Column::OwnerId.eq(whose.owner()))
        .filter(calendar_day::Column::Date.eq(date));
    Ok(one.exec(db).await?.rows_affected > 0)
}
