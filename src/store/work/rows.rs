//! The rows of lists: from tuples of the query into domain types.

use chrono::{DateTime, Utc};
use duty_list::{DutyKind, HandKind};
use entity::{hand_off, task, workflow as workflow_row};
use sea_orm::{ConnectionTrait, FromQueryResult, Select};
use uuid::Uuid;
use workflow::case::{CaseState, Due, Extension, HandOffState, Lent, Side, Signing, TaskState};
use workflow::ids::{BodyId, DutyId, HandOffId, PersonId, TaskId, TownId, WorkflowId};
use workflow::people::{Holder, Unit};

use crate::store::StoreError;
use crate::store::cases::holder;

/// A task in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TaskRow {
    pub id: TaskId,
    pub workflow: WorkflowId,
    pub title: String,
    pub town: TownId,
    pub text: String,
    pub state: TaskState,
    pub body_lane: bool,
    pub holder: Option<Holder>,
    pub due: Option<Due>,
    pub opened_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub round: u32,
    pub urgent: bool,
    /// Whether the workflow is suspended: then no clock runs.
    pub suspended: bool,
    /// How many parts a distributed step has, and how many of them are over.
    pub parts: Option<(u32, u32)>,
    /// What waits for its sign-off.
    pub signing: Option<Signing>,
    /// By whom it was lent to its holder.
    pub lent: Option<Lent>,
    /// More time that is asked for.
    pub extension: Option<Extension>,
    pub duty: DutyKind,
    pub duty_no: u32,
}

impl TaskRow {
    /// The body whose step it is, when it is one's.
    #[must_use]
    pub fn body(&self) -> Option<BodyId> {
        match self.holder.map(|holder| holder.unit) {
            Some(Unit::Body(body)) if self.body_lane => Some(body),
            _ => None,
        }
    }

    /// The side that has it.
    #[must_use]
    pub fn side(&self) -> Side {
        self.body().map_or(Side::Town, Side::Body)
    }
}

/// A hand-off in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct HandOffRow {
    pub id: HandOffId,
    pub workflow: WorkflowId,
    pub title: String,
    pub town: TownId,
    pub task: TaskId,
    pub text: String,
    pub receiver: Side,
    pub kind: HandKind,
    pub state: HandOffState,
    pub round: u32,
    pub offered_by: PersonId,
    pub offered_at: DateTime<Utc>,
    pub signed_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
    pub sign_due: Option<Due>,
    pub answer_due: Option<Due>,
    pub reason: Option<String>,
    pub urgent: bool,
    /// Whether the workflow is suspended: then no clock runs.
    pub suspended: bool,
    pub duty: DutyKind,
    pub duty_no: u32,
    /// Who holds the sending task.
    pub sender: Option<Holder>,
    /// More time for the answer that is asked for.
    pub extension: Option<Extension>,
}

impl HandOffRow {
    /// The date that runs now: for signing, then for the answer.
    #[must_use]
    pub fn due(&self) -> Option<&Due> {
        match self.state {
            HandOffState::Offered => self.sign_due.as_ref(),
            HandOffState::Signed => self.answer_due.as_ref(),
            _ => None,
        }
    }
}

/// A workflow in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct WorkflowRow {
    pub id: WorkflowId,
    pub title: String,
    pub town: TownId,
    pub duty: DutyId,
    pub state: CaseState,
    pub urgent: bool,
    pub official_due: Option<Due>,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub duty_kind: DutyKind,
    pub duty_no: u32,
    pub tasks: u32,
    pub tasks_over: u32,
}

#[derive(Debug, FromQueryResult)]
struct TaskTuple {
    id: Uuid,
    workflow_id: Uuid,
    title: String,
    town_id: Uuid,
    text: String,
    state: String,
    lane: String,
    unit_kind: Option<String>,
    unit_id: Option<Uuid>,
    person_id: Option<Uuid>,
    due: Option<serde_json::Value>,
    opened_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    round: i32,
    urgent: bool,
    workflow_state: String,
    signing: Option<serde_json::Value>,
    lent: Option<serde_json::Value>,
    extension: Option<serde_json::Value>,
    parts: i64,
    parts_over: i64,
    duty_kind: String,
    duty_no: i32,
}

#[derive(Debug, FromQueryResult)]
struct HandOffTuple {
    id: Uuid,
    workflow_id: Uuid,
    title: String,
    town_id: Uuid,
    task_id: Uuid,
    text: String,
    receiver_body_id: Option<Uuid>,
    kind: String,
    state: String,
    round: i32,
    offered_by: Uuid,
    offered_at: DateTime<Utc>,
    signed_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
    sign_due: Option<serde_json::Value>,
    answer_due: Option<serde_json::Value>,
    reason: Option<String>,
    urgent: bool,
    workflow_state: String,
    duty_kind: String,
    duty_no: i32,
    unit_kind: Option<String>,
    unit_id: Option<Uuid>,
    person_id: Option<Uuid>,
    extension: Option<serde_json::Value>,
}

#[derive(Debug, FromQueryResult)]
struct WorkflowTuple {
    id: Uuid,
    title: String,
    town_id: Uuid,
    duty_id: Uuid,
    state: String,
    urgent: bool,
    official_due: Option<serde_json::Value>,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    duty_kind: String,
    duty_no: i32,
    tasks: i64,
    tasks_over: i64,
}

pub(super) async fn rows(query: Select<task::Entity>, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    query.into_model::<TaskTuple>().all(db).await?.into_iter().map(task_row).collect()
}

pub(super) async fn hand_off_rows(query: Select<hand_off::Entity>, db: &impl ConnectionTrait) -> Result<Vec<HandOffRow>, StoreError> {
    query.into_model::<HandOffTuple>().all(db).await?.into_iter().map(hand_off_row).collect()
}

fn task_row(row: TaskTuple) -> Result<TaskRow, StoreError> {
    Ok(TaskRow {
        id: row.id.into(),
        workflow: row.workflow_id.into(),
        title: row.title,
        town: row.town_id.into(),
        text: row.text,
        state: TaskState::from_code(&row.state).ok_or_else(|| bad("task.state", &row.state))?,
        body_lane: row.lane == "body",
        holder: holder(row.unit_kind.as_deref(), row.unit_id, row.person_id)?,
        due: value(row.due)?,
        opened_at: row.opened_at,
        reason: row.reason,
        round: number(i64::from(row.round)),
        urgent: row.urgent,
        suspended: row.workflow_state == CaseState::Suspended.code(),
        signing: value(row.signing)?,
        lent: value(row.lent)?,
        extension: value(row.extension)?,
        parts: (row.parts > 0).then(|| (number(row.parts), number(row.parts_over))),
        duty: DutyKind::from_code(&row.duty_kind).ok_or_else(|| bad("duty_text.kind", &row.duty_kind))?,
        duty_no: number(i64::from(row.duty_no)),
    })
}

fn hand_off_row(row: HandOffTuple) -> Result<HandOffRow, StoreError> {
    Ok(HandOffRow {
        id: row.id.into(),
        workflow: row.workflow_id.into(),
        title: row.title,
        town: row.town_id.into(),
        task: row.task_id.into(),
        text: row.text,
        receiver: row.receiver_body_id.map_or(Side::Town, |body| Side::Body(body.into())),
        kind: HandKind::from_code(&row.kind).ok_or_else(|| bad("hand_off.kind", &row.kind))?,
        state: HandOffState::from_code(&row.state).ok_or_else(|| bad("hand_off.state", &row.state))?,
        round: number(i64::from(row.round)),
        offered_by: row.offered_by.into(),
        offered_at: row.offered_at,
        signed_at: row.signed_at,
        settled_at: row.settled_at,
        sign_due: value(row.sign_due)?,
        answer_due: value(row.answer_due)?,
        reason: row.reason,
        urgent: row.urgent,
        suspended: row.workflow_state == CaseState::Suspended.code(),
        duty: DutyKind::from_code(&row.duty_kind).ok_or_else(|| bad("duty_text.kind", &row.duty_kind))?,
        duty_no: number(i64::from(row.duty_no)),
        sender: holder(row.unit_kind.as_deref(), row.unit_id, row.person_id)?,
        extension: value(row.extension)?,
    })
}

fn workflow_row_of(row: WorkflowTuple) -> Result<WorkflowRow, StoreError> {
    Ok(WorkflowRow {
        id: row.id.into(),
        title: row.title,
        town: row.town_id.into(),
        duty: row.duty_id.into(),
        state: CaseState::from_code(&row.state).ok_or_else(|| bad("workflow.state", &row.state))?,
        urgent: row.urgent,
        official_due: value(row.official_due)?,
        started_at: row.started_at,
        ended_at: row.ended_at,
        duty_kind: DutyKind::from_code(&row.duty_kind).ok_or_else(|| bad("duty_text.kind", &row.duty_kind))?,
        duty_no: number(i64::from(row.duty_no)),
        tasks: number(row.tasks),
        tasks_over: number(row.tasks_over),
    })
}

pub(super) fn value<T: serde::de::DeserializeOwned>(value: Option<serde_json::Value>) -> Result<Option<T>, StoreError> {
    value.map(|value| serde_json::from_value(value).map_err(|error| StoreError::Inconsistent(error.to_string()))).transpose()
}

pub(super) fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}

pub(super) fn bad(column: &str, code: &str) -> StoreError {
    StoreError::Inconsistent(format!("{column} {code}"))
}

pub(super) async fn workflow_rows(query: Select<workflow_row::Entity>, db: &impl ConnectionTrait) -> Result<Vec<WorkflowRow>, StoreError> {
    query.into_model::<WorkflowTuple>().all(db).await?.into_iter().map(workflow_row_of).collect()
}
