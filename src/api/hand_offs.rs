//! Hand-offs between the sides.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use workflow::case::{Answered, Command};
use workflow::ids::HandOffId;

use super::caller::Caller;
use super::dto::{HandOffRowDto, OnBehalfDto, WorkflowDto};
use super::error::{ApiError, Body, ErrorBody, Id};
use super::workflows::{Reason, command, read};
use crate::service::act::Of;
use crate::service::work;
use crate::state::AppState;

/// What the caller's bodies received.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedDto {
    /// To be signed for or answered.
    pub open: Vec<HandOffRowDto>,
    /// Settled or returned lately.
    pub closed: Vec<HandOffRowDto>,
}

/// A signature.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct Signing {
    /// When it is recorded for the receiver.
    pub on_behalf: Option<OnBehalfDto>,
}

/// A return for correction.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Returning {
    /// What is to be corrected.
    pub reason: String,
    /// How many of it, when not all.
    pub count: Option<u32>,
    /// When it is recorded for the receiver.
    pub on_behalf: Option<OnBehalfDto>,
}

/// An answer to an approval.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AnswerDto {
    /// Whether it is approved.
    pub approved: bool,
    /// A sentence; asked for when it is not approved.
    pub note: Option<String>,
    /// The receiver's document number.
    pub document_no: Option<String>,
    /// When it is recorded for the receiver.
    pub on_behalf: Option<OnBehalfDto>,
}

/// What the caller's bodies received.
#[utoipa::path(get, path = "/api/v1/hand-offs", tag = "hand-offs", responses((status = 200, body = ReceivedDto), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn list(State(state): State<AppState>, caller: Caller) -> Result<Json<ReceivedDto>, ApiError> {
    let received = work::received(&state.tools, &caller.viewer).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(ReceivedDto { open: received.open.iter().map(Into::into).collect(), closed: received.closed.iter().map(Into::into).collect() }))
}

/// The workflow of a hand-off, as far as the caller may see it.
#[utoipa::path(get, path = "/api/v1/hand-offs/{id}", tag = "hand-offs", params(("id" = Uuid, Path)), responses((status = 200, body = WorkflowDto), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn show(State(state): State<AppState>, caller: Caller, Id(id): Id<HandOffId>) -> Result<Json<WorkflowDto>, ApiError> {
    Ok(Json(read(&state, &caller, Of::HandOff(id)).await?))
}

/// Signs for a hand-off.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/sign", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Signing, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn sign(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Signing>,
) -> Result<Response, ApiError> {
    let on_behalf = body.on_behalf.map(Into::into);
    command(&state, &caller, Of::HandOff(hand_off), Command::Sign { hand_off, on_behalf }).await
}

/// Returns a hand-off for correction.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/return", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Returning, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn send_back(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Returning>,
) -> Result<Response, ApiError> {
    let on_behalf = body.on_behalf.map(Into::into);
    command(&state, &caller, Of::HandOff(hand_off), Command::Return { hand_off, reason: body.reason, count: body.count, on_behalf }).await
}

/// Answers an approval.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/answer", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = AnswerDto, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn answer(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<AnswerDto>,
) -> Result<Response, ApiError> {
    let answer = Answered { approved: body.approved, note: body.note, document_no: body.document_no };
    let on_behalf = body.on_behalf.map(Into::into);
    command(&state, &caller, Of::HandOff(hand_off), Command::Answer { hand_off, answer, on_behalf }).await
}

/// Takes a hand-off back before it is signed for.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/take-back", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Reason, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn take_back(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Reason>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::HandOff(hand_off), Command::TakeBack { hand_off, reason: body.reason }).await
}
