//! Persons: who they are and how they log in. What they may do is in [`grants`](super::grants).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::person;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use workflow::ids::PersonId;

use super::{StoreError, grants, sessions, tokens};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub login: Option<String>,
    pub mail: Option<String>,
    /// The code of the screen's language: `zh` or `en`.
    pub language: String,
    /// Whether the password must be changed at the next log-in.
    pub password_temporary: bool,
    pub deactivated_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// A person to be added. Log-in name and phone number are brought into one form: see [`login_key`] and [`phone_key`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NewPerson {
    pub id: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub login: Option<String>,
    pub mail: Option<String>,
    pub language: String,
}

/// What a log-in is checked against. Not printed: it holds the hash.
#[derive(Clone)]
#[allow(missing_docs)]
pub struct Account {
    pub person: Person,
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("person", &self.person.id).finish_non_exhaustive()
    }
}

/// Adds a person, who has no password yet.
///
/// # Errors
/// [`StoreError::Unique`] when the phone number or log-in name is taken.
pub async fn create(db: &impl ConnectionTrait, new: &NewPerson, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = person::ActiveModel {
        id: Set(new.id.uuid()),
        name: Set(new.name.trim().to_owned()),
        phone: Set(new.phone.as_deref().map(phone_key)),
        login: Set(new.login.as_deref().map(login_key)),
        mail: Set(new.mail.clone()),
        language: Set(new.language.clone()),
        password_hash: Set(None),
        password_temporary: Set(true),
        deactivated_at: Set(None),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(db).await?;
    Ok(())
}

/// A person, deactivated or not.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<Person>, StoreError> {
    Ok(person::Entity::find_by_id(id.uuid()).one(db).await?.map(to_person))
}

/// The persons with these ids.
///
/// # Errors
/// See [`StoreError`].
pub async fn find_many(db: &impl ConnectionTrait, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Person>, StoreError> {
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(db).await?;
    Ok(rows.into_iter().map(to_person).map(|person| (person.id, person)).collect())
}

/// Everybody, deactivated or not, by name.
///
/// # Errors
/// See [`StoreError`].
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Person>, StoreError> {
    let mut people: Vec<Person> = person::Entity::find().all(db).await?.into_iter().map(to_person).collect();
    people.sort_unstable_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
    Ok(people)
}

/// Who logs in by this name or phone number, deactivated or not. A log-in name goes before a phone number.
///
/// # Errors
/// See [`StoreError`].
pub async fn find_account(db: &impl ConnectionTrait, login_or_phone: &str) -> Result<Option<Account>, StoreError> {
    let (login, phone) = (login_key(login_or_phone), phone_key(login_or_phone));
    let either = Condition::any().add(person::Column::Login.eq(login.as_str())).add(person::Column::Phone.eq(phone));
    let rows = person::Entity::find().filter(either).all(db).await?;
    let row = rows.into_iter().max_by_key(|row| row.login.as_deref() == Some(login.as_str()));
    Ok(row.map(to_account))
}

/// What a known person's password is checked against.
///
/// # Errors
/// See [`StoreError`].
pub async fn account(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<Account>, StoreError> {
    Ok(person::Entity::find_by_id(id.uuid()).one(db).await?.map(to_account))
}

/// Writes name, ways to reach and language of a person that was read before.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody changed it since; [`StoreError::Unique`] when phone number or log-in name is taken.
pub async fn update(db: &impl ConnectionTrait, person: &Person) -> Result<(), StoreError> {
    let done = person::Entity::update_many()
        .set(person::ActiveModel {
            name: Set(person.name.trim().to_owned()),
            phone: Set(person.phone.as_deref().map(phone_key)),
            login: Set(person.login.as_deref().map(login_key)),
            mail: Set(person.mail.clone()),
            language: Set(person.language.clone()),
            version: Set(person.version + 1),
            ..Default::default()
        })
        .filter(person::Column::Id.eq(person.id.uuid()))
        .filter(person::Column::Version.eq(person.version))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("person")) }
}

/// Sets the password. `temporary`: it must be changed at the next log-in.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_password(db: &impl ConnectionTrait, id: PersonId, hash: &str, temporary: bool) -> Result<(), StoreError> {
    let row = person::ActiveModel { password_hash: Set(Some(hash.to_owned())), password_temporary: Set(temporary), ..Default::default() };
    person::Entity::update_many().set(row).filter(person::Column::Id.eq(id.uuid())).exec(db).await?;
    Ok(())
}

/// Ends a person's access: grants, sessions and tokens with it. The person's name stays in what was done.
///
/// # Errors
/// See [`StoreError`].
pub async fn deactivate(db: &impl ConnectionTrait, id: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = person::ActiveModel { deactivated_at: Set(Some(now)), ..Default::default() };
    let query = person::Entity::update_many().set(row).filter(person::Column::Id.eq(id.uuid()));
    query.filter(person::Column::DeactivatedAt.is_null()).exec(db).await?;
    grants::end_all(db, id, now).await?;
    sessions::close_all(db, id, None).await?;
    tokens::revoke_all(db, id, now).await
}

/// Whether there is anybody at all.
///
/// # Errors
/// See [`StoreError`].
pub async fn any(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    let found: Option<uuid::Uuid> = person::Entity::find().select_only().column(person::Column::Id).into_tuple().one(db).await?;
    Ok(found.is_some())
}

/// The one form of a log-in name: no white space around it, small letters.
#[must_use]
pub fn login_key(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The one form of a phone number: without the spaces and dashes that people write into it.
#[must_use]
pub fn phone_key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

fn to_person(row: person::Model) -> Person {
    Person {
        id: row.id.into(),
        name: row.name,
        phone: row.phone,
        login: row.login,
        mail: row.mail,
        language: row.language,
        password_temporary: row.password_temporary,
        deactivated_at: row.deactivated_at,
        version: row.version,
    }
}

fn to_account(mut row: person::Model) -> Account {
    let password_hash = row.password_hash.take();
    Account { person: to_person(row), password_hash }
}
