//! The lasting duties of a town with their latest wording: what a new edition is matched against. And what a person holds, for a successor.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use duty_list::{Duty, DutyKind};
use entity::{duty, duty_text, edition, hand_off, task, workflow as workflow_row};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use uuid::Uuid;
use workflow::ids::{DutyId, PersonId, TownId, WorkflowId};

use super::StoreError;
use super::error::inconsistent;

/// A duty over all editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lasting {
    /// The duty.
    pub id: DutyId,
    /// Its table.
    pub kind: DutyKind,
    /// Whether the edition in force no longer has it.
    pub closed: bool,
    /// Its wording in the latest edition that has it.
    pub content: Duty,
}

/// The duties of a town, closed ones too, in the order in which they were added.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_town(db: &impl ConnectionTrait, town: TownId) -> Result<Vec<Lasting>, StoreError> {
    let texts: Vec<(Uuid, serde_json::Value)> = duty_text::Entity::find()
        .join(JoinType::InnerJoin, duty_text::Relation::Edition.def())
        .filter(edition::Column::TownId.eq(town.uuid()))
        .order_by_asc(edition::Column::Sequence)
        .select_only()
        .column(duty_text::Column::DutyId)
        .column(duty_text::Column::Body)
        .into_tuple()
        .all(db)
        .await?;
    let mut latest: BTreeMap<Uuid, serde_json::Value> = texts.into_iter().collect();
    let rows = duty::Entity::find().filter(duty::Column::TownId.eq(town.uuid())).order_by_asc(duty::Column::Id).all(db).await?;
    rows.into_iter()
        .filter_map(|row| latest.remove(&row.id).map(|content| (row, content)))
        .map(|(row, content)| {
            Ok(Lasting {
                id: row.id.into(),
                kind: DutyKind::from_code(&row.kind).ok_or_else(|| inconsistent("duty", "kind", &row.kind))?,
                closed: row.closed_at.is_some(),
                content: serde_json::from_value(content).map_err(|error| inconsistent("duty_text", "body", error))?,
            })
        })
        .collect()
}

/// Opens a duty again that an earlier edition had and the new one has again.
///
/// # Errors
/// See [`StoreError`].
pub async fn reopen(db: &impl ConnectionTrait, id: DutyId) -> Result<(), StoreError> {
    let query = duty::Entity::update_many().col_expr(duty::Column::ClosedAt, Expr::value(None::<DateTime<Utc>>));
    query.filter(duty::Column::Id.eq(id.uuid())).exec(db).await?;
    Ok(())
}

/// Puts a duty into another table.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_kind(db: &impl ConnectionTrait, id: DutyId, kind: DutyKind) -> Result<(), StoreError> {
    let query = duty::Entity::update_many().col_expr(duty::Column::Kind, Expr::value(kind.code()));
    query.filter(duty::Column::Id.eq(id.uuid())).exec(db).await?;
    Ok(())
}

/// A workflow that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The workflow.
    pub id: WorkflowId,
    /// Its title.
    pub title: String,
}

/// The workflows of these duties that have not ended, the oldest first, for who keeps the town's list.
///
/// # Errors
/// See [`StoreError`].
pub async fn running_unscoped(db: &impl ConnectionTrait, duties: &[DutyId]) -> Result<BTreeMap<DutyId, Vec<Running>>, StoreError> {
    let mut found: BTreeMap<DutyId, Vec<Running>> = BTreeMap::new();
    for chunk in duties.chunks(400) {
        let rows: Vec<(Uuid, Uuid, String)> = workflow_row::Entity::find()
            .filter(workflow_row::Column::DutyId.is_in(chunk.iter().map(|id| id.uuid())))
            .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
            .order_by_asc(workflow_row::Column::StartedAt)
            .order_by_asc(workflow_row::Column::Id)
            .select_only()
            .column(workflow_row::Column::DutyId)
            .column(workflow_row::Column::Id)
            .column(workflow_row::Column::Title)
            .into_tuple()
            .all(db)
            .await?;
        for (duty, id, title) in rows {
            found.entry(duty.into()).or_default().push(Running { id: id.into(), title });
        }
    }
    Ok(found)
}

/// The workflows that have not ended and in which the person holds a task that is not over, for the system itself.
///
/// # Errors
/// See [`StoreError`].
pub async fn workflows_held_by_unscoped(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<WorkflowId>, StoreError> {
    let ids: Vec<Uuid> = task::Entity::find()
        .join(JoinType::InnerJoin, task::Relation::Workflow.def())
        .filter(task::Column::PersonId.eq(person.uuid()))
        .filter(task::Column::State.is_in(["blocked", "open", "handed"]))
        .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
        .select_only()
        .column(task::Column::WorkflowId)
        .distinct()
        .order_by_asc(task::Column::WorkflowId)
        .into_tuple()
        .all(db)
        .await?;
    // A body's people are given hand-offs as well.
    let shared: Vec<Uuid> = hand_off::Entity::find()
        .join(JoinType::InnerJoin, hand_off::Relation::Workflow.def())
        .filter(hand_off::Column::PersonId.eq(person.uuid()))
        .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
        .select_only()
        .column(hand_off::Column::WorkflowId)
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let all: std::collections::BTreeSet<Uuid> = ids.into_iter().chain(shared).collect();
    Ok(all.into_iter().map(WorkflowId::from).collect())
}
