//! Grants: who has which role over what, and since when. A grant that has ended stays as a record.

use chrono::{DateTime, Utc};
use entity::{person, role_grant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use workflow::calendar::local_date;
use workflow::ids::{GrantId, PersonId, TownId};
use workflow::people::{BodyScope, Grant, Role, Scope, StandIn, TownScope, Unit, Viewer};
use workflow::substitute;

use super::error::inconsistent;
use super::people::{self, Person};
use super::{StoreError, absences};

/// A grant with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Held {
    pub id: GrantId,
    pub person: PersonId,
    pub grant: Grant,
    pub from: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

/// A person in a role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Member {
    pub person: Person,
    pub role: Role,
    pub scope: Scope,
}

/// Gives a role.
///
/// # Errors
/// [`StoreError::Unique`] when the person has it already; [`StoreError::Inconsistent`] when the role does not fit the scope.
pub async fn give(db: &impl ConnectionTrait, id: GrantId, person: PersonId, grant: Grant, now: DateTime<Utc>) -> Result<(), StoreError> {
    if !grant.role.fits(grant.scope) {
        return Err(inconsistent("role_grant", "role", format!("{} over {}", grant.role.code(), grant.scope.code())));
    }
    let row = role_grant::ActiveModel {
        id: Set(id.uuid()),
        person_id: Set(person.uuid()),
        role: Set(grant.role.code().to_owned()),
        scope_kind: Set(grant.scope.code().to_owned()),
        scope_id: Set(scope_id(grant.scope)),
        town_id: Set(grant.scope.town_id().map(TownId::uuid)),
        first_leader: Set(false),
        valid_from: Set(now),
        valid_until: Set(None),
        created_at: Set(now),
    };
    row.insert(db).await?;
    Ok(())
}

/// Ends a grant.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(db: &impl ConnectionTrait, id: GrantId, now: DateTime<Utc>) -> Result<(), StoreError> {
    end_where(db, role_grant::Column::Id.eq(id.uuid()), now).await
}

/// Ends all grants of a person.
///
/// # Errors
/// See [`StoreError`].
pub async fn end_all(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<(), StoreError> {
    end_where(db, role_grant::Column::PersonId.eq(person.uuid()), now).await
}

async fn end_where(db: &impl ConnectionTrait, which: Expr, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = role_grant::ActiveModel { valid_until: Set(Some(now)), ..Default::default() };
    let still = Condition::any().add(role_grant::Column::ValidUntil.is_null()).add(role_grant::Column::ValidUntil.gt(now));
    role_grant::Entity::update_many().set(row).filter(which).filter(still).exec(db).await?;
    Ok(())
}

/// The person as a viewer, with the grants that hold at `now` and those of absent people for whom the person acts; nobody when deactivated or unknown.
///
/// # Errors
/// See [`StoreError`].
pub async fn viewer(db: &impl ConnectionTrait, id: PersonId, now: DateTime<Utc>) -> Result<Option<Viewer>, StoreError> {
    let query = person::Entity::find_by_id(id.uuid()).filter(person::Column::DeactivatedAt.is_null());
    if query.one(db).await?.is_none() {
        return Ok(None);
    }
    let own = Viewer::new(id, own(db, id, now).await?);
    let day = local_date(now);
    let mut absent = Vec::new();
    for person in substitute::stands_for(id, day, &absences::from_day(db, day).await?) {
        absent.push(StandIn { person, grants: own_of_active(db, person, now).await? });
    }
    Ok(Some(own.standing_in(absent)))
}

async fn own(db: &impl ConnectionTrait, id: PersonId, now: DateTime<Utc>) -> Result<Vec<Grant>, StoreError> {
    Ok(of_person(db, id, now).await?.into_iter().map(|held| held.grant).collect())
}

/// Somebody whose account is closed has no rights that a substitute could use.
async fn own_of_active(db: &impl ConnectionTrait, id: PersonId, now: DateTime<Utc>) -> Result<Vec<Grant>, StoreError> {
    let active = person::Entity::find_by_id(id.uuid()).filter(person::Column::DeactivatedAt.is_null()).one(db).await?.is_some();
    if active { own(db, id, now).await } else { Ok(Vec::new()) }
}

/// The grants of a person that hold at `now`, the oldest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_person(db: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<Vec<Held>, StoreError> {
    let query = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(person.uuid())).filter(holds(now));
    query.order_by_asc(role_grant::Column::Id).all(db).await?.into_iter().map(to_held).collect()
}

/// All grants that hold at `now`, the oldest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn all(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Held>, StoreError> {
    let query = role_grant::Entity::find().filter(holds(now)).order_by_asc(role_grant::Column::Id);
    query.all(db).await?.into_iter().map(to_held).collect()
}

/// Who has a role in a unit at `now`: the people of an office, village or body; for a town those over the town itself.
///
/// # Errors
/// See [`StoreError`].
pub async fn in_unit(db: &impl ConnectionTrait, unit: Unit, now: DateTime<Utc>) -> Result<Vec<Member>, StoreError> {
    let id = match unit {
        Unit::Town(id) => id.uuid(),
        Unit::Office(id) => id.uuid(),
        Unit::Village(id) => id.uuid(),
        Unit::Body(id) => id.uuid(),
    };
    let scope = role_grant::Column::ScopeKind.eq(unit.code()).and(role_grant::Column::ScopeId.eq(id));
    members(db, scope, now).await
}

/// Who has a role over the town, one of its offices or one of its villages at `now`.
///
/// # Errors
/// See [`StoreError`].
pub async fn in_town(db: &impl ConnectionTrait, town: TownId, now: DateTime<Utc>) -> Result<Vec<Member>, StoreError> {
    members(db, role_grant::Column::TownId.eq(town.uuid()), now).await
}

/// Who has a role over the county at `now`.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_county(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Member>, StoreError> {
    members(db, role_grant::Column::ScopeKind.eq(Scope::County.code()), now).await
}

/// Who has the role at `now`, over whatever scope.
///
/// # Errors
/// See [`StoreError`].
pub async fn with_role(db: &impl ConnectionTrait, role: Role, now: DateTime<Utc>) -> Result<Vec<Member>, StoreError> {
    members(db, role_grant::Column::Role.eq(role.code()), now).await
}

async fn members(db: &impl ConnectionTrait, which: Expr, now: DateTime<Utc>) -> Result<Vec<Member>, StoreError> {
    let query = role_grant::Entity::find().filter(which).filter(holds(now)).order_by_asc(role_grant::Column::Id);
    let held: Vec<Held> = query.all(db).await?.into_iter().map(to_held).collect::<Result<_, _>>()?;
    let mut ids: Vec<PersonId> = held.iter().map(|held| held.person).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = people::find_many(db, &ids).await?;
    let member = |held: Held| {
        let person = people.get(&held.person).filter(|person| person.deactivated_at.is_none())?.clone();
        Some(Member { person, role: held.grant.role, scope: held.grant.scope })
    };
    Ok(held.into_iter().filter_map(member).collect())
}

fn holds(now: DateTime<Utc>) -> Condition {
    let open = Condition::any().add(role_grant::Column::ValidUntil.is_null()).add(role_grant::Column::ValidUntil.gt(now));
    Condition::all().add(role_grant::Column::ValidFrom.lte(now)).add(open)
}

fn scope_id(scope: Scope) -> Option<Uuid> {
    match scope {
        Scope::County => None,
        Scope::Town(TownScope { town }) => Some(town.uuid()),
        Scope::Office { office, .. } => Some(office.uuid()),
        Scope::Village { village, .. } => Some(village.uuid()),
        Scope::Body(BodyScope { body }) => Some(body.uuid()),
    }
}

fn to_held(row: role_grant::Model) -> Result<Held, StoreError> {
    let role = Role::from_code(&row.role).ok_or_else(|| inconsistent("role_grant", "role", &row.role))?;
    let scope = match (row.scope_kind.as_str(), row.scope_id, row.town_id) {
        ("county", None, None) => Scope::County,
        ("town", Some(town), Some(_)) => Scope::town(town.into()),
        ("office", Some(office), Some(town)) => Scope::Office { town: town.into(), office: office.into() },
        ("village", Some(village), Some(town)) => Scope::Village { town: town.into(), village: village.into() },
        ("body", Some(body), None) => Scope::body(body.into()),
        _ => return Err(inconsistent("role_grant", "scope_kind", &row.scope_kind)),
    };
    let grant = Grant { role, scope };
    Ok(Held { id: row.id.into(), person: row.person_id.into(), grant, from: row.valid_from, until: row.valid_until })
}
