//! Documents that were sent and wait for their sender to accept what was read. Only the sender finds them again.

use chrono::{DateTime, TimeDelta, Utc};
use entity::list_upload;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflow::ids::{PersonId, TownId};

use super::StoreError;

/// How long a document waits to be accepted.
pub const WAITS: TimeDelta = TimeDelta::hours(24);

/// A document that waits.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Upload {
    pub id: Uuid,
    pub town: TownId,
    pub person: PersonId,
    pub file_name: String,
    pub source: Vec<u8>,
    pub at: DateTime<Utc>,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").field("id", &self.id).field("bytes", &self.source.len()).finish_non_exhaustive()
    }
}

/// Keeps a document.
///
/// # Errors
/// See [`StoreError`].
pub async fn create(db: &impl ConnectionTrait, new: Upload) -> Result<(), StoreError> {
    let row = list_upload::ActiveModel {
        id: Set(new.id),
        town_id: Set(new.town.uuid()),
        person_id: Set(new.person.uuid()),
        file_name: Set(new.file_name),
        source: Set(new.source),
        created_at: Set(new.at),
    };
    list_upload::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The document that a person sent, unless it is older than `since`.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_person(db: &impl ConnectionTrait, person: PersonId, id: Uuid, since: DateTime<Utc>) -> Result<Option<Upload>, StoreError> {
    let query = list_upload::Entity::find_by_id(id).filter(list_upload::Column::PersonId.eq(person.uuid()));
    let row = query.filter(list_upload::Column::CreatedAt.gt(since)).one(db).await?;
    Ok(row.map(|row| Upload {
        id: row.id,
        town: row.town_id.into(),
        person: row.person_id.into(),
        file_name: row.file_name,
        source: row.source,
        at: row.created_at,
    }))
}

/// Removes what a person sent before, and what anybody sent up to `until`.
///
/// # Errors
/// See [`StoreError`].
pub async fn remove(db: &impl ConnectionTrait, person: Option<PersonId>, until: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut gone = list_upload::Column::CreatedAt.lte(until);
    if let Some(person) = person {
        gone = gone.or(list_upload::Column::PersonId.eq(person.uuid()));
    }
    Ok(list_upload::Entity::delete_many().filter(gone).exec(db).await?.rows_affected)
}
