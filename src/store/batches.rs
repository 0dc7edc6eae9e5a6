//! Batches: several pieces of work asked for in one go, each row with its own result. Finders take the viewer first: the town's coordinators, leaders and
//! supervisors, and the county's supervisors and coordinators.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{batch, batch_row};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use workflow::ids::{BatchId, CommandId, IncomingId, PersonId, TownId, WorkflowId};
use workflow::people::{Role, Scope, TownScope, Viewer};

use super::StoreError;
use super::error::inconsistent;

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Batch {
    pub id: BatchId,
    pub town: TownId,
    /// `meeting`, `event`.
    pub kind: String,
    pub title: String,
    /// The day of the meeting or event.
    pub held_on: Option<NaiveDate>,
    pub document_no: Option<String>,
    pub created_by: PersonId,
    pub created_at: DateTime<Utc>,
    /// When the last row was dealt with.
    pub finished_at: Option<DateTime<Utc>>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowState {
    /// 待办理: not carried out yet.
    Waiting,
    /// 已启动
    Started(WorkflowId),
    /// 已登记为来件: it is off the list.
    Registered(IncomingId),
    /// 未启动: the code of the reason, and its words.
    Refused {
        /// The code of a refusal or a problem.
        code: String,
        /// In Chinese, for codes that the catalogue does not know.
        words: String,
    },
}

/// A row of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct BatchRow {
    pub batch: BatchId,
    /// From 1.
    pub position: i32,
    /// What is to be done, as the service writes it.
    pub work: Value,
    pub command: CommandId,
    pub state: RowState,
    pub done_at: Option<DateTime<Utc>>,
}

/// Writes a batch with its rows, all waiting.
///
/// # Errors
/// [`StoreError::Unique`] when the request has written it already.
pub async fn create(db: &impl ConnectionTrait, new: &Batch, command: CommandId, rows: &[BatchRow]) -> Result<(), StoreError> {
    let row = batch::ActiveModel {
        id: Set(new.id.uuid()),
        town_id: Set(new.town.uuid()),
        kind: Set(new.kind.clone()),
        title: Set(new.title.clone()),
        held_on: Set(new.held_on),
        document_no: Set(new.document_no.clone()),
        created_by: Set(new.created_by.uuid()),
        command_id: Set(command.uuid()),
        created_at: Set(new.created_at),
        finished_at: Set(None),
    };
    row.insert(db).await?;
    let rows = rows.iter().map(|row| batch_row::ActiveModel {
        batch_id: Set(new.id.uuid()),
        position: Set(row.position),
        work: Set(row.work.clone()),
        command_id: Set(row.command.uuid()),
        state: Set("waiting".to_owned()),
        workflow_id: Set(None),
        problem_code: Set(None),
        problem_words: Set(None),
        done_at: Set(None),
        incoming_item_id: Set(None),
    });
    batch_row::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

/// The batch that this request has written already, if it has.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_command(db: &impl ConnectionTrait, town: TownId, command: CommandId, by: PersonId) -> Result<Option<BatchId>, StoreError> {
    let query = batch::Entity::find().filter(batch::Column::TownId.eq(town.uuid())).filter(batch::Column::CommandId.eq(command.uuid()));
    Ok(query.filter(batch::Column::CreatedBy.eq(by.uuid())).one(db).await?.map(|row| row.id.into()))
}

/// A batch, when the viewer may see it.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(viewer: &Viewer, db: &impl ConnectionTrait, id: BatchId) -> Result<Option<Batch>, StoreError> {
    Ok(batch::Entity::find_by_id(id.uuid()).filter(visible(viewer)).one(db).await?.map(to_batch))
}

/// A batch, for the system itself: the job that carries it out.
///
/// # Errors
/// See [`StoreError`].
pub async fn find_unscoped(db: &impl ConnectionTrait, id: BatchId) -> Result<Option<Batch>, StoreError> {
    Ok(batch::Entity::find_by_id(id.uuid()).one(db).await?.map(to_batch))
}

/// The batches that the viewer may see, the latest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    kind: Option<&str>,
    limit: u64,
    offset: u64,
) -> Result<Vec<Batch>, StoreError> {
    let mut query = batch::Entity::find().filter(visible(viewer));
    if let Some(kind) = kind {
        query = query.filter(batch::Column::Kind.eq(kind));
    }
    let query = query.order_by_desc(batch::Column::CreatedAt).order_by_desc(batch::Column::Id);
    Ok(query.limit(limit).offset(offset).all(db).await?.into_iter().map(to_batch).collect())
}

/// The rows of a batch that was found, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn rows(db: &impl ConnectionTrait, id: BatchId) -> Result<Vec<BatchRow>, StoreError> {
    let query = batch_row::Entity::find().filter(batch_row::Column::BatchId.eq(id.uuid())).order_by_asc(batch_row::Column::Position);
    query.all(db).await?.into_iter().map(to_row).collect()
}

/// The first row that still waits, held until the transaction ends. SQLite has one writer anyway.
///
/// # Errors
/// See [`StoreError`].
pub async fn next_waiting(db: &impl ConnectionTrait, id: BatchId) -> Result<Option<BatchRow>, StoreError> {
    // Two runs of the same batch come one after the other.
    batch::Entity::find_by_id(id.uuid()).lock_exclusive().one(db).await?;
    let query = batch_row::Entity::find().filter(batch_row::Column::BatchId.eq(id.uuid()));
    let query = query.filter(batch_row::Column::State.eq("waiting")).order_by_asc(batch_row::Column::Position);
    query.one(db).await?.map(to_row).transpose()
}

/// Notes what became of a waiting row.
///
/// # Errors
/// [`StoreError::Conflict`] when it no longer waits.
pub async fn settle(db: &impl ConnectionTrait, id: BatchId, position: i32, state: &RowState, now: DateTime<Utc>) -> Result<(), StoreError> {
    let (code, workflow, item, problem) = match state {
        RowState::Waiting => return Ok(()),
        RowState::Started(workflow) => ("started", Some(*workflow), None, None),
        RowState::Registered(item) => ("registered", None, Some(*item), None),
        RowState::Refused { code, words } => ("refused", None, None, Some((code.clone(), words.clone()))),
    };
    let (problem_code, problem_words) = problem.unzip();
    let set = batch_row::ActiveModel {
        state: Set(code.to_owned()),
        workflow_id: Set(workflow.map(WorkflowId::uuid)),
        incoming_item_id: Set(item.map(IncomingId::uuid)),
        problem_code: Set(problem_code),
        problem_words: Set(problem_words),
        done_at: Set(Some(now)),
        ..Default::default()
    };
    let query = batch_row::Entity::update_many().set(set).filter(batch_row::Column::BatchId.eq(id.uuid()));
    let query = query.filter(batch_row::Column::Position.eq(position)).filter(batch_row::Column::State.eq("waiting"));
    if query.exec(db).await?.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("batch row")) }
}

/// Notes that no row waits any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn finish(db: &impl ConnectionTrait, id: BatchId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let query = batch::Entity::update_many().col_expr(batch::Column::FinishedAt, Expr::value(Some(now)));
    query.filter(batch::Column::Id.eq(id.uuid())).filter(batch::Column::FinishedAt.is_null()).exec(db).await?;
    Ok(())
}

fn visible(viewer: &Viewer) -> Condition {
    if viewer.has(Role::Supervisor, Scope::County) || viewer.has(Role::CountyCoordinator, Scope::County) {
        return Condition::all();
    }
    let towns = viewer.grants.iter().filter_map(|grant| match (grant.role, grant.scope) {
        (Role::Coordinator | Role::Leader | Role::Supervisor, Scope::Town(TownScope { town })) => Some(town.uuid()),
        _ => None,
    });
    Condition::all().add(batch::Column::TownId.is_in(towns))
}

fn to_batch(row: batch::Model) -> Batch {
    Batch {
        id: row.id.into(),
        town: row.town_id.into(),
        kind: row.kind,
        title: row.title,
        held_on: row.held_on,
        document_no: row.document_no,
        created_by: row.created_by.into(),
        created_at: row.created_at,
        finished_at: row.finished_at,
    }
}

fn to_row(row: batch_row::Model) -> Result<BatchRow, StoreError> {
    let state = match (row.state.as_str(), row.workflow_id, row.incoming_item_id) {
        ("waiting", ..) => RowState::Waiting,
        ("started", Some(workflow), _) => RowState::Started(workflow.into()),
        ("registered", _, Some(item)) => RowState::Registered(item.into()),
        ("refused", ..) => RowState::Refused { code: row.problem_code.unwrap_or_default(), words: row.problem_words.unwrap_or_default() },
        _ => return Err(inconsistent("batch_row", "state", row.state)),
    };
    Ok(BatchRow {
        batch: row.batch_id.into(),
        position: row.position,
        work: row.work,
        command: row.command_id.into(),
        state,
        done_at: row.done_at,
    })
}
