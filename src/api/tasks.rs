//! Tasks (任务).

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use duty_list::HandKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use workflow::case::{Command, Receiver, Side, WaitRef};
use workflow::ids::TaskId;

use super::caller::Caller;
use super::dto::{self, HandOffRowDto, HolderDto, NewLimit, OnBehalfDto, ResultDto, TaskRowDto, WorkflowDto};
use super::error::{ApiError, Body, ErrorBody, Id};
use super::workflows::{Reason, command, read};
use crate::service::act::Of;
use crate::service::work;
use crate::state::AppState;

/// What is the caller's turn, and what the caller waits for.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyWorkDto {
    /// Town tasks: given to the person or lying in a shared in-box.
    pub tasks: Vec<TaskRowDto>,
    /// Open town tasks that nobody was given, for coordinators.
    pub unassigned: Vec<TaskRowDto>,
    /// To be signed for or answered by the caller's bodies.
    pub received: Vec<HandOffRowDto>,
    /// Required steps of the caller's bodies that stand by themselves.
    pub body_steps: Vec<TaskRowDto>,
    /// Sent and not settled yet.
    pub sent: Vec<HandOffRowDto>,
    /// Waits for the caller's signature.
    pub to_sign_off: Vec<TaskRowDto>,
    /// Lent to a helper.
    pub lent_out: Vec<TaskRowDto>,
    /// Asks for more time, which the caller answers.
    pub extensions: Vec<TaskRowDto>,
    /// The same of answers by bodies.
    pub hand_off_extensions: Vec<HandOffRowDto>,
}

/// To whom a task is given.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Assignment {
    /// The unit, and perhaps the person.
    pub holder: HolderDto,
    /// Its limit, when it gets one.
    pub limit: Option<NewLimit>,
}

/// A unit.
#[derive(Debug, Deserialize, ToSchema)]
pub struct UnitDto {
    /// `office` or `village`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
}

/// To which units a step is distributed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Distribution {
    /// Each once.
    pub units: Vec<UnitDto>,
    /// The limit of each part.
    pub limit: Option<NewLimit>,
}

/// A completion.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Completion {
    /// What is reported.
    #[serde(default)]
    pub result: ResultDto,
    /// When it is recorded for another side.
    pub on_behalf: Option<OnBehalfDto>,
}

/// One receiver of a hand-off.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReceiverDto {
    /// The body; left out where a body sends to the town.
    pub body: Option<Uuid>,
    /// `approval`, `record`, `report`, `transfer`.
    pub kind: String,
}

/// A hand-off.
#[derive(Debug, Deserialize, ToSchema)]
pub struct HandingOff {
    /// Each body once.
    pub receivers: Vec<ReceiverDto>,
    /// What the sender writes.
    pub note: Option<String>,
    /// The sender's document number.
    pub document_no: Option<String>,
    /// How many, where they are counted.
    pub count: Option<u32>,
    /// When a body's hand-off is recorded for it.
    pub on_behalf: Option<OnBehalfDto>,
}

/// A receipt that the town records.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Receipt {
    /// The external wait; left out when the task in the path is the body's step itself.
    pub wait: Option<Uuid>,
    /// When it came.
    pub on: NaiveDate,
    /// Its document number.
    pub document_no: Option<String>,
    /// A sentence.
    pub note: Option<String>,
}

/// What is the caller's turn.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks", responses((status = 200, body = MyWorkDto), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn list(State(state): State<AppState>, caller: Caller) -> Result<Json<MyWorkDto>, ApiError> {
    let mine = work::mine(&state.tools, &caller.viewer).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(MyWorkDto {
        tasks: mine.tasks.iter().map(Into::into).collect(),
        unassigned: mine.unassigned.iter().map(Into::into).collect(),
        received: mine.received.iter().map(Into::into).collect(),
        body_steps: mine.body_steps.iter().map(Into::into).collect(),
        sent: mine.sent.iter().map(Into::into).collect(),
        to_sign_off: mine.to_sign_off.iter().map(Into::into).collect(),
        lent_out: mine.lent_out.iter().map(Into::into).collect(),
        extensions: mine.extensions.iter().map(Into::into).collect(),
        hand_off_extensions: mine.hand_off_extensions.iter().map(Into::into).collect(),
    }))
}

/// The workflow of a task.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = WorkflowDto), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn show(State(state): State<AppState>, caller: Caller, Id(id): Id<TaskId>) -> Result<Json<WorkflowDto>, ApiError> {
    Ok(Json(read(&state, &caller, Of::Task(id)).await?))
}

/// Gives a task to a unit, and perhaps to a person in it.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/assign", tag = "tasks", params(("id" = Uuid, Path)), request_body = Assignment, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn assign(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Assignment>,
) -> Result<Response, ApiError> {
    let holder = body.holder.to_holder().ok_or_else(|| ApiError::malformed("unknown unit_kind"))?;
    let limit = limit(body.limit.as_ref())?;
    command(&state, &caller, Of::Task(task), Command::Assign { task, holder, limit }).await
}

/// Distributes a step: one task for each unit.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/distribute", tag = "tasks", params(("id" = Uuid, Path)), request_body = Distribution, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn distribute(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Distribution>,
) -> Result<Response, ApiError> {
    let units = body.units.iter().map(|unit| dto::unit(&unit.kind, unit.id)).collect::<Option<Vec<_>>>();
    let units = units.ok_or_else(|| ApiError::malformed("unknown kind of unit"))?;
    let limit = limit(body.limit.as_ref())?;
    command(&state, &caller, Of::Task(task), Command::Distribute { task, units, limit }).await
}

/// Takes a task out of the unit's in-box.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/take", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn take(State(state): State<AppState>, caller: Caller, Id(task): Id<TaskId>) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::Take { task }).await
}

/// Puts a task back into the unit's in-box.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/give-back", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn give_back(State(state): State<AppState>, caller: Caller, Id(task): Id<TaskId>) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::GiveBack { task }).await
}

/// Reports a task as done.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/complete", tag = "tasks", params(("id" = Uuid, Path)), request_body = Completion, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn complete(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Completion>,
) -> Result<Response, ApiError> {
    let on_behalf = body.on_behalf.map(Into::into);
    command(&state, &caller, Of::Task(task), Command::Complete { task, result: body.result.into(), on_behalf }).await
}

/// Hands a task's output to bodies.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/hand-off", tag = "tasks", params(("id" = Uuid, Path)), request_body = HandingOff, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn hand_off(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<HandingOff>,
) -> Result<Response, ApiError> {
    let receivers = body.receivers.iter().map(|receiver| {
        let to = receiver.body.map_or(Side::Town, |body| Side::Body(body.into()));
        Some(Receiver { to, kind: HandKind::from_code(&receiver.kind)? })
    });
    let receivers = receivers.collect::<Option<Vec<_>>>().ok_or_else(|| ApiError::malformed("unknown kind of hand-off"))?;
    let (note, document_no, count, on_behalf) = (body.note, body.document_no, body.count, body.on_behalf.map(Into::into));
    command(&state, &caller, Of::Task(task), Command::HandOff { task, receivers, note, document_no, count, on_behalf }).await
}

/// Leaves a task out this time.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/leave-out", tag = "tasks", params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn leave_out(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Reason>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::LeaveOut { task, reason: body.reason }).await
}

/// Records that what a task waits for has come.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/received", tag = "tasks", params(("id" = Uuid, Path)), request_body = Receipt, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn received(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Receipt>,
) -> Result<Response, ApiError> {
    let wait = body.wait.map_or(WaitRef::Step(task), |wait| WaitRef::External(wait.into()));
    command(&state, &caller, Of::Task(task), Command::RecordReceived { wait, on: body.on, document_no: body.document_no, note: body.note })
        .await
}

pub(super) fn limit(limit: Option<&NewLimit>) -> Result<Option<workflow::case::LimitSpec>, ApiError> {
    limit.map(|limit| limit.to_spec().ok_or_else(|| ApiError::malformed("the limit does not fit together"))).transpose()
}
