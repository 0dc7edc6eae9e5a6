//! Drafts of templates: at most one a template, with a revision that lets one of two editors win and the other be told.

use chrono::{DateTime, Utc};
use entity::{template, template_draft, template_version};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use workflow::ids::{CommandId, DutyTextId, OfficeId, PersonId, TemplateId, TemplateVersionId};
use workflow::template::Template;

use super::StoreError;
use super::error::inconsistent;
use super::templates::VersionState;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Draft {
    pub template: TemplateId,
    /// The version that it was begun from.
    pub base: TemplateVersionId,
    pub text: DutyTextId,
    pub content: Template,
    /// Counts its changes, from 1.
    pub revision: i32,
    /// The request that made the latest change.
    pub command: CommandId,
    pub changed_at: DateTime<Utc>,
    pub changed_by: Option<PersonId>,
}

/// The draft of a template.
///
/// # Errors
/// See [`StoreError`].
pub async fn of(db: &impl ConnectionTrait, template: TemplateId) -> Result<Option<Draft>, StoreError> {
    let row = template_draft::Entity::find_by_id(template.uuid()).one(db).await?;
    row.map(|row| {
        Ok(Draft {
            template: row.template_id.into(),
            base: row.base_version_id.into(),
            text: row.duty_text_id.into(),
            content: serde_json::from_value(row.content).map_err(|error| inconsistent("template_draft", "content", error))?,
            revision: row.revision,
            command: row.command_id.into(),
            changed_at: row.changed_at,
            changed_by: row.changed_by.map(Into::into),
        })
    })
    .transpose()
}

/// Keeps a draft: a new one with revision 1, else the successor of the revision before.
///
/// # Errors
/// [`StoreError::Conflict`] or [`StoreError::Unique`] when somebody else was quicker.
pub async fn keep(db: &impl ConnectionTrait, draft: &Draft) -> Result<(), StoreError> {
    let row = template_draft::ActiveModel {
        template_id: Set(draft.template.uuid()),
        base_version_id: Set(draft.base.uuid()),
        duty_text_id: Set(draft.text.uuid()),
        content: Set(serde_json::to_value(&draft.content).map_err(|error| inconsistent("template_draft", "content", error))?),
        revision: Set(draft.revision),
        command_id: Set(draft.command.uuid()),
        changed_at: Set(draft.changed_at),
        changed_by: Set(draft.changed_by.map(PersonId::uuid)),
    };
    if draft.revision == 1 {
        row.insert(db).await?;
        return Ok(());
    }
    let done = template_draft::Entity::update_many()
        .set(row)
        .filter(template_draft::Column::TemplateId.eq(draft.template.uuid()))
        .filter(template_draft::Column::Revision.eq(draft.revision - 1))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("template draft")) }
}

/// Drops a draft at this revision.
///
/// # Errors
/// [`StoreError::Conflict`] when it is another one by now.
pub async fn drop(db: &impl ConnectionTrait, draft: &Draft) -> Result<(), StoreError> {
    let done = template_draft::Entity::delete_many()
        .filter(template_draft::Column::TemplateId.eq(draft.template.uuid()))
        .filter(template_draft::Column::Revision.eq(draft.revision))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("template draft")) }
}

/// Drops whatever draft a template has, because it cannot be used any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn clear(db: &impl ConnectionTrait, template: TemplateId) -> Result<(), StoreError> {
    template_draft::Entity::delete_by_id(template.uuid()).exec(db).await?;
    Ok(())
}

/// Retires the drafts that imports made before this version number: a person decided since.
///
/// # Errors
/// See [`StoreError`].
pub async fn retire_proposals(db: &impl ConnectionTrait, template: TemplateId, before: i32) -> Result<(), StoreError> {
    let retired = template_version::ActiveModel { state: Set(VersionState::Retired.code().to_owned()), ..Default::default() };
    template_version::Entity::update_many()
        .set(retired)
        .filter(template_version::Column::TemplateId.eq(template.uuid()))
        .filter(template_version::Column::State.eq(VersionState::Draft.code()))
        .filter(template_version::Column::Number.lt(before))
        .exec(db)
        .await?;
    Ok(())
}

/// The office that answers for the duty of a template.
///
/// # Errors
/// See [`StoreError`].
pub async fn office(db: &impl ConnectionTrait, template: TemplateId) -> Result<Option<OfficeId>, StoreError> {
    let row = template::Entity::find_by_id(template.uuid()).one(db).await?;
    Ok(row.and_then(|row| row.office_id).map(Into::into))
}

/// Says which office answers for it.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_office(db: &impl ConnectionTrait, template: TemplateId, office: Option<OfficeId>) -> Result<(), StoreError> {
    let row = template::ActiveModel { id: Set(template.uuid()), office_id: Set(office.map(OfficeId::uuid)), ..Default::default() };
    row.update(db).await?;
    Ok(())
}
