//! Workflows: the rows of a case, and its history. One save writes what changed, appends the entry and moves the version.

mod read;
mod write;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflow::case::history::{BY_RECEIVERS, Entry};
use workflow::case::{Case, CaseState, HandOff, Task};
use workflow::ids::{CommandId, DutyId, DutyTextId, HandOffId, IncomingId, PersonId, TaskId, TemplateVersionId, WorkflowId};
use workflow::people::Viewer;

use super::StoreError;
use entity::{event, hand_off, leader_note, task, workflow as workflow_row, workflow_copy};

pub(crate) use read::holder;
pub(crate) use write::unit_id;
pub use write::{create, save, set_hand_off_check, set_task_check};

/// From what a workflow was started; it never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Origin {
    pub duty: DutyId,
    pub duty_text: DutyTextId,
    pub template_version: TemplateVersionId,
    pub track_index: i32,
    pub incoming: Option<IncomingId>,
}

/// A workflow as stored: its state, from what it was started, and the head of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Stored {
    pub case: Case,
    pub origin: Origin,
    pub head_hash: String,
}

/// When the reminder policy wants to look at a task or a hand-off again.
pub trait NextCheck {
    /// The next look at a task.
    fn of_task(&self, case: &Case, task: &Task) -> Option<DateTime<Utc>>;
    /// The next look at a hand-off.
    fn of_hand_off(&self, case: &Case, hand_off: &HandOff) -> Option<DateTime<Utc>>;
}

/// The workflow, when the viewer may see it.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(viewer: &Viewer, db: &impl ConnectionTrait, id: WorkflowId) -> Result<Option<Stored>, StoreError> {
    Ok(load(db, id).await?.filter(|stored| workflow::case::sees(viewer, &stored.case)))
}

/// The workflow of a task, when the viewer may see it.
///
/// # Errors
/// See [`StoreError`].
pub async fn find_by_task(viewer: &Viewer, db: &impl ConnectionTrait, id: TaskId) -> Result<Option<Stored>, StoreError> {
    let found: Option<uuid::Uuid> =
        task::Entity::find_by_id(id.uuid()).select_only().column(task::Column::WorkflowId).into_tuple().one(db).await?;
    match found {
        Some(workflow) => find(viewer, db, workflow.into()).await,
        None => Ok(None),
    }
}

/// The workflow of a hand-off, when the viewer may see it.
///
/// # Errors
/// See [`StoreError`].
pub async fn find_by_hand_off(viewer: &Viewer, db: &impl ConnectionTrait, id: HandOffId) -> Result<Option<Stored>, StoreError> {
    let found: Option<uuid::Uuid> =
        hand_off::Entity::find_by_id(id.uuid()).select_only().column(hand_off::Column::WorkflowId).into_tuple().one(db).await?;
    match found {
        Some(workflow) => find(viewer, db, workflow.into()).await,
        None => Ok(None),
    }
}

/// The workflow, for the system itself: sweeps, verification. Pages and the API use [`find`].
///
/// # Errors
/// See [`StoreError`].
pub async fn load_unscoped(db: &impl ConnectionTrait, id: WorkflowId) -> Result<Option<Stored>, StoreError> {
    load(db, id).await
}

/// The ids of all workflows, oldest first, for verification.
///
/// # Errors
/// See [`StoreError`].
pub async fn all_ids_unscoped(db: &impl ConnectionTrait) -> Result<Vec<WorkflowId>, StoreError> {
    let ids: Vec<uuid::Uuid> = workflow_row::Entity::find()
        .select_only()
        .column(workflow_row::Column::Id)
        .order_by_asc(workflow_row::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(WorkflowId::from).collect())
}

/// The ids of the workflows that are not at an end, of one town or of all, oldest first: for what concerns all their dates.
///
/// # Errors
/// See [`StoreError`].
pub async fn alive_ids_unscoped(db: &impl ConnectionTrait) -> Result<Vec<WorkflowId>, StoreError> {
    let query = workflow_row::Entity::find().filter(workflow_row::Column::State.is_in(["running", "suspended"]));
    let query = query.select_only().column(workflow_row::Column::Id).order_by_asc(workflow_row::Column::Id);
    let ids: Vec<uuid::Uuid> = query.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(WorkflowId::from).collect())
}

/// The whole history of a workflow that was loaded, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn history(db: &impl ConnectionTrait, id: WorkflowId) -> Result<Vec<Entry>, StoreError> {
    let rows = event::Entity::find().filter(event::Column::WorkflowId.eq(id.uuid())).order_by_asc(event::Column::Seq).all(db).await?;
    rows.into_iter().map(read::entry).collect()
}

/// The entry with which the workflow has answered this request already: the command's code and who asked.
///
/// # Errors
/// See [`StoreError`].
pub async fn answer_to(
    db: &impl ConnectionTrait,
    id: WorkflowId,
    command: CommandId,
) -> Result<Option<(String, Option<PersonId>)>, StoreError> {
    let found: Option<(String, Option<uuid::Uuid>)> = event::Entity::find()
        .filter(event::Column::WorkflowId.eq(id.uuid()))
        .filter(event::Column::CommandId.eq(command.uuid()))
        .select_only()
        .columns([event::Column::Kind, event::Column::ActorId])
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.map(|(kind, actor)| (kind, actor.map(PersonId::from))))
}

/// The state of a workflow, for who was found to see what it was started from.
///
/// # Errors
/// See [`StoreError`].
pub async fn state(db: &impl ConnectionTrait, id: WorkflowId) -> Result<Option<CaseState>, StoreError> {
    let query = workflow_row::Entity::find_by_id(id.uuid()).select_only().column(workflow_row::Column::State);
    let found: Option<String> = query.into_tuple().one(db).await?;
    Ok(found.as_deref().and_then(CaseState::from_code))
}

/// The workflow that this request has started already, if it has.
///
/// # Errors
/// See [`StoreError`].
pub async fn started_by_command(db: &impl ConnectionTrait, command: CommandId, by: PersonId) -> Result<Option<WorkflowId>, StoreError> {
    let found: Option<uuid::Uuid> = event::Entity::find()
        .filter(event::Column::CommandId.eq(command.uuid()))
        .filter(event::Column::Seq.eq(1_i64))
        .filter(event::Column::ActorId.eq(by.uuid()))
        .select_only()
        .column(event::Column::WorkflowId)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.map(WorkflowId::from))
}

async fn load(db: &impl ConnectionTrait, id: WorkflowId) -> Result<Option<Stored>, StoreError> {
    let Some(row) = workflow_row::Entity::find_by_id(id.uuid()).one(db).await? else { return Ok(None) };
    let tasks = task::Entity::find().filter(task::Column::WorkflowId.eq(id.uuid())).all(db).await?;
    let ids: Vec<uuid::Uuid> = tasks.iter().map(|task| task.id).collect();
    let dependencies = entity::task_dependency::Entity::find().filter(entity::task_dependency::Column::TaskId.is_in(ids)).all(db).await?;
    let hand_offs = hand_off::Entity::find().filter(hand_off::Column::WorkflowId.eq(id.uuid())).all(db).await?;
    let waits = entity::external_wait::Entity::find().filter(entity::external_wait::Column::WorkflowId.eq(id.uuid())).all(db).await?;
    let inside = inside(db, id).await?;
    read::stored(row, tasks, dependencies, hand_offs, waits, inside).map(Some)
}

/// Notes, copies, and who did something inside the town.
async fn inside(db: &impl ConnectionTrait, id: WorkflowId) -> Result<read::Inside, StoreError> {
    let notes = leader_note::Entity::find().filter(leader_note::Column::WorkflowId.eq(id.uuid()));
    let copies = workflow_copy::Entity::find().filter(workflow_copy::Column::WorkflowId.eq(id.uuid()));
    let acted: Vec<(Option<uuid::Uuid>, Option<uuid::Uuid>)> = event::Entity::find()
        .filter(event::Column::WorkflowId.eq(id.uuid()))
        .filter(event::Column::Kind.is_not_in(BY_RECEIVERS))
        .select_only()
        .columns([event::Column::ActorId, event::Column::InPlaceOfId])
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    Ok(read::Inside {
        notes: notes.order_by_asc(leader_note::Column::Id).all(db).await?,
        copies: copies.all(db).await?,
        acted: acted.into_iter().flat_map(|(actor, absent)| actor.into_iter().chain(absent)).map(PersonId::from).collect(),
    })
}
