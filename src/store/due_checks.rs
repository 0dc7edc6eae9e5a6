//! What the reminder policy wants to look at: tasks and hand-offs whose next check has come, through their partial indexes.

use chrono::{DateTime, Utc};
use entity::{hand_off, task, workflow as workflow_row};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflow::ids::{HandOffId, TaskId, WorkflowId};

use super::StoreError;

/// A row whose check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DueCheck<I> {
    pub id: I,
    pub workflow: WorkflowId,
    pub at: DateTime<Utc>,
}

/// Tasks whose check has come at `now`, behind `after`, in the order of their checks.
///
/// # Errors
/// See [`StoreError`].
pub async fn tasks(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    after: Option<(DateTime<Utc>, TaskId)>,
    limit: u64,
) -> Result<Vec<DueCheck<TaskId>>, StoreError> {
    let mut query = task::Entity::find().filter(task::Column::NextCheckAt.lte(now));
    if let Some((at, id)) = after {
        query = query.filter(task::Column::NextCheckAt.gt(at).or(task::Column::NextCheckAt.eq(at).and(task::Column::Id.gt(id.uuid()))));
    }
    let query = query.select_only().columns([task::Column::Id, task::Column::WorkflowId, task::Column::NextCheckAt]);
    let query = query.order_by_asc(task::Column::NextCheckAt).order_by_asc(task::Column::Id).limit(limit);
    let rows: Vec<(Uuid, Uuid, DateTime<Utc>)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(id, workflow, at)| DueCheck { id: id.into(), workflow: workflow.into(), at }).collect())
}

/// Hand-offs whose check has come at `now`, behind `after`, in the order of their checks.
///
/// # Errors
/// See [`StoreError`].
pub async fn hand_offs(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    after: Option<(DateTime<Utc>, HandOffId)>,
    limit: u64,
) -> Result<Vec<DueCheck<HandOffId>>, StoreError> {
    let mut query = hand_off::Entity::find().filter(hand_off::Column::NextCheckAt.lte(now));
    if let Some((at, id)) = after {
        let later = hand_off::Column::NextCheckAt.gt(at);
        query = query.filter(later.or(hand_off::Column::NextCheckAt.eq(at).and(hand_off::Column::Id.gt(id.uuid()))));
    }
    let query = query.select_only().columns([hand_off::Column::Id, hand_off::Column::WorkflowId, hand_off::Column::NextCheckAt]);
    let query = query.order_by_asc(hand_off::Column::NextCheckAt).order_by_asc(hand_off::Column::Id).limit(limit);
    let rows: Vec<(Uuid, Uuid, DateTime<Utc>)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(id, workflow, at)| DueCheck { id: id.into(), workflow: workflow.into(), at }).collect())
}

/// Whether any check has come and was not made.
///
/// # Errors
/// See [`StoreError`].
pub async fn any(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(!tasks(db, now, None, 1).await?.is_empty() || !hand_offs(db, now, None, 1).await?.is_empty())
}

/// Holds a workflow's row until the transaction ends, so that no command changes it between looking and marking. SQLite has one writer anyway.
///
/// # Errors
/// See [`StoreError`].
pub async fn hold_workflow(db: &impl ConnectionTrait, id: WorkflowId) -> Result<(), StoreError> {
    workflow_row::Entity::find_by_id(id.uuid()).lock_exclusive().one(db).await?;
    Ok(())
}
