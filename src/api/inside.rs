//! The town's inside: passing on, lending, signing off, more time, reminders by hand, notes, copies, further steps.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use workflow::case::{Command, CopyTo, Dated, OnPaper};
use workflow::ids::{HandOffId, TaskId, WorkflowId};

use super::caller::Caller;
use super::dto::{self, HolderDto, NewLimit, WorkflowDto};
use super::error::{ApiError, Body, ErrorBody, Id};
use super::tasks::UnitDto;
use super::workflows::{Reason, command, read};
use crate::service::act::Of;
use crate::service::further::{self, NewStep, What};
use crate::state::AppState;

/// To whom a task is passed on, and why.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Moving {
    /// The unit, and perhaps the person.
    pub holder: HolderDto,
    /// A sentence.
    pub reason: String,
}

/// Who is asked for help, and for what.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Lending {
    /// The unit, and perhaps the person.
    pub holder: HolderDto,
    /// What is asked.
    pub what: String,
}

/// A note.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Noting {
    /// A sentence.
    pub note: Option<String>,
}

/// A signature on paper, or a decision of a meeting.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PaperDto {
    /// Who signed; left out for a meeting.
    pub signer: Option<Uuid>,
    /// When.
    pub on: NaiveDate,
    /// The number of the document, or of the minutes.
    pub document_no: Option<String>,
}

/// More time.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Extending {
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// The answer to a request for more time.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ExtensionAnswer {
    /// Whether it is granted.
    pub grant: bool,
    /// Why it is refused.
    pub reason: Option<String>,
}

/// A reminder by hand.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Reminding {
    /// A call that was made; otherwise a message is sent.
    #[serde(default)]
    pub by_phone: bool,
}

/// How it stands.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Remarking {
    /// A sentence.
    pub text: String,
}

/// A note of a leader (批示).
#[derive(Debug, Deserialize, ToSchema)]
pub struct LeaderNoteDto {
    /// The note.
    pub text: String,
    /// The leader; left out: the caller.
    pub by: Option<Uuid>,
    /// When it was written.
    pub on: NaiveDate,
    /// Whether it was written on paper and is entered for the leader.
    #[serde(default)]
    pub on_paper: bool,
}

/// A copy for information (抄告).
#[derive(Debug, Deserialize, ToSchema)]
pub struct Copying {
    /// Offices and villages.
    #[serde(default)]
    pub units: Vec<UnitDto>,
    /// People of the town.
    #[serde(default)]
    pub people: Vec<Uuid>,
    /// A sentence.
    pub note: Option<String>,
}

/// A further step.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FurtherStep {
    /// The key of a step of the template that is done when needed or by schedule.
    pub clause: Option<String>,
    /// What is to be done, in the town's own words.
    pub text: Option<String>,
    /// Who does it.
    pub holder: Option<HolderDto>,
    /// After which task it can begin.
    pub after: Option<Uuid>,
    /// By when.
    pub limit: Option<NewLimit>,
}

fn unknown_unit() -> ApiError {
    ApiError::malformed("unknown kind of unit")
}

/// Passes a task on to another unit or person of the town.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/pass-on", tag = "tasks", params(("id" = Uuid, Path)), request_body = Moving, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn pass_on(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Moving>,
) -> Result<Response, ApiError> {
    let holder = body.holder.to_holder().ok_or_else(unknown_unit)?;
    command(&state, &caller, Of::Task(task), Command::PassOn { task, holder, reason: body.reason }).await
}

/// Asks another unit or person of the town for help; the task comes back.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/lend", tag = "tasks", params(("id" = Uuid, Path)), request_body = Lending, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn lend(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Lending>,
) -> Result<Response, ApiError> {
    let holder = body.holder.to_holder().ok_or_else(unknown_unit)?;
    command(&state, &caller, Of::Task(task), Command::Lend { task, holder, what: body.what }).await
}

/// Gives a lent task back to its lender.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/hand-back", tag = "tasks", params(("id" = Uuid, Path)), request_body = Noting, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn hand_back(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Noting>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::HandBack { task, note: body.note }).await
}

/// Signs off what was submitted; it leaves at once.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/sign-off", tag = "tasks", params(("id" = Uuid, Path)), request_body = Noting, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn sign_off(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Noting>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::AgreeSignOff { task, note: body.note }).await
}

/// Gives back what was submitted.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/sign-off/refuse", tag = "tasks", params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn refuse_sign_off(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Reason>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::RefuseSignOff { task, reason: body.reason }).await
}

/// Withdraws what was submitted.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/sign-off/withdraw", tag = "tasks", params(("id" = Uuid, Path)), responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn withdraw_sign_off(State(state): State<AppState>, caller: Caller, Id(task): Id<TaskId>) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::WithdrawSignOff { task }).await
}

/// Enters a sign-off on paper, or a meeting's decision.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/sign-off/record", tag = "tasks", params(("id" = Uuid, Path)), request_body = PaperDto, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn record_sign_off(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<PaperDto>,
) -> Result<Response, ApiError> {
    let paper = OnPaper { signer: body.signer.map(Into::into), on: body.on, document_no: body.document_no };
    command(&state, &caller, Of::Task(task), Command::RecordSignOff { task, paper }).await
}

/// Asks for more time, before the date.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/extension", tag = "tasks", params(("id" = Uuid, Path)), request_body = Extending, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn ask_extension(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Extending>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::AskExtension { of: Dated::Task(task), until: body.until, reason: body.reason }).await
}

/// Grants or refuses more time.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/extension/answer", tag = "tasks", params(("id" = Uuid, Path)), request_body = ExtensionAnswer, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn answer_extension(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<ExtensionAnswer>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::AnswerExtension { of: Dated::Task(task), grant: body.grant, reason: body.reason })
        .await
}

/// Reminds whoever holds a task: by message at most once a working day, or logs a call.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/nudge", tag = "tasks", params(("id" = Uuid, Path)), request_body = Reminding, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn nudge(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Reminding>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::Nudge { task, by_phone: body.by_phone }).await
}

/// Says how a task stands.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/remark", tag = "tasks", params(("id" = Uuid, Path)), request_body = Remarking, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn remark(
    State(state): State<AppState>,
    caller: Caller,
    Id(task): Id<TaskId>,
    Body(body): Body<Remarking>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Task(task), Command::Remark { task, text: body.text }).await
}

/// Reminds the receiver of a hand-off.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/remind", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Reminding, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn remind(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Reminding>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::HandOff(hand_off), Command::Remind { hand_off, by_phone: body.by_phone }).await
}

/// Asks for more time for an answer, before the date.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/extension", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Extending, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn ask_answer_extension(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Extending>,
) -> Result<Response, ApiError> {
    command(
        &state,
        &caller,
        Of::HandOff(hand_off),
        Command::AskExtension { of: Dated::HandOff(hand_off), until: body.until, reason: body.reason },
    )
    .await
}

/// Grants or refuses more time for an answer.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/extension/answer", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = ExtensionAnswer, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn answer_answer_extension(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<ExtensionAnswer>,
) -> Result<Response, ApiError> {
    command(
        &state,
        &caller,
        Of::HandOff(hand_off),
        Command::AnswerExtension { of: Dated::HandOff(hand_off), grant: body.grant, reason: body.reason },
    )
    .await
}

/// Notes what a leader said on a workflow.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/note", tag = "workflows", params(("id" = Uuid, Path)), request_body = LeaderNoteDto, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn note(
    State(state): State<AppState>,
    caller: Caller,
    Id(workflow): Id<WorkflowId>,
    Body(body): Body<LeaderNoteDto>,
) -> Result<Response, ApiError> {
    let by = body.by.map_or(caller.viewer.person, Into::into);
    command(&state, &caller, Of::Workflow(workflow), Command::Note { text: body.text, by, on: body.on, on_paper: body.on_paper }).await
}

/// Gives a copy for information.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/copy", tag = "workflows", params(("id" = Uuid, Path)), request_body = Copying, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn copy(
    State(state): State<AppState>,
    caller: Caller,
    Id(workflow): Id<WorkflowId>,
    Body(body): Body<Copying>,
) -> Result<Response, ApiError> {
    let units = body.units.iter().map(|unit| dto::unit(&unit.kind, unit.id).map(CopyTo::Unit)).collect::<Option<Vec<_>>>();
    let mut to = units.ok_or_else(unknown_unit)?;
    to.extend(body.people.into_iter().map(|person| CopyTo::Person(person.into())));
    command(&state, &caller, Of::Workflow(workflow), Command::Copy { to, note: body.note }).await
}

/// Adds a step to a running workflow.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/steps", tag = "workflows", params(("id" = Uuid, Path)), request_body = FurtherStep, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn add_step(
    State(state): State<AppState>,
    caller: Caller,
    Id(workflow): Id<WorkflowId>,
    Body(body): Body<FurtherStep>,
) -> Result<Response, ApiError> {
    let what = match (body.clause, body.text) {
        (Some(key), None) => What::Clause(key),
        (None, Some(text)) => What::Own(text),
        _ => return Err(ApiError::malformed("either a clause or a text")),
    };
    let holder = body.holder.map(|holder| holder.to_holder().ok_or_else(unknown_unit)).transpose()?;
    let limit = super::tasks::limit(body.limit.as_ref())?;
    let new = NewStep { what, holder, after: body.after.map(Into::into), limit };
    further::add(&state.tools, caller.request(), workflow, new).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(read(&state, &caller, Of::Workflow(workflow)).await?).into_response())
}
