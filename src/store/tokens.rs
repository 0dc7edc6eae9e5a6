//! Personal tokens of the API, hashed. A revoked one stays as a record.

use chrono::{DateTime, Utc};
use entity::api_token;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use workflow::ids::{PersonId, TokenId};

use super::StoreError;

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Token {
    pub id: TokenId,
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Adds a token.
///
/// # Errors
/// See [`StoreError`].
pub async fn create(db: &impl ConnectionTrait, token: &Token, hash: &str) -> Result<(), StoreError> {
    let row = api_token::ActiveModel {
        id: Set(token.id.uuid()),
        person_id: Set(token.person.uuid()),
        name: Set(token.name.clone()),
        hash: Set(hash.to_owned()),
        created_at: Set(token.created_at),
        expires_at: Set(token.expires_at),
        revoked_at: Set(token.revoked_at),
    };
    row.insert(db).await?;
    Ok(())
}

/// The token of a secret, if it is good at `now`.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(db: &impl ConnectionTrait, hash: &str, now: DateTime<Utc>) -> Result<Option<Token>, StoreError> {
    let open = Condition::any().add(api_token::Column::ExpiresAt.is_null()).add(api_token::Column::ExpiresAt.gt(now));
    let query = api_token::Entity::find().filter(api_token::Column::Hash.eq(hash)).filter(api_token::Column::RevokedAt.is_null());
    Ok(query.filter(open).one(db).await?.map(to_token))
}

/// All tokens of a person, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_person(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<Token>, StoreError> {
    let query = api_token::Entity::find().filter(api_token::Column::PersonId.eq(person.uuid()));
    Ok(query.order_by_desc(api_token::Column::Id).all(db).await?.into_iter().map(to_token).collect())
}

/// Revokes a token of this person; false when the person has no such token in use.
///
/// # Errors
/// See [`StoreError`].
pub async fn revoke(db: &impl ConnectionTrait, person: PersonId, id: TokenId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let which = Condition::all().add(api_token::Column::PersonId.eq(person.uuid())).add(api_token::Column::Id.eq(id.uuid()));
    Ok(revoke_where(db, which, now).await? > 0)
}

/// Revokes all tokens of a person.
///
/// # Errors
/// See [`StoreError`].
pub async fn revoke_all(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    revoke_where(db, Condition::all().add(api_token::Column::PersonId.eq(person.uuid())), now).await.map(|_| ())
}

async fn revoke_where(db: &impl ConnectionTrait, which: Condition, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let row = api_token::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let query = api_token::Entity::update_many().set(row).filter(which).filter(api_token::Column::RevokedAt.is_null());
    Ok(query.exec(db).await?.rows_affected)
}

fn to_token(row: api_token::Model) -> Token {
    Token {
        id: row.id.into(),
        person: row.person_id.into(),
        name: row.name,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    }
}
