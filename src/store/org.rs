//! The county and what it consists of: towns with their offices and villages, and the bodies with all their spellings.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{body, body_alias, county, office, town, village};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;
use workflow::ids::{BodyId, OfficeId, TownId, VillageId};
use workflow::settings::TownLimits;

use super::StoreError;
use super::error::inconsistent;

/// The county of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct County {
    pub id: Uuid,
    pub name: String,
    /// The region whose holidays hold by default: `xinjiang` or nothing.
    pub default_region: String,
}

/// A town.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Town {
    pub id: TownId,
    pub name: String,
    /// Its default limits; `None` until somebody has chosen.
    pub limits: Option<TownLimits>,
    pub version: i64,
}

/// An office (站所) of a town.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Office {
    pub id: OfficeId,
    pub town: TownId,
    pub name: String,
    pub archived: bool,
}

/// A village or community of a town.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Village {
    pub id: VillageId,
    pub town: TownId,
    pub name: String,
    pub kind: VillageKind,
    pub archived: bool,
}

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VillageKind {
    /// 村
    Village,
    /// 社区
    Community,
}

impl VillageKind {
    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Community => "community",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Village, Self::Community].into_iter().find(|kind| kind.code() == code)
    }
}

/// A body (单位) of the county.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Body {
    pub id: BodyId,
    pub name: String,
    pub phone: Option<String>,
    pub archived: bool,
}

/// The county, once it has been set up.
///
/// # Errors
/// See [`StoreError`].
pub async fn county(db: &impl ConnectionTrait) -> Result<Option<County>, StoreError> {
    let row = county::Entity::find().order_by_asc(county::Column::Id).one(db).await?;
    Ok(row.map(|row| County { id: row.id, name: row.name, default_region: row.default_region }))
}

/// Sets the county up.
///
/// # Errors
/// See [`StoreError`].
pub async fn create_county(db: &impl ConnectionTrait, county: &County, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = county::ActiveModel {
        id: Set(county.id),
        name: Set(county.name.clone()),
        default_region: Set(county.default_region.clone()),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(db).await?;
    Ok(())
}

/// All towns, in the order in which they were added.
///
/// # Errors
/// See [`StoreError`].
pub async fn towns(db: &impl ConnectionTrait) -> Result<Vec<Town>, StoreError> {
    let rows = town::Entity::find().order_by_asc(town::Column::Id).all(db).await?;
    rows.into_iter().map(to_town).collect()
}

/// A town.
///
/// # Errors
/// See [`StoreError`].
pub async fn town(db: &impl ConnectionTrait, id: TownId) -> Result<Option<Town>, StoreError> {
    town::Entity::find_by_id(id.uuid()).one(db).await?.map(to_town).transpose()
}

/// The town of exactly this name.
///
/// # Errors
/// See [`StoreError`].
pub async fn town_by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Town>, StoreError> {
    town::Entity::find().filter(town::Column::Name.eq(name.trim())).one(db).await?.map(to_town).transpose()
}

/// Adds a town.
///
/// # Errors
/// [`StoreError::Unique`] when there is one of this name.
pub async fn create_town(db: &impl ConnectionTrait, id: TownId, name: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let row = town::ActiveModel {
        id: Set(id.uuid()),
        name: Set(name.trim().to_owned()),
        limits: Set(None),
        limits_chosen_at: Set(None),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(db).await?;
    Ok(())
}

/// Keeps the limits that the town has chosen.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody changed the town since it was read.
pub async fn set_town_limits(db: &impl ConnectionTrait, town: &Town, limits: TownLimits, now: DateTime<Utc>) -> Result<(), StoreError> {
    let json = serde_json::to_value(limits).map_err(|error| inconsistent("town", "limits", error))?;
    let done = town::Entity::update_many()
        .set(town::ActiveModel {
            limits: Set(Some(json)),
            limits_chosen_at: Set(Some(now)),
            version: Set(town.version + 1),
            ..Default::default()
        })
        .filter(town::Column::Id.eq(town.id.uuid()))
        .filter(town::Column::Version.eq(town.version))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("town")) }
}

/// The offices of a town, archived ones too, in the order in which they were added.
///
/// # Errors
/// See [`StoreError`].
pub async fn offices(db: &impl ConnectionTrait, town: TownId) -> Result<Vec<Office>, StoreError> {
    let rows = office::Entity::find().filter(office::Column::TownId.eq(town.uuid())).order_by_asc(office::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(to_office).collect())
}

/// An office.
///
/// # Errors
/// See [`StoreError`].
pub async fn office(db: &impl ConnectionTrait, id: OfficeId) -> Result<Option<Office>, StoreError> {
    Ok(office::Entity::find_by_id(id.uuid()).one(db).await?.map(to_office))
}

/// Adds an office.
///
/// # Errors
/// [`StoreError::Unique`] when the town has one of this name.
pub async fn create_office(db: &impl ConnectionTrait, id: OfficeId, town: TownId, name: &str) -> Result<(), StoreError> {
    let row = office::ActiveModel {
        id: Set(id.uuid()),
        town_id: Set(town.uuid()),
        name: Set(name.trim().to_owned()),
        leader_id: Set(None),
        archived_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Takes an office out of use; what it did stays.
///
/// # Errors
/// See [`StoreError`].
pub async fn archive_office(db: &impl ConnectionTrait, id: OfficeId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let query = office::Entity::update_many().col_expr(office::Column::ArchivedAt, Expr::value(now));
    query.filter(office::Column::Id.eq(id.uuid())).filter(office::Column::ArchivedAt.is_null()).exec(db).await?;
    Ok(())
}

/// The villages and communities of a town, archived ones too, in the order in which they were added.
///
/// # Errors
/// See [`StoreError`].
pub async fn villages(db: &impl ConnectionTrait, town: TownId) -> Result<Vec<Village>, StoreError> {
    let rows = village::Entity::find().filter(village::Column::TownId.eq(town.uuid())).order_by_asc(village::Column::Id).all(db).await?;
    rows.into_iter().map(to_village).collect()
}

/// A village or community.
///
/// # Errors
/// See [`StoreError`].
pub async fn village(db: &impl ConnectionTrait, id: VillageId) -> Result<Option<Village>, StoreError> {
    village::Entity::find_by_id(id.uuid()).one(db).await?.map(to_village).transpose()
}

/// Adds a village or community.
///
/// # Errors
/// [`StoreError::Unique`] when the town has one of this name.
pub async fn create_village(
    db: &impl ConnectionTrait,
    id: VillageId,
    town: TownId,
    name: &str,
    kind: VillageKind,
) -> Result<(), StoreError> {
    let row = village::ActiveModel {
        id: Set(id.uuid()),
        town_id: Set(town.uuid()),
        name: Set(name.trim().to_owned()),
        kind: Set(kind.code().to_owned()),
        archived_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Takes a village out of use; what it did stays.
///
/// # Errors
/// See [`StoreError`].
pub async fn archive_village(db: &impl ConnectionTrait, id: VillageId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let query = village::Entity::update_many().col_expr(village::Column::ArchivedAt, Expr::value(now));
    query.filter(village::Column::Id.eq(id.uuid())).filter(village::Column::ArchivedAt.is_null()).exec(db).await?;
    Ok(())
}

/// All bodies, archived ones too, by name.
///
/// # Errors
/// See [`StoreError`].
pub async fn bodies(db: &impl ConnectionTrait) -> Result<Vec<Body>, StoreError> {
    let mut bodies: Vec<Body> = body::Entity::find().all(db).await?.into_iter().map(to_body).collect();
    bodies.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(bodies)
}

/// The bodies with these ids.
///
/// # Errors
/// See [`StoreError`].
pub async fn bodies_by_id(db: &impl ConnectionTrait, ids: &[BodyId]) -> Result<BTreeMap<BodyId, Body>, StoreError> {
    let ids = ids.iter().map(|id| id.uuid());
    let rows = body::Entity::find().filter(body::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(to_body).map(|body| (body.id, body)).collect())
}

/// A body.
///
/// # Errors
/// See [`StoreError`].
pub async fn body(db: &impl ConnectionTrait, id: BodyId) -> Result<Option<Body>, StoreError> {
    Ok(body::Entity::find_by_id(id.uuid()).one(db).await?.map(to_body))
}

/// The body of a name or of any other spelling of it; white space and the width of brackets do not matter.
///
/// # Errors
/// See [`StoreError`].
pub async fn find_body_by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Body>, StoreError> {
    let alias = body_alias::Entity::find().filter(body_alias::Column::Key.eq(spelling_key(name))).one(db).await?;
    match alias {
        Some(alias) => body(db, alias.body_id.into()).await,
        None => Ok(None),
    }
}

/// Every spelling's key (see [`spelling_key`]) and the body that it means, to find many at once.
///
/// # Errors
/// See [`StoreError`].
pub async fn body_keys(db: &impl ConnectionTrait) -> Result<BTreeMap<String, BodyId>, StoreError> {
    let rows = body_alias::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.key, row.body_id.into())).collect())
}

/// Adds a body.
///
/// # Errors
/// [`StoreError::Unique`] when its name is the name or a spelling of one that is there.
pub async fn create_body(db: &impl ConnectionTrait, id: BodyId, name: &str, phone: Option<&str>) -> Result<(), StoreError> {
    let name = name.trim();
    let row =
        body::ActiveModel { id: Set(id.uuid()), name: Set(name.to_owned()), phone: Set(phone.map(str::to_owned)), archived_at: Set(None) };
    row.insert(db).await?;
    // Its own name is a spelling like the others, so that one unique key guards them all; that row has the body's id.
    alias_row(id.uuid(), id, name).insert(db).await?;
    Ok(())
}

/// Changes how a body can be reached.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_body_phone(db: &impl ConnectionTrait, id: BodyId, phone: Option<&str>) -> Result<(), StoreError> {
    let query = body::Entity::update_many().col_expr(body::Column::Phone, Expr::value(phone.map(str::to_owned)));
    query.filter(body::Column::Id.eq(id.uuid())).exec(db).await?;
    Ok(())
}

/// Takes a body out of use; what it did stays.
///
/// # Errors
/// See [`StoreError`].
pub async fn archive_body(db: &impl ConnectionTrait, id: BodyId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let query = body::Entity::update_many().col_expr(body::Column::ArchivedAt, Expr::value(now));
    query.filter(body::Column::Id.eq(id.uuid())).filter(body::Column::ArchivedAt.is_null()).exec(db).await?;
    Ok(())
}

/// Adds a spelling of a body. False when the spelling is taken, by this body or another: [`find_body_by_name`] says by which.
///
/// # Errors
/// See [`StoreError`].
pub async fn add_alias(db: &impl ConnectionTrait, id: Uuid, body: BodyId, alias: &str) -> Result<bool, StoreError> {
    let taken = OnConflict::column(body_alias::Column::Key).do_nothing().to_owned();
    let added = body_alias::Entity::insert(alias_row(id, body, alias.trim())).on_conflict(taken).exec_without_returning(db).await?;
    Ok(added > 0)
}

/// The other spellings of a body, in the order in which they were added.
///
/// # Errors
/// See [`StoreError`].
pub async fn aliases(db: &impl ConnectionTrait, body: BodyId) -> Result<Vec<String>, StoreError> {
    let query = body_alias::Entity::find().filter(body_alias::Column::BodyId.eq(body.uuid()));
    let rows = query.filter(body_alias::Column::Id.ne(body.uuid())).order_by_asc(body_alias::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(|row| row.alias).collect())
}

/// The other spellings of all bodies, in the order in which they were added.
///
/// # Errors
/// See [`StoreError`].
pub async fn all_aliases(db: &impl ConnectionTrait) -> Result<BTreeMap<BodyId, Vec<String>>, StoreError> {
    let mut aliases: BTreeMap<BodyId, Vec<String>> = BTreeMap::new();
    for row in body_alias::Entity::find().order_by_asc(body_alias::Column::Id).all(db).await? {
        if row.id != row.body_id {
            aliases.entry(row.body_id.into()).or_default().push(row.alias);
        }
    }
    Ok(aliases)
}

/// What two spellings of one name have in common: no white space, brackets of one width.
#[must_use]
pub fn spelling_key(name: &str) -> String {
    let width = |c| match c {
        '（' => '(',
        '）' => ')',
        '［' | '【' => '[',
        '］' | '】' => ']',
        _ => c,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(width).collect()
}

fn alias_row(id: Uuid, body: BodyId, alias: &str) -> body_alias::ActiveModel {
    body_alias::ActiveModel { id: Set(id), body_id: Set(body.uuid()), alias: Set(alias.to_owned()), key: Set(spelling_key(alias)) }
}

fn to_town(row: town::Model) -> Result<Town, StoreError> {
    let limits = row.limits.map(serde_json::from_value).transpose().map_err(|error| inconsistent("town", "limits", error))?;
    Ok(Town { id: row.id.into(), name: row.name, limits, version: row.version })
}

fn to_office(row: office::Model) -> Office {
    Office { id: row.id.into(), town: row.town_id.into(), name: row.name, archived: row.archived_at.is_some() }
}

fn to_village(row: village::Model) -> Result<Village, StoreError> {
    let kind = VillageKind::from_code(&row.kind).ok_or_else(|| inconsistent("village", "kind", &row.kind))?;
    Ok(Village { id: row.id.into(), town: row.town_id.into(), name: row.name, kind, archived: row.archived_at.is_some() })
}

fn to_body(row: body::Model) -> Body {
    Body { id: row.id.into(), name: row.name, phone: row.phone, archived: row.archived_at.is_some() }
}
