//! Lists of work: what lies with whom, what was sent, what is late. Each finder takes the viewer and answers only with what that person may see.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use duty_list::{DutyKind, HandKind};
use entity::{duty_text, external_wait, hand_off, task, workflow as workflow_row};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};
use uuid::Uuid;
use workflow::case::{Due, HandOffState, TaskState};
use workflow::ids::{BodyId, DutyId, HandOffId, PersonId, TaskId, TownId, WorkflowId};
use workflow::people::{BodyScope, Holder, Role, Scope, TownScope, Unit, Viewer};

use super::StoreError;
use super::cases::{holder, unit_id};

/// The most rows that a list answers with.
pub const LIST_LIMIT: u64 = 500;

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
    /// How many parts a distributed step has, and how many of them are over.
    pub parts: Option<(u32, u32)>,
    pub duty: DutyKind,
    pub duty_no: u32,
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
    pub receiver: BodyId,
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
    pub duty: DutyKind,
    pub duty_no: u32,
    /// Who holds the sending task.
    pub sender: Option<Holder>,
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
    pub state: workflow::case::CaseState,
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
    receiver_body_id: Uuid,
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
    duty_kind: String,
    duty_no: i32,
    unit_kind: Option<String>,
    unit_id: Option<Uuid>,
    person_id: Option<Uuid>,
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

/// What lies with the viewer: tasks given to the person, and those in the shared in-boxes of the person's units; open first, then what waits for others.
///
/// # Errors
/// See [`StoreError`].
pub async fn mine(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let states = [TaskState::Open.code(), TaskState::Handed.code(), TaskState::Blocked.code()];
    let query = tasks().filter(task::Column::State.is_in(states)).filter(workflow_row::Column::State.is_in(["running", "suspended"]));
    let query = query.filter(with_viewer(viewer));
    rows(query.order_by_asc(task::Column::DueAt).order_by_asc(task::Column::Id), db).await
}

/// What was sent to the viewer's bodies: open ones first by age, then those settled lately.
///
/// # Errors
/// See [`StoreError`].
pub async fn received(viewer: &Viewer, db: &impl ConnectionTrait, settled: bool) -> Result<Vec<HandOffRow>, StoreError> {
    let bodies: Vec<Uuid> = viewer.bodies().into_iter().map(Into::into).collect();
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let states: &[&str] = if settled { &["settled", "returned"] } else { &["offered", "signed"] };
    let query =
        hand_offs().filter(hand_off::Column::ReceiverBodyId.is_in(bodies)).filter(hand_off::Column::State.is_in(states.iter().copied()));
    let query = if settled {
        query.order_by_desc(hand_off::Column::SettledAt).order_by_desc(hand_off::Column::Id).limit(50)
    } else {
        query
            .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
            .order_by_asc(hand_off::Column::OfferedAt)
            .limit(LIST_LIMIT)
    };
    hand_off_rows(query, db).await
}

/// What the viewer, or the viewer's units, sent and what is not settled yet.
///
/// # Errors
/// See [`StoreError`].
pub async fn sent(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<HandOffRow>, StoreError> {
    let towns: Vec<Uuid> = coordinated(viewer).into_iter().map(Into::into).collect();
    let whose = Condition::any()
        .add(hand_off::Column::OfferedBy.eq(viewer.person.uuid()))
        .add(with_viewer(viewer))
        .add_option((!towns.is_empty()).then(|| hand_off::Column::TownId.is_in(towns)));
    let query = hand_offs()
        .filter(hand_off::Column::State.is_in(["offered", "signed", "returned"]))
        .filter(workflow_row::Column::State.is_in(["running", "suspended"]))
        .filter(whose);
    hand_off_rows(query.order_by_asc(hand_off::Column::OfferedAt).limit(LIST_LIMIT), db).await
}

/// Required steps of the viewer's bodies that are open and stand by themselves.
///
/// # Errors
/// See [`StoreError`].
pub async fn body_steps(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let bodies: Vec<Uuid> = viewer.bodies().into_iter().map(Into::into).collect();
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let query = tasks()
        .filter(task::Column::BodyId.is_in(bodies))
        .filter(task::Column::State.eq("open"))
        .filter(workflow_row::Column::State.eq("running"))
        .filter(fed_by_approval().not());
    rows(query.order_by_asc(task::Column::OpenedAt), db).await
}

/// What tasks that the viewer has found wait for from outside and has not come: from whom, where a body is named, and the words of the list.
///
/// # Errors
/// See [`StoreError`].
pub async fn open_waits(db: &impl ConnectionTrait, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, Vec<(Option<BodyId>, String)>>, StoreError> {
    let mut waits: BTreeMap<TaskId, Vec<(Option<BodyId>, String)>> = BTreeMap::new();
    if tasks.is_empty() {
        return Ok(waits);
    }
    let rows = external_wait::Entity::find()
        .filter(external_wait::Column::TaskId.is_in(tasks.iter().map(|id| id.uuid())))
        .filter(external_wait::Column::MetAt.is_null())
        .order_by_asc(external_wait::Column::Id);
    for row in rows.all(db).await? {
        waits.entry(row.task_id.into()).or_default().push((row.body_id.map(Into::into), row.text));
    }
    Ok(waits)
}

/// Tasks that are open in the viewer's towns and given to no one.
///
/// # Errors
/// See [`StoreError`].
pub async fn unassigned(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    let towns: Vec<Uuid> = coordinated(viewer).into_iter().map(Into::into).collect();
    if towns.is_empty() {
        return Ok(Vec::new());
    }
    let query = tasks()
        .filter(task::Column::TownId.is_in(towns))
        .filter(task::Column::Lane.eq("town"))
        .filter(task::Column::State.eq("open"))
        .filter(task::Column::UnitKind.is_null())
        .filter(workflow_row::Column::State.eq("running"));
    rows(query.order_by_asc(task::Column::OpenedAt), db).await
}

/// The workflows that the viewer may see, newest first; `state` narrows to one state, `words` to titles that contain them, `town` to one town.
/// Answers with one row more than a page when there is a next page.
///
/// # Errors
/// See [`StoreError`].
pub async fn workflows(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    town: Option<TownId>,
    state: Option<&str>,
    words: Option<&str>,
    page: u64,
    per_page: u64,
) -> Result<Vec<WorkflowRow>, StoreError> {
    let mut query = workflow_row::Entity::find()
        .select_only()
        .columns([
            workflow_row::Column::Id,
            workflow_row::Column::Title,
            workflow_row::Column::TownId,
            workflow_row::Column::DutyId,
            workflow_row::Column::State,
            workflow_row::Column::Urgent,
            workflow_row::Column::OfficialDue,
            workflow_row::Column::StartedAt,
            workflow_row::Column::EndedAt,
        ])
        .column_as(duty_text::Column::Kind, "duty_kind")
        .column_as(duty_text::Column::No, "duty_no")
        .column_as(steps(false), "tasks")
        .column_as(steps(true), "tasks_over")
        .join(JoinType::InnerJoin, workflow_row::Relation::DutyText.def())
        .filter(visible(viewer));
    if let Some(town) = town {
        query = query.filter(workflow_row::Column::TownId.eq(town.uuid()));
    }
    if let Some(state) = state {
        query = query.filter(workflow_row::Column::State.eq(state));
    }
    if let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) {
        query = query.filter(workflow_row::Column::Title.contains(words));
    }
    let query = query.order_by_desc(workflow_row::Column::StartedAt).order_by_desc(workflow_row::Column::Id);
    let found = query.limit(per_page.saturating_add(1)).offset(page.saturating_mul(per_page)).into_model::<WorkflowTuple>().all(db).await?;
    found.into_iter().map(workflow_row_of).collect()
}

/// The workflows of a duty that the viewer may see, newest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn workflows_of_duty(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    duty: DutyId,
) -> Result<Vec<(WorkflowId, String, String, DateTime<Utc>)>, StoreError> {
    let found: Vec<(Uuid, String, String, DateTime<Utc>)> = workflow_row::Entity::find()
        .select_only()
        .columns([workflow_row::Column::Id, workflow_row::Column::Title, workflow_row::Column::State, workflow_row::Column::StartedAt])
        .filter(workflow_row::Column::DutyId.eq(duty.uuid()))
        .filter(visible(viewer))
        .order_by_desc(workflow_row::Column::StartedAt)
        .limit(20)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, title, state, at)| (id.into(), title, state, at)).collect())
}

/// The open work that a supervisor may see: tasks and hand-offs that are late at `now`, and, with `undated`, those without any date.
///
/// # Errors
/// See [`StoreError`].
pub async fn late(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    undated: bool,
) -> Result<(Vec<TaskRow>, Vec<HandOffRow>), StoreError> {
    let Some(towns) = supervised(viewer) else { return Ok((Vec::new(), Vec::new())) };
    let late_task = if undated { task::Column::DueAt.is_null() } else { task::Column::DueAt.lt(now) };
    let mut of_tasks = tasks()
        .filter(task::Column::State.eq("open"))
        .filter(workflow_row::Column::State.eq("running"))
        .filter(late_task)
        // A summary waits for its parts, an approval's step is its hand-off: neither is late by itself.
        .filter(open_parts().eq(0))
        .filter(fed_by_approval().not());
    let late_sign = if undated { hand_off::Column::SignDueAt.is_null() } else { hand_off::Column::SignDueAt.lt(now) };
    let late_answer = if undated { hand_off::Column::AnswerDueAt.is_null() } else { hand_off::Column::AnswerDueAt.lt(now) };
    let mut of_hand_offs = hand_offs().filter(workflow_row::Column::State.eq("running")).filter(
        Condition::any()
            .add(hand_off::Column::State.eq("offered").and(late_sign))
            .add(hand_off::Column::State.eq("signed").and(late_answer)),
    );
    if let Supervised::Towns(towns) = towns {
        let towns: Vec<Uuid> = towns.into_iter().map(Into::into).collect();
        of_tasks = of_tasks.filter(task::Column::TownId.is_in(towns.clone()));
        of_hand_offs = of_hand_offs.filter(hand_off::Column::TownId.is_in(towns));
    }
    let tasks = rows(of_tasks.order_by_asc(task::Column::DueAt).order_by_asc(task::Column::OpenedAt), db).await?;
    let hand_offs = hand_off_rows(of_hand_offs.order_by_asc(hand_off::Column::OfferedAt), db).await?;
    Ok((tasks, hand_offs))
}

enum Supervised {
    Everywhere,
    Towns(Vec<TownId>),
}

/// Over which towns the viewer has the overdue report: coordinators, leaders and supervisors of a town; supervisors and coordinators of the county.
fn supervised(viewer: &Viewer) -> Option<Supervised> {
    if viewer.has(Role::Supervisor, Scope::County) || viewer.has(Role::CountyCoordinator, Scope::County) {
        return Some(Supervised::Everywhere);
    }
    let towns: Vec<TownId> = town_wide(viewer, &[Role::Coordinator, Role::Leader, Role::Supervisor]);
    (!towns.is_empty()).then_some(Supervised::Towns(towns))
}

fn coordinated(viewer: &Viewer) -> Vec<TownId> {
    town_wide(viewer, &[Role::Coordinator])
}

fn town_wide(viewer: &Viewer, roles: &[Role]) -> Vec<TownId> {
    let grants = viewer.grants.iter().filter(|grant| roles.contains(&grant.role));
    grants
        .filter_map(|grant| match grant.scope {
            Scope::Town(TownScope { town }) => Some(town),
            _ => None,
        })
        .collect()
}

/// Workflows that the viewer may see; the same rule as [`workflow::case::sees`], as a condition.
fn visible(viewer: &Viewer) -> Condition {
    let mut any = Condition::any();
    if viewer.has(Role::Supervisor, Scope::County) || viewer.has(Role::CountyCoordinator, Scope::County) {
        return any.add(Expr::val(1).eq(1));
    }
    let towns: Vec<Uuid> = town_wide(viewer, &[Role::Coordinator, Role::Leader, Role::Supervisor]).into_iter().map(Into::into).collect();
    if !towns.is_empty() {
        any = any.add(workflow_row::Column::TownId.is_in(towns));
    }
    let held = Query::select()
        .column(task::Column::WorkflowId)
        .from(task::Entity)
        .and_where(task::Column::Lane.eq("town"))
        .cond_where(holds(viewer))
        .take();
    any = any.add(workflow_row::Column::Id.in_subquery(held));
    let bodies: Vec<Uuid> = viewer
        .grants
        .iter()
        .filter_map(|grant| match grant.scope {
            Scope::Body(BodyScope { body }) => Some(body.uuid()),
            _ => None,
        })
        .collect();
    if !bodies.is_empty() {
        let handed = Query::select()
            .column(hand_off::Column::WorkflowId)
            .from(hand_off::Entity)
            .and_where(hand_off::Column::ReceiverBodyId.is_in(bodies.clone()))
            .take();
        let required =
            Query::select().column(task::Column::WorkflowId).from(task::Entity).and_where(task::Column::BodyId.is_in(bodies)).take();
        any = any.add(workflow_row::Column::Id.in_subquery(handed)).add(workflow_row::Column::Id.in_subquery(required));
    }
    any
}

/// Tasks that are the viewer's turn: given to the person, or in a shared in-box of the person's units and taken by no one.
fn with_viewer(viewer: &Viewer) -> Condition {
    let mut any = Condition::any().add(task::Column::PersonId.eq(viewer.person.uuid()));
    for unit in viewer.units().into_iter().filter(|unit| !matches!(unit, Unit::Body(_))) {
        any = any.add(
            Condition::all()
                .add(task::Column::UnitKind.eq(unit.code()))
                .add(task::Column::UnitId.eq(unit_id(unit)))
                .add(task::Column::PersonId.is_null()),
        );
    }
    any
}

/// Tasks that the viewer or the viewer's units hold or held last.
fn holds(viewer: &Viewer) -> Condition {
    let mut any = Condition::any().add(task::Column::PersonId.eq(viewer.person.uuid()));
    for unit in viewer.units().into_iter().filter(|unit| !matches!(unit, Unit::Body(_))) {
        any = any.add(Condition::all().add(task::Column::UnitKind.eq(unit.code())).add(task::Column::UnitId.eq(unit_id(unit))));
    }
    any
}

fn tasks() -> Select<task::Entity> {
    task::Entity::find()
        .select_only()
        .columns([
            task::Column::Id,
            task::Column::WorkflowId,
            task::Column::TownId,
            task::Column::Text,
            task::Column::State,
            task::Column::Lane,
            task::Column::UnitKind,
            task::Column::UnitId,
            task::Column::PersonId,
            task::Column::Due,
            task::Column::OpenedAt,
            task::Column::Reason,
            task::Column::Round,
        ])
        .column(workflow_row::Column::Title)
        .column(workflow_row::Column::Urgent)
        .column_as(duty_text::Column::Kind, "duty_kind")
        .column_as(duty_text::Column::No, "duty_no")
        .column_as(parts(false), "parts")
        .column_as(parts(true), "parts_over")
        .join(JoinType::InnerJoin, task::Relation::Workflow.def())
        .join(JoinType::InnerJoin, workflow_row::Relation::DutyText.def())
        .limit(LIST_LIMIT)
}

fn hand_offs() -> Select<hand_off::Entity> {
    hand_off::Entity::find()
        .select_only()
        .columns([
            hand_off::Column::Id,
            hand_off::Column::WorkflowId,
            hand_off::Column::TownId,
            hand_off::Column::TaskId,
            hand_off::Column::ReceiverBodyId,
            hand_off::Column::Kind,
            hand_off::Column::State,
            hand_off::Column::Round,
            hand_off::Column::OfferedBy,
            hand_off::Column::OfferedAt,
            hand_off::Column::SignedAt,
            hand_off::Column::SettledAt,
            hand_off::Column::SignDue,
            hand_off::Column::AnswerDue,
            hand_off::Column::Reason,
        ])
        .column(workflow_row::Column::Title)
        .column(workflow_row::Column::Urgent)
        .column(task::Column::Text)
        .columns([task::Column::UnitKind, task::Column::UnitId, task::Column::PersonId])
        .column_as(duty_text::Column::Kind, "duty_kind")
        .column_as(duty_text::Column::No, "duty_no")
        .join(JoinType::InnerJoin, hand_off::Relation::Workflow.def())
        .join(JoinType::InnerJoin, hand_off::Relation::Task.def())
        .join(JoinType::InnerJoin, workflow_row::Relation::DutyText.def())
}

const OVER: [&str; 3] = ["done", "left_out", "cancelled"];

/// How many parts a step was distributed into; with `over`, how many of them are over.
fn parts(over: bool) -> SimpleExpr {
    count_parts(over.then(|| Expr::col((Alias::new("part"), task::Column::State)).is_in(OVER)))
}

fn open_parts() -> SimpleExpr {
    count_parts(Some(Expr::col((Alias::new("part"), task::Column::State)).is_not_in(OVER)))
}

fn count_parts(which: Option<SimpleExpr>) -> SimpleExpr {
    let part = Alias::new("part");
    let mut query = Query::select();
    query.expr(Expr::col((part.clone(), task::Column::Id)).count()).from_as(task::Entity, part.clone());
    query.and_where(Expr::col((part, task::Column::ParentId)).equals((task::Entity, task::Column::Id)));
    if let Some(which) = which {
        query.and_where(which);
    }
    SimpleExpr::SubQuery(None, Box::new(query.take().into()))
}

/// How many steps a workflow has, parts not counted; with `over`, how many are over.
fn steps(over: bool) -> SimpleExpr {
    let step = Alias::new("step");
    let mut query = Query::select();
    query.expr(Expr::col((step.clone(), task::Column::Id)).count()).from_as(task::Entity, step.clone());
    query.and_where(Expr::col((step.clone(), task::Column::WorkflowId)).equals((workflow_row::Entity, workflow_row::Column::Id)));
    query.and_where(Expr::col((step.clone(), task::Column::ParentId)).is_null());
    if over {
        query.and_where(Expr::col((step, task::Column::State)).is_in(OVER));
    }
    SimpleExpr::SubQuery(None, Box::new(query.take().into()))
}

/// Whether an approval feeds the step: then the hand-off is what is late.
fn fed_by_approval() -> SimpleExpr {
    let fed = Query::select()
        .column(hand_off::Column::FeedsTaskId)
        .from(hand_off::Entity)
        .and_where(hand_off::Column::Kind.eq("approval"))
        .and_where(hand_off::Column::FeedsTaskId.is_not_null())
        .take();
    task::Column::Id.in_subquery(fed)
}

async fn rows(query: Select<task::Entity>, db: &impl ConnectionTrait) -> Result<Vec<TaskRow>, StoreError> {
    query.into_model::<TaskTuple>().all(db).await?.into_iter().map(task_row).collect()
}

async fn hand_off_rows(query: Select<hand_off::Entity>, db: &impl ConnectionTrait) -> Result<Vec<HandOffRow>, StoreError> {
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
        due: due(row.due)?,
        opened_at: row.opened_at,
        reason: row.reason,
        round: number(i64::from(row.round)),
        urgent: row.urgent,
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
        receiver: row.receiver_body_id.into(),
        kind: HandKind::from_code(&row.kind).ok_or_else(|| bad("hand_off.kind", &row.kind))?,
        state: HandOffState::from_code(&row.state).ok_or_else(|| bad("hand_off.state", &row.state))?,
        round: number(i64::from(row.round)),
        offered_by: row.offered_by.into(),
        offered_at: row.offered_at,
        signed_at: row.signed_at,
        settled_at: row.settled_at,
        sign_due: due(row.sign_due)?,
        answer_due: due(row.answer_due)?,
        reason: row.reason,
        urgent: row.urgent,
        duty: DutyKind::from_code(&row.duty_kind).ok_or_else(|| bad("duty_text.kind", &row.duty_kind))?,
        duty_no: number(i64::from(row.duty_no)),
        sender: holder(row.unit_kind.as_deref(), row.unit_id, row.person_id)?,
    })
}

fn workflow_row_of(row: WorkflowTuple) -> Result<WorkflowRow, StoreError> {
    Ok(WorkflowRow {
        id: row.id.into(),
        title: row.title,
        town: row.town_id.into(),
        duty: row.duty_id.into(),
        state: workflow::case::CaseState::from_code(&row.state).ok_or_else(|| bad("workflow.state", &row.state))?,
        urgent: row.urgent,
        official_due: due(row.official_due)?,
        started_at: row.started_at,
        ended_at: row.ended_at,
        duty_kind: DutyKind::from_code(&row.duty_kind).ok_or_else(|| bad("duty_text.kind", &row.duty_kind))?,
        duty_no: number(i64::from(row.duty_no)),
        tasks: number(row.tasks),
        tasks_over: number(row.tasks_over),
    })
}

fn due(value: Option<serde_json::Value>) -> Result<Option<Due>, StoreError> {
    value.map(|value| serde_json::from_value(value).map_err(|error| StoreError::Inconsistent(error.to_string()))).transpose()
}

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}

fn bad(column: &str, code: &str) -> StoreError {
    StoreError::Inconsistent(format!("{column} {code}"))
}
