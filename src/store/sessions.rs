//! Log-ins. The id is the hash of the cookie's secret; the secret itself is stored nowhere.

use chrono::{DateTime, Utc};
use entity::session;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use workflow::ids::PersonId;

use super::StoreError;

/// A log-in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Session {
    /// The hash of the cookie's secret.
    pub hash: String,
    pub person: PersonId,
    /// What every form must bring back.
    pub csrf: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Opens a session.
///
/// # Errors
/// See [`StoreError`].
pub async fn open(db: &impl ConnectionTrait, session: &Session) -> Result<(), StoreError> {
    let row = session::ActiveModel {
        id: Set(session.hash.clone()),
        person_id: Set(session.person.uuid()),
        csrf: Set(session.csrf.clone()),
        created_at: Set(session.created_at),
        seen_at: Set(session.seen_at),
        expires_at: Set(session.expires_at),
    };
    row.insert(db).await?;
    Ok(())
}

/// The session of a cookie, unless it has expired.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(db: &impl ConnectionTrait, hash: &str, now: DateTime<Utc>) -> Result<Option<Session>, StoreError> {
    let row = session::Entity::find_by_id(hash.to_owned()).filter(session::Column::ExpiresAt.gt(now)).one(db).await?;
    Ok(row.map(|row| Session {
        hash: row.id,
        person: row.person_id.into(),
        csrf: row.csrf,
        created_at: row.created_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    }))
}

/// Moves the end of a session that is in use.
///
/// # Errors
/// See [`StoreError`].
pub async fn touch(db: &impl ConnectionTrait, hash: &str, now: DateTime<Utc>, expires_at: DateTime<Utc>) -> Result<(), StoreError> {
    let row = session::ActiveModel { seen_at: Set(now), expires_at: Set(expires_at), ..Default::default() };
    session::Entity::update_many().set(row).filter(session::Column::Id.eq(hash)).exec(db).await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// See [`StoreError`].
pub async fn close(db: &impl ConnectionTrait, hash: &str) -> Result<(), StoreError> {
    session::Entity::delete_by_id(hash.to_owned()).exec(db).await?;
    Ok(())
}

/// Ends all sessions of a person but one.
///
/// # Errors
/// See [`StoreError`].
pub async fn close_all(db: &impl ConnectionTrait, person: PersonId, but: Option<&str>) -> Result<(), StoreError> {
    let mut query = session::Entity::delete_many().filter(session::Column::PersonId.eq(person.uuid()));
    if let Some(hash) = but {
        query = query.filter(session::Column::Id.ne(hash));
    }
    query.exec(db).await?;
    Ok(())
}

/// Removes what has expired; says how many.
///
/// # Errors
/// See [`StoreError`].
pub async fn remove_expired(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, StoreError> {
    Ok(session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(db).await?.rows_affected)
}
