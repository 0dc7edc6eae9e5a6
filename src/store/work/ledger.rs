//! What a ledger is made of: workflows of a town over a time, with their steps, hand-offs and the leaders who wrote notes on them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use duty_list::DutyKind;
use entity::{duty_text, hand_off, incoming_item, leader_note, task, workflow as workflow_row};
use sea_orm::sea_query::{Condition, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use uuid::Uuid;
use workflow::case::{CaseState, Due, HandOffState, Side, TaskState};
use workflow::ids::{BodyId, OfficeId, PersonId, TownId, WorkflowId};
use workflow::people::{Holder, Viewer};

use super::query::visible;
use super::rows::{bad, number, value};
use crate::store::StoreError;
use crate::store::cases::holder;

/// How many workflows' parts are asked for in one statement.
const AT_ONCE: usize = 500;

/// Which workflows a ledger has.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct LedgerFilter {
    pub town: TownId,
    /// Started from this instant on.
    pub from: DateTime<Utc>,
    /// Started before this instant.
    pub until: DateTime<Utc>,
    /// That had a step with this office.
    pub office: Option<OfficeId>,
    /// On which this leader wrote a note, or which this leader started.
    pub leader: Option<PersonId>,
    pub limit: u64,
}

/// A workflow with what its line in the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LedgerWork {
    pub id: WorkflowId,
    pub title: String,
    pub state: CaseState,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub started_by: PersonId,
    pub official_due: Option<Due>,
    pub duty_kind: DutyKind,
    pub duty_no: u32,
    /// From what it was started.
    pub origin: Option<Origin>,
    /// Who wrote notes on it, in their order.
    pub noted_by: Vec<PersonId>,
    /// In their order.
    pub steps: Vec<LedgerStep>,
    pub sent: Vec<LedgerSent>,
}

/// The incoming item of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Origin {
    pub source: String,
    pub from_body: Option<BodyId>,
    pub from_text: Option<String>,
    pub document_no: Option<String>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LedgerStep {
    pub text: String,
    pub state: TaskState,
    pub body: Option<BodyId>,
    pub holder: Option<Holder>,
    pub due: Option<Due>,
    /// Whether it is one office's or village's part of a step.
    pub part: bool,
}

/// A hand-off.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LedgerSent {
    pub receiver: Side,
    pub state: HandOffState,
    pub reason: Option<String>,
}

#[derive(Debug, FromQueryResult)]
struct WorkTuple {
    id: Uuid,
    title: String,
    state: String,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    started_by: Uuid,
    official_due: Option<serde_json::Value>,
    duty_kind: String,
    duty_no: i32,
    source: Option<String>,
    from_body_id: Option<Uuid>,
    from_text: Option<String>,
    document_no: Option<String>,
}

#[derive(Debug, FromQueryResult)]
struct StepTuple {
    workflow_id: Uuid,
    text: String,
    state: String,
    body_id: Option<Uuid>,
    parent_id: Option<Uuid>,
    unit_kind: Option<String>,
    unit_id: Option<Uuid>,
    person_id: Option<Uuid>,
    due: Option<serde_json::Value>,
}

/// The workflows that the viewer may see and that fit, in the order in which they began.
///
/// # Errors
/// See [`StoreError`].
pub async fn ledger(viewer: &Viewer, db: &impl ConnectionTrait, filter: &LedgerFilter) -> Result<Vec<LedgerWork>, StoreError> {
    let mut query = workflow_row::Entity::find()
        .select_only()
        .columns([
            workflow_row::Column::Id,
            workflow_row::Column::Title,
            workflow_row::Column::State,
            workflow_row::Column::StartedAt,
            workflow_row::Column::EndedAt,
            workflow_row::Column::StartedBy,
            workflow_row::Column::OfficialDue,
        ])
        .column_as(duty_text::Column::Kind, "duty_kind")
        .column_as(duty_text::Column::No, "duty_no")
        .columns([
            incoming_item::Column::Source,
            incoming_item::Column::FromBodyId,
            incoming_item::Column::FromText,
            incoming_item::Column::DocumentNo,
        ])
        .join(JoinType::InnerJoin, workflow_row::Relation::DutyText.def())
        .join(JoinType::LeftJoin, workflow_row::Relation::IncomingItem.def())
        .filter(workflow_row::Column::TownId.eq(filter.town.uuid()))
        .filter(workflow_row::Column::StartedAt.gte(filter.from))
        .filter(workflow_row::Column::StartedAt.lt(filter.until))
        .filter(visible(viewer));
    if let Some(office) = filter.office {
        let with = Query::select()
            .column(task::Column::WorkflowId)
            .from(task::Entity)
            .and_where(task::Column::UnitKind.eq("office"))
            .and_where(task::Column::UnitId.eq(office.uuid()))
            .take();
        query = query.filter(workflow_row::Column::Id.in_subquery(with));
    }
    if let Some(leader) = filter.leader {
        let noted = Query::select()
            .column(leader_note::Column::WorkflowId)
            .from(leader_note::Entity)
            .and_where(leader_note::Column::ById.eq(leader.uuid()))
            .take();
        let by = workflow_row::Column::StartedBy.eq(leader.uuid());
        query = query.filter(Condition::any().add(by).add(workflow_row::Column::Id.in_subquery(noted)));
    }
    let query = query.order_by_asc(workflow_row::Column::StartedAt).order_by_asc(workflow_row::Column::Id).limit(filter.limit);
    let found = query.into_model::<WorkTuple>().all(db).await?;
    let mut works = found.into_iter().map(work).collect::<Result<Vec<_>, _>>()?;
    let at: BTreeMap<Uuid, usize> = works.iter().enumerate().map(|(at, work)| (work.id.uuid(), at)).collect();
    let ids: Vec<Uuid> = works.iter().map(|work| work.id.uuid()).collect();
    for ids in ids.chunks(AT_ONCE) {
        let steps = task::Entity::find()
            .select_only()
            .columns([
                task::Column::WorkflowId,
                task::Column::Text,
                task::Column::State,
                task::Column::BodyId,
                task::Column::ParentId,
                task::Column::UnitKind,
                task::Column::UnitId,
                task::Column::PersonId,
                task::Column::Due,
            ])
            .filter(task::Column::WorkflowId.is_in(ids.iter().copied()))
            .filter(Condition::any().add(task::Column::Lane.eq("town")).add(task::Column::Required.eq(true)))
            .order_by_asc(task::Column::Position)
            .order_by_asc(task::Column::Id);
        for row in steps.into_model::<StepTuple>().all(db).await? {
            if let Some(work) = at.get(&row.workflow_id).and_then(|at| works.get_mut(*at)) {
                work.steps.push(step(row)?);
            }
        }
        let sent: Vec<(Uuid, Option<Uuid>, String, Option<String>)> = hand_off::Entity::find()
            .select_only()
            .columns([hand_off::Column::WorkflowId, hand_off::Column::ReceiverBodyId, hand_off::Column::State, hand_off::Column::Reason])
            .filter(hand_off::Column::WorkflowId.is_in(ids.iter().copied()))
            .order_by_asc(hand_off::Column::OfferedAt)
            .into_tuple()
            .all(db)
            .await?;
        for (workflow, body, state, reason) in sent {
            let state = HandOffState::from_code(&state).ok_or_else(|| bad("hand_off.state", &state))?;
            let receiver = body.map_or(Side::Town, |body| Side::Body(body.into()));
            if let Some(work) = at.get(&workflow).and_then(|at| works.get_mut(*at)) {
                work.sent.push(LedgerSent { receiver, state, reason });
            }
        }
        let notes: Vec<(Uuid, Uuid)> = leader_note::Entity::find()
            .select_only()
            .columns([leader_note::Column::WorkflowId, leader_note::Column::ById])
            .filter(leader_note::Column::WorkflowId.is_in(ids.iter().copied()))
            .order_by_asc(leader_note::Column::At)
            .into_tuple()
            .all(db)
            .await?;
        for (workflow, by) in notes {
            if let Some(work) = at.get(&workflow).and_then(|at| works.get_mut(*at)) {
                work.noted_by.push(by.into());
            }
        }
    }
    Ok(works)
}

/// When the first workflow of the town began that the viewer may see.
///
/// # Errors
/// See [`StoreError`].
pub async fn first_started(viewer: &Viewer, db: &impl ConnectionTrait, town: TownId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let query = workflow_row::Entity::find()
        .select_only()
        .column(workflow_row::Column::StartedAt)
        .filter(workflow_row::Column::TownId.eq(town.uuid()))
        .filter(visible(viewer))
        .order_by_asc(workflow_row::Column::StartedAt)
        .limit(1);
    Ok(query.into_tuple().one(db).await?)
}

/// The titles of all workflows that a town began in a time: whether a line of a sheet is one of them.
///
/// # Errors
/// See [`StoreError`].
pub async fn titles(
    db: &impl ConnectionTrait,
    town: TownId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<String>, StoreError> {
    let query = workflow_row::Entity::find()
        .select_only()
        .column(workflow_row::Column::Title)
        .filter(workflow_row::Column::TownId.eq(town.uuid()))
        .filter(workflow_row::Column::StartedAt.gte(from).and(workflow_row::Column::StartedAt.lt(until)));
    Ok(query.into_tuple().all(db).await?)
}

fn work(row: WorkTuple) -> Result<LedgerWork, StoreError> {
    let origin = row.source.map(|source| Origin {
        source,
        from_body: row.from_body_id.map(Into::into),
        from_text: row.from_text,
        document_no: row.document_no,
    });
    Ok(LedgerWork {
        id: row.id.into(),
        title: row.title,
        state: CaseState::from_code(&row.state).ok_or_else(|| bad("workflow.state", &row.state))?,
        started_at: row.started_at,
        ended_at: row.ended_at,
        started_by: row.started_by.into(),
        official_due: value(row.official_due)?,
        duty_kind: DutyKind::from_code(&row.duty_kind).ok_or_else(|| bad("duty_text.kind", &row.duty_kind))?,
        duty_no: number(i64::from(row.duty_no)),
        origin,
        noted_by: Vec::new(),
        steps: Vec::new(),
        sent: Vec::new(),
    })
}

fn step(row: StepTuple) -> Result<LedgerStep, StoreError> {
    Ok(LedgerStep {
        text: row.text,
        state: TaskState::from_code(&row.state).ok_or_else(|| bad("task.state", &row.state))?,
        body: row.body_id.map(Into::into),
        holder: holder(row.unit_kind.as_deref(), row.unit_id, row.person_id)?,
        due: value(row.due)?,
        part: row.parent_id.is_some(),
    })
}
