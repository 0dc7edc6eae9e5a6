//! What the sides disagree on and what waits for a decision: objections, talks of a town's leader, what the county was asked.

use entity::{hand_off, task, workflow as workflow_row};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use workflow::case::{Coordination, Objection};
use workflow::people::{Role, Viewer};

use super::LIST_LIMIT;
use super::query::{Supervised, hand_offs, supervised, tasks, town_wide};
use super::rows::{HandOffRow, TaskRow, hand_off_rows, rows};
use crate::store::StoreError;

/// A hand-off that is objected to, or about which somebody is to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Dispute {
    pub row: HandOffRow,
    pub objection: Option<Objection>,
    pub coordination: Option<Coordination>,
}

/// A task of a town whose holder says that it is not its duty.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TaskDispute {
    pub row: TaskRow,
    pub objection: Objection,
}

/// The hand-offs of the viewer's towns that are objected to or in coordination, the oldest first; for the county's people those of all towns.
///
/// # Errors
/// See [`StoreError`].
pub async fn disputed(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<Dispute>, StoreError> {
    let Some(towns) = supervised(viewer) else { return Ok(Vec::new()) };
    let open = Condition::any()
        .add(hand_off::Column::State.is_in(["objected", "in_coordination"]))
        .add(hand_off::Column::CoordinationLevel.is_not_null());
    let mut query = hand_offs().filter(open).filter(workflow_row::Column::State.is_in(["running", "suspended"]));
    if let Supervised::Towns(towns) = towns {
        query = query.filter(hand_off::Column::TownId.is_in(towns.into_iter().map(Uuid::from)));
    }
    let found = hand_off_rows(query.order_by_asc(hand_off::Column::OfferedAt).limit(LIST_LIMIT), db).await?;
    let ids: Vec<Uuid> = found.iter().map(|row| row.id.uuid()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let details: Vec<(Uuid, Option<serde_json::Value>, Option<serde_json::Value>)> = hand_off::Entity::find()
        .select_only()
        .columns([hand_off::Column::Id, hand_off::Column::Objection, hand_off::Column::Coordination])
        .filter(hand_off::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let mut disputes = Vec::new();
    for row in found {
        let details = details.iter().find(|(id, _, _)| *id == row.id.uuid());
        let objection = read(details.and_then(|(_, objection, _)| objection.as_ref()))?;
        let coordination = read(details.and_then(|(_, _, coordination)| coordination.as_ref()))?;
        disputes.push(Dispute { row, objection, coordination });
    }
    Ok(disputes)
}

/// The tasks of the viewer's towns that are objected to. A town's inside: the county's people have none.
///
/// # Errors
/// See [`StoreError`].
pub async fn disputed_tasks(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskDispute>, StoreError> {
    let towns: Vec<Uuid> = town_wide(viewer, &[Role::Coordinator, Role::Leader, Role::Supervisor]).into_iter().map(Uuid::from).collect();
    if towns.is_empty() {
        return Ok(Vec::new());
    }
    let query = tasks()
        .filter(task::Column::TownId.is_in(towns))
        .filter(task::Column::Objection.is_not_null())
        .filter(task::Column::State.is_in(["blocked", "open"]))
        .filter(workflow_row::Column::State.is_in(["running", "suspended"]));
    let found = rows(query.order_by_asc(task::Column::OpenedAt).limit(LIST_LIMIT), db).await?;
    let ids: Vec<Uuid> = found.iter().map(|row| row.id.uuid()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let details: Vec<(Uuid, Option<serde_json::Value>)> = task::Entity::find()
        .select_only()
        .columns([task::Column::Id, task::Column::Objection])
        .filter(task::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    let mut disputes = Vec::new();
    for row in found {
        let objection = details.iter().find(|(id, _)| *id == row.id.uuid()).and_then(|(_, objection)| objection.as_ref());
        disputes.extend(read(objection)?.map(|objection| TaskDispute { row, objection }));
    }
    Ok(disputes)
}

fn read<T: DeserializeOwned>(value: Option<&serde_json::Value>) -> Result<Option<T>, StoreError> {
    value
        .filter(|value| !value.is_null())
        .map(|value| serde_json::from_value(value.clone()).map_err(|error| StoreError::Inconsistent(error.to_string())))
        .transpose()
}
