//! Workflows (办理单).

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use workflow::case::{CaseState, Command};
use workflow::ids::WorkflowId;

use super::caller::Caller;
use super::dto::{HolderDto, Listed, NewLimit, WorkflowDto, WorkflowRowDto};
use super::error::{ApiError, Body, ErrorBody, Id, Query};
use crate::service::act::{self, Of};
use crate::service::start::{self, NewWorkflow};
use crate::service::{view, work};
use crate::state::AppState;

/// Which workflows.
#[derive(Debug, Deserialize, IntoParams)]
pub struct WorkflowQuery {
    /// One town.
    pub town: Option<Uuid>,
    /// `running`, `suspended`, `completed`, `cancelled`.
    pub state: Option<String>,
    /// Words of the title.
    pub q: Option<String>,
    /// From 0.
    #[serde(default)]
    pub page: u64,
}

/// A workflow to be started.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewWorkflowDto {
    /// The duty.
    pub duty: Uuid,
    /// Which track of its template, from 0.
    #[serde(default)]
    pub track: usize,
    /// What it is called on screen.
    pub title: String,
    /// Whether messages about it go out at any hour.
    #[serde(default)]
    pub urgent: bool,
    /// The incoming item that it answers.
    pub incoming_item: Option<Uuid>,
    /// The date that is reported upward.
    pub official: Option<NewLimit>,
    /// Who holds which step, by step key of the template.
    #[serde(default)]
    pub holders: BTreeMap<String, HolderDto>,
    /// Which limit which step has, by step key.
    #[serde(default)]
    pub limits: BTreeMap<String, NewLimit>,
    /// For a withdrawn duty: 接收并移送.
    #[serde(default)]
    pub receive_and_transfer: bool,
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Reason {
    /// A sentence.
    pub reason: String,
}

/// What is to be done again, and why.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Reopening {
    /// At least one finished task of the town.
    pub tasks: Vec<Uuid>,
    /// A sentence.
    pub reason: String,
}

/// An entry of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryDto {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the system.
    pub actor: Option<Uuid>,
    /// The command's code.
    pub kind: String,
    /// What happened.
    #[schema(value_type = Vec<Object>)]
    pub facts: Vec<workflow::case::Fact>,
    /// For whom it was recorded.
    #[schema(value_type = Option<Object>)]
    pub on_behalf: Option<workflow::case::OnBehalf>,
    /// The chain's hash at this entry.
    pub hash: String,
}

/// The workflows that the caller may see, newest first.
#[utoipa::path(get, path = "/api/v1/workflows", tag = "workflows", params(WorkflowQuery), responses((status = 200, body = Listed<WorkflowRowDto>), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<WorkflowQuery>,
) -> Result<Json<Listed<WorkflowRowDto>>, ApiError> {
    let wanted = match query.state.as_deref() {
        None => None,
        Some(code) => Some(CaseState::from_code(code).ok_or_else(|| ApiError::malformed("unknown state"))?),
    };
    let filter = work::WorkflowFilter { town: query.town.map(Into::into), state: wanted, words: query.q, page: query.page };
    let page = work::workflows(&state.tools, &caller.viewer, &filter).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(Listed { items: page.rows.iter().map(Into::into).collect(), more: page.more }))
}

/// Starts a workflow.
#[utoipa::path(post, path = "/api/v1/workflows", tag = "workflows", request_body = NewWorkflowDto, responses((status = 201, body = WorkflowDto), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)), security(("token" = [])))]
pub async fn start(
    State(state): State<AppState>,
    caller: Caller,
    Body(new): Body<NewWorkflowDto>,
) -> Result<(StatusCode, Json<WorkflowDto>), ApiError> {
    let spec = |limit: &NewLimit| limit.to_spec().ok_or_else(|| ApiError::malformed("a limit does not fit together"));
    let holders = new.holders.iter().map(|(key, holder)| {
        let holder = holder.to_holder().ok_or_else(|| ApiError::malformed("unknown unit_kind"))?;
        Ok((key.clone(), holder))
    });
    let wanted = NewWorkflow {
        duty: new.duty.into(),
        track: new.track,
        title: new.title.clone(),
        urgent: new.urgent,
        incoming: new.incoming_item.map(Into::into),
        official: new.official.as_ref().map(spec).transpose()?,
        holders: holders.collect::<Result<_, ApiError>>()?,
        limits: new.limits.iter().map(|(key, limit)| Ok((key.clone(), spec(limit)?))).collect::<Result<_, ApiError>>()?,
    };
    let started = if new.receive_and_transfer {
        start::receive_and_transfer(&state.tools, caller.request(), wanted).await
    } else {
        start::start(&state.tools, caller.request(), wanted).await
    };
    let id = started.map_err(|error| ApiError::of(caller.t, error))?;
    Ok((StatusCode::CREATED, Json(read(&state, &caller, Of::Workflow(id)).await?)))
}

/// One workflow, as far as the caller may see it.
#[utoipa::path(get, path = "/api/v1/workflows/{id}", tag = "workflows", params(("id" = Uuid, Path)), responses((status = 200, body = WorkflowDto), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn show(State(state): State<AppState>, caller: Caller, Id(id): Id<WorkflowId>) -> Result<Json<WorkflowDto>, ApiError> {
    Ok(Json(read(&state, &caller, Of::Workflow(id)).await?))
}

/// The history of a workflow, as far as the caller may see it, oldest first.
#[utoipa::path(get, path = "/api/v1/workflows/{id}/history", tag = "workflows", params(("id" = Uuid, Path)), responses((status = 200, body = Listed<EntryDto>), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn history(State(state): State<AppState>, caller: Caller, Id(id): Id<WorkflowId>) -> Result<Json<Listed<EntryDto>>, ApiError> {
    let view = view::workflow(&state.tools, &caller.viewer, Of::Workflow(id)).await.map_err(|error| ApiError::of(caller.t, error))?;
    let items = view.history.into_iter().map(|entry| EntryDto {
        seq: entry.seq,
        at: entry.at,
        actor: entry.actor.map(Into::into),
        kind: entry.kind,
        facts: entry.facts,
        on_behalf: entry.on_behalf,
        hash: entry.hash,
    });
    Ok(Json(Listed { items: items.collect(), more: false }))
}

/// Suspends a workflow: its clocks stop.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/suspend", tag = "workflows", params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn suspend(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<WorkflowId>,
    Body(body): Body<Reason>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Workflow(id), Command::Suspend { reason: body.reason }).await
}

/// Ends a suspension.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/resume", tag = "workflows", params(("id" = Uuid, Path)), responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn resume(State(state): State<AppState>, caller: Caller, Id(id): Id<WorkflowId>) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Workflow(id), Command::Resume).await
}

/// Cancels a workflow.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/cancel", tag = "workflows", params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn cancel(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<WorkflowId>,
    Body(body): Body<Reason>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::Workflow(id), Command::Cancel { reason: body.reason }).await
}

/// Takes a completed workflow up again.
#[utoipa::path(post, path = "/api/v1/workflows/{id}/reopen", tag = "workflows", params(("id" = Uuid, Path)), request_body = Reopening, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn reopen(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<WorkflowId>,
    Body(body): Body<Reopening>,
) -> Result<Response, ApiError> {
    let tasks = body.tasks.into_iter().map(Into::into).collect();
    command(&state, &caller, Of::Workflow(id), Command::Reopen { tasks, reason: body.reason }).await
}

/// Carries out a command and answers with the workflow as the caller may see it now; with nothing when the act took it out of the caller's sight.
pub(super) async fn command(state: &AppState, caller: &Caller, of: Of, command: Command) -> Result<Response, ApiError> {
    let done = act::act(&state.tools, caller.request(), of, &command).await.map_err(|error| ApiError::of(caller.t, error))?;
    match read(state, caller, Of::Workflow(done.case.id)).await {
        Ok(workflow) => Ok(Json(workflow).into_response()),
        Err(ApiError::NotFound) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error),
    }
}

/// The workflow as the caller may see it.
pub(super) async fn read(state: &AppState, caller: &Caller, of: Of) -> Result<WorkflowDto, ApiError> {
    let view = view::workflow(&state.tools, &caller.viewer, of).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(WorkflowDto::of(&view.case, &view.duty.row))
}
