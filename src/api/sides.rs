//! Between the sides: whose clock it is, what waits for coordination, requests, objections inside a town, corrections of records.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use duty_list::{DutyKind, DutyRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use workflow::case::turn::Turn;
use workflow::case::{Command, Coordination, Objection, Side};
use workflow::ids::{TaskId, WorkflowId};

use super::caller::Caller;
use super::dto::{HandOffRowDto, HolderDto, Listed, NewLimit, OnBehalfDto, TaskRowDto, WorkflowDto};
use super::error::{ApiError, Body, ErrorBody, Id};
use super::workflows::{command, read};
use crate::service::act::Of;
use crate::service::asking::{self, Ask};
use crate::service::clock;
use crate::service::coordination::{self, Dispute, TaskDispute};
use crate::state::AppState;

/// With whom something is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TurnDto {
    /// `with`: works on it; `signature`: has not signed for it; `sign_off`: waits for a signature inside the town; `coordination`.
    pub turn: String,
    /// `town`, or the id of a body; none for `sign_off` and `coordination`.
    pub side: Option<String>,
}

impl From<Turn> for TurnDto {
    fn from(turn: Turn) -> Self {
        let (code, side): (&str, Option<Side>) = match turn {
            Turn::With(side) => ("with", Some(side)),
            Turn::Signature(side) => ("signature", Some(side)),
            Turn::SignOff => ("sign_off", None),
            Turn::Coordination => ("coordination", None),
        };
        Self { turn: code.to_owned(), side: side.map(|side| side.to_string()) }
    }
}

/// How long somebody has had a workflow.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockLineDto {
    /// With whom.
    #[serde(flatten)]
    pub with: TurnDto,
    /// Working minutes in all, in that side's calendar.
    pub working_minutes: i64,
    /// Since when it is there now, where it is.
    pub since: Option<DateTime<Utc>>,
}

/// Whose clock a workflow is on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockDto {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// The workflow's state; a clock runs only while it is `running`.
    pub state: String,
    /// With whom it is now first.
    pub lines: Vec<ClockLineDto>,
}

/// A hand-off that is objected to or in coordination.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeDto {
    /// The hand-off.
    pub hand_off: HandOffRowDto,
    /// The last objection in this round.
    pub objection: Option<ObjectionDto>,
    /// `leader`, or for the county `duty` or `progress`.
    pub level: Option<String>,
    /// Since when on that level.
    pub since: Option<DateTime<Utc>>,
    /// What is asked.
    pub reason: Option<String>,
}

/// An objection.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObjectionDto {
    /// Why.
    pub reason: String,
    /// The table of the list on which it rests.
    pub row_kind: String,
    /// The number of the row.
    pub row_no: u32,
    /// When.
    pub at: DateTime<Utc>,
}

/// A task that its holder objects to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskDisputeDto {
    /// The task.
    pub task: TaskRowDto,
    /// The objection.
    pub objection: ObjectionDto,
}

/// What waits for coordination, the longest waiting first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputesDto {
    /// The county was asked.
    pub county: Vec<DisputeDto>,
    /// The town's leader talks with the other side.
    pub leader: Vec<DisputeDto>,
    /// Objections that the sender is to answer.
    pub objected: Vec<DisputeDto>,
    /// Objections inside a town.
    pub tasks: Vec<TaskDisputeDto>,
}

/// A duty of a body that can be asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskableDto {
    /// The step of the template.
    pub step: String,
    /// Whose it is.
    pub body: Uuid,
    /// The clause, verbatim.
    pub clause: String,
}

/// A request (商请).
#[derive(Debug, Deserialize, ToSchema)]
pub struct Asking {
    /// The step of the template.
    pub step: String,
    /// What the town asks.
    pub ask: String,
    /// By when.
    pub limit: Option<NewLimit>,
    /// The town's document number.
    pub document_no: Option<String>,
}

/// A correction of what was recorded on behalf.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Correcting {
    /// The number of the entry in the history.
    pub entry: i64,
    /// What was in truth so.
    pub on_behalf: OnBehalfDto,
    /// Why it is corrected.
    pub reason: String,
}

/// An objection of a task's holder.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ObjectingTask {
    /// Why it is not the holder's duty.
    pub reason: String,
    /// The table of the list on which that rests: `basic`, `cooperative`, `withdrawn`.
    pub row_kind: String,
    /// The number of the row.
    pub row_no: u32,
}

/// The answer to it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TaskObjectionAnswer {
    /// Who does it.
    pub holder: HolderDto,
    /// The answer.
    pub answer: String,
    /// The document that says it.
    pub document_no: Option<String>,
    /// Entered from the leader's paper, at the second objection.
    #[serde(default)]
    pub on_paper: bool,
}

/// A limit of a task; left out: the town's default.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Limiting {
    /// The limit.
    pub limit: Option<NewLimit>,
}

fn objection(objection: &Objection) -> ObjectionDto {
    ObjectionDto {
        reason: objection.reason.clone(),
        row_kind: objection.row.kind.code().to_owned(),
        row_no: objection.row.no,
        at: objection.at,
    }
}

impl From<&Dispute> for DisputeDto {
    fn from(dispute: &Dispute) -> Self {
        let open: Option<&Coordination> = dispute.coordination.as_ref();
        Self {
            hand_off: (&dispute.row).into(),
            objection: dispute.objection.as_ref().map(objection),
            level: open.map(|open| open.level.code().to_owned()),
            since: open.map(|open| open.since),
            reason: open.map(|open| open.reason.clone()),
        }
    }
}

impl From<&TaskDispute> for TaskDisputeDto {
    fn from(dispute: &TaskDispute) -> Self {
        Self { task: (&dispute.row).into(), objection: objection(&dispute.objection) }
    }
}

/// Whose clock a workflow is on, as far as the caller may see it.
#[utoipa::path(get, path = "/api/v1/workflows/{id}/clock", tag = "workflows", params(("id" = Uuid, Path)), responses((status = 200, body = ClockDto), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn whose_clock(State(state): State<AppState>, caller: Caller, Id(id): Id<WorkflowId>) -> Result<Json<ClockDto>, ApiError> {
    let read = clock::of_workflow(&state.tools, &caller.viewer, id).await.map_err(|error| ApiError::of(caller.t, error))?;
    let lines = read.lines.into_iter().map(|line| ClockLineDto {
        with: line.turn.into(),
        working_minutes: line.time.num_minutes(),
        since: line.since,
    });
    Ok(Json(ClockDto { at: read.at, state: read.state.code().to_owned(), lines: lines.collect() }))
}

/// What waits for coordination in the caller's towns; for the county's people what the county was asked.
#[utoipa::path(get, path = "/api/v1/coordination", tag = "coordination", responses((status = 200, body = DisputesDto), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn disputes(State(state): State<AppState>, caller: Caller) -> Result<Json<DisputesDto>, ApiError> {
    let found = coordination::list(&state.tools, &caller.viewer).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(DisputesDto {
        county: found.county.iter().map(Into::into).collect(),
        leader: found.leader.iter().map(Into::into).collect(),
        objected: found.objected.iter().map(Into::into).collect(),
        tasks: found.tasks.iter().map(Into::into).collect(),
    }))
}

/// What can be asked of the departments in a workflow.
#[utoipa::path(get, path = "/api/v1/workflows/{id}/requests", tag = "workflows", params(("id" = Uuid, Path)), responses((status = 200, body = Listed<AskableDto>), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn askable(State(state): State<AppState>, caller: Caller, Id(id): Id<WorkflowId>) -> Result<Json<Listed<AskableDto>>, ApiError> {
    let (_, found) = asking::askable(&state.tools, &caller.viewer, id).await.map_err(|error| ApiError::of(caller.t, error))?;
    let items = found.into_iter().map(|one| AskableDto { step: one.step_key, body: one.body.uuid(), clause: one.clause });
    Ok(Json(Listed { items: items.collect(), more: false }))
}

/// Asks a department for what the list gives to it.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/requests", tag = "workflows", params(("id" = Uuid, Path)), request_body = Asking, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn ask(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<WorkflowId>,
    Body(body): Body<Asking>,
) -> Result<Response, ApiError> {
    let limit = limit(body.limit.as_ref())?;
    let ask = Ask { step_key: body.step, ask: body.ask, limit, document_no: body.document_no };
    asking::ask(&state.tools, caller.request(), id, ask).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(read(&state, &caller, Of::Workflow(id)).await?).into_response())
}

/// Corrects what was recorded on behalf, by an entry of its own.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/corrections", tag = "workflows", params(("id" = Uuid, Path)), request_body = Correcting, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn correct(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<WorkflowId>,
    Body(body): Body<Correcting>,
) -> Result<Response, ApiError> {
    let asked = Command::CorrectRecord { seq: body.entry, on_behalf: body.on_behalf.into(), reason: body.reason };
    command(&state, &caller, Of::Workflow(id), asked).await
}

/// Objects to a task: it is not the holder's duty.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/object", tag = "tasks", params(("id" = Uuid, Path)), request_body = ObjectingTask, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn object_task(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<ObjectingTask>,
) -> Result<Response, ApiError> {
    let kind = DutyKind::from_code(&body.row_kind).ok_or_else(|| ApiError::malformed("unknown table of the list"))?;
    let asked = Command::ObjectTask { task, reason: body.reason, row: DutyRef { kind, no: body.row_no } };
    command(&state, &caller, Of::Task(task), asked).await
}

/// Answers an objection to a task and gives it out.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/answer-objection", tag = "tasks", params(("id" = Uuid, Path)), request_body = TaskObjectionAnswer, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn answer_task(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<TaskObjectionAnswer>,
) -> Result<Response, ApiError> {
    let holder = body.holder.to_holder().ok_or_else(|| ApiError::malformed("unknown unit_kind"))?;
    let (answer, document_no, on_paper) = (body.answer, body.document_no, body.on_paper);
    command(&state, &caller, Of::Task(task), Command::AnswerTaskObjection { task, holder, answer, document_no, on_paper }).await
}

/// Sets the limit of a task.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/limit", tag = "tasks", params(("id" = Uuid, Path)), request_body = Limiting, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn set_limit(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Limiting>,
) -> Result<Response, ApiError> {
    let limit = limit(body.limit.as_ref())?;
    command(&state, &caller, Of::Task(task), Command::SetLimit { task, limit }).await
}

fn limit(limit: Option<&NewLimit>) -> Result<Option<workflow::case::LimitSpec>, ApiError> {
    limit.map(|limit| limit.to_spec().ok_or_else(|| ApiError::malformed("the limit does not fit together"))).transpose()
}
