//! Workflow templates and their versions. A published version is never changed; running workflows keep the one they were started from.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{template, template_version};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use uuid::Uuid;
use workflow::ids::{DutyId, DutyTextId, PersonId, TemplateId, TemplateVersionId, TownId};
use workflow::template::Template;

use super::StoreError;
use super::error::inconsistent;

/// How many rows go into one statement.
const CHUNK: usize = 400;

/// A version of a duty's template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Version {
    pub id: TemplateVersionId,
    pub template: TemplateId,
    /// Counts up from 1 in each template.
    pub number: i32,
    pub state: VersionState,
    /// The wording that it was made from.
    pub text: DutyTextId,
    pub content: Template,
    pub created_at: DateTime<Utc>,
    pub created_by: Option<PersonId>,
    pub published_at: Option<DateTime<Utc>>,
}

/// The state of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionState {
    /// 草稿
    Draft,
    /// 使用中; at most one a template.
    Published,
    /// 已停用
    Retired,
}

impl VersionState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Retired];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Retired => "retired",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A new template with its first version.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct NewTemplate {
    pub template: TemplateId,
    pub version: TemplateVersionId,
    pub duty: DutyId,
    pub town: TownId,
    pub text: DutyTextId,
    pub content: Template,
}

/// Adds templates as an import makes them: with a first version, in use at once.
///
/// # Errors
/// [`StoreError::Unique`] when a duty has one already.
pub async fn create_published(
    db: &impl ConnectionTrait,
    new: &[NewTemplate],
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for chunk in new.chunks(CHUNK) {
        let templates = chunk.iter().map(|new| template::ActiveModel {
            id: Set(new.template.uuid()),
            duty_id: Set(new.duty.uuid()),
            town_id: Set(new.town.uuid()),
            created_at: Set(now),
            office_id: Set(None),
        });
        template::Entity::insert_many(templates.collect::<Vec<_>>()).exec_without_returning(db).await?;
        let versions = chunk.iter().map(|new| {
            let mut row = version_row(new.version, new.template, 1, new.text, &new.content, by, now)?;
            row.state = Set(VersionState::Published.code().to_owned());
            row.published_at = Set(Some(now));
            Ok(row)
        });
        let versions = versions.collect::<Result<Vec<_>, StoreError>>()?;
        template_version::Entity::insert_many(versions).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Adds a draft to a template; returns its number.
///
/// # Errors
/// [`StoreError::Unique`] when somebody adds another at the same moment.
pub async fn add_draft(
    db: &impl ConnectionTrait,
    id: TemplateVersionId,
    template: TemplateId,
    text: DutyTextId,
    content: &Template,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<i32, StoreError> {
    let last: Option<Option<i32>> = template_version::Entity::find()
        .select_only()
        .column_as(template_version::Column::Number.max(), "last")
        .filter(template_version::Column::TemplateId.eq(template.uuid()))
        .into_tuple()
        .one(db)
        .await?;
    let number = last.flatten().unwrap_or(0) + 1;
    version_row(id, template, number, text, content, by, now)?.insert(db).await?;
    Ok(number)
}

/// Puts a draft in use; the version before is retired.
///
/// # Errors
/// [`StoreError::Conflict`] when it is no draft any more.
pub async fn publish(db: &impl ConnectionTrait, version: &Version, now: DateTime<Utc>) -> Result<(), StoreError> {
    let retired = template_version::ActiveModel { state: Set(VersionState::Retired.code().to_owned()), ..Default::default() };
    template_version::Entity::update_many()
        .set(retired)
        .filter(template_version::Column::TemplateId.eq(version.template.uuid()))
        .filter(template_version::Column::State.eq(VersionState::Published.code()))
        .exec(db)
        .await?;
    let published = template_version::ActiveModel {
        state: Set(VersionState::Published.code().to_owned()),
        published_at: Set(Some(now)),
        ..Default::default()
    };
    let done = template_version::Entity::update_many()
        .set(published)
        .filter(template_version::Column::Id.eq(version.id.uuid()))
        .filter(template_version::Column::State.eq(VersionState::Draft.code()))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("template version")) }
}

/// Takes the version in use out of use; the template has none then.
///
/// # Errors
/// See [`StoreError`].
pub async fn retire(db: &impl ConnectionTrait, template: TemplateId) -> Result<(), StoreError> {
    let retired = template_version::ActiveModel { state: Set(VersionState::Retired.code().to_owned()), ..Default::default() };
    let query = template_version::Entity::update_many().set(retired).filter(template_version::Column::TemplateId.eq(template.uuid()));
    query.filter(template_version::Column::State.eq(VersionState::Published.code())).exec(db).await?;
    Ok(())
}

/// The template of a duty.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_duty(db: &impl ConnectionTrait, duty: DutyId) -> Result<Option<TemplateId>, StoreError> {
    let row = template::Entity::find().filter(template::Column::DutyId.eq(duty.uuid())).one(db).await?;
    Ok(row.map(|row| row.id.into()))
}

/// The version in use of a duty's template.
///
/// # Errors
/// See [`StoreError`].
pub async fn published(db: &impl ConnectionTrait, duty: DutyId) -> Result<Option<Version>, StoreError> {
    let query = template_version::Entity::find()
        .join(JoinType::InnerJoin, template_version::Relation::Template.def())
        .filter(template::Column::DutyId.eq(duty.uuid()))
        .filter(template_version::Column::State.eq(VersionState::Published.code()));
    query.one(db).await?.map(to_version).transpose()
}

/// The versions in use of all templates of a town, by duty.
///
/// # Errors
/// See [`StoreError`].
pub async fn published_of_town(db: &impl ConnectionTrait, town: TownId) -> Result<BTreeMap<DutyId, Version>, StoreError> {
    let templates = template::Entity::find().filter(template::Column::TownId.eq(town.uuid())).all(db).await?;
    let duties: BTreeMap<Uuid, Uuid> = templates.into_iter().map(|row| (row.id, row.duty_id)).collect();
    let rows = template_version::Entity::find()
        .join(JoinType::InnerJoin, template_version::Relation::Template.def())
        .filter(template::Column::TownId.eq(town.uuid()))
        .filter(template_version::Column::State.eq(VersionState::Published.code()))
        .all(db)
        .await?;
    let mut versions = BTreeMap::new();
    for row in rows {
        let version = to_version(row)?;
        if let Some(duty) = duties.get(&version.template.uuid()) {
            versions.insert(DutyId::from(*duty), version);
        }
    }
    Ok(versions)
}

/// A version, in whatever state.
///
/// # Errors
/// See [`StoreError`].
pub async fn version(db: &impl ConnectionTrait, id: TemplateVersionId) -> Result<Option<Version>, StoreError> {
    template_version::Entity::find_by_id(id.uuid()).one(db).await?.map(to_version).transpose()
}

/// All versions of a template, the newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn versions(db: &impl ConnectionTrait, template: TemplateId) -> Result<Vec<Version>, StoreError> {
    let query = template_version::Entity::find().filter(template_version::Column::TemplateId.eq(template.uuid()));
    query.order_by_desc(template_version::Column::Number).all(db).await?.into_iter().map(to_version).collect()
}

fn version_row(
    id: TemplateVersionId,
    template: TemplateId,
    number: i32,
    text: DutyTextId,
    content: &Template,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<template_version::ActiveModel, StoreError> {
    Ok(template_version::ActiveModel {
        id: Set(id.uuid()),
        template_id: Set(template.uuid()),
        number: Set(number),
        state: Set(VersionState::Draft.code().to_owned()),
        duty_text_id: Set(text.uuid()),
        content: Set(serde_json::to_value(content).map_err(|error| inconsistent("template_version", "content", error))?),
        created_at: Set(now),
        created_by: Set(by.map(PersonId::uuid)),
        published_at: Set(None),
    })
}

fn to_version(row: template_version::Model) -> Result<Version, StoreError> {
    Ok(Version {
        id: row.id.into(),
        template: row.template_id.into(),
        number: row.number,
        state: VersionState::from_code(&row.state).ok_or_else(|| inconsistent("template_version", "state", &row.state))?,
        text: row.duty_text_id.into(),
        content: serde_json::from_value(row.content).map_err(|error| inconsistent("template_version", "content", error))?,
        created_at: row.created_at,
        created_by: row.created_by.map(Into::into),
        published_at: row.published_at,
    })
}
