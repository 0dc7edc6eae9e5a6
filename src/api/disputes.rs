//! Objections, coordination and sharing out of hand-offs.

use axum::extract::State;
use axum::response::Response;
use duty_list::{DutyKind, DutyRef};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use workflow::case::{Command, CoordinationScope, Outcome, Side};
use workflow::ids::HandOffId;

use super::caller::Caller;
use super::dto::{OnBehalfDto, WorkflowDto};
use super::error::{ApiError, Body, ErrorBody, Id};
use super::workflows::command;
use crate::service::act::Of;
use crate::state::AppState;

/// An objection.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Objecting {
    /// Why it is not the receiver's duty.
    pub reason: String,
    /// The table of the list on which that rests: `basic`, `cooperative`, `withdrawn`.
    pub row_kind: String,
    /// The number of the row.
    pub row_no: u32,
    /// When it is recorded for the receiver.
    pub on_behalf: Option<OnBehalfDto>,
}

/// The answer to an objection.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ObjectionAnswer {
    /// The body to which it is offered; left out for the town.
    pub to: Option<Uuid>,
    /// The answer.
    pub answer: String,
}

/// The county is asked.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AskingCounty {
    /// `duty`: whose duty it is; `progress`: that it moves on.
    pub scope: String,
    /// What is asked.
    pub reason: String,
}

/// A result.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Concluding {
    /// `offer`, `cancel`, `goes_on`.
    pub outcome: String,
    /// With `offer`: the body; left out for the town.
    pub to: Option<Uuid>,
    /// Why.
    pub reason: String,
    /// The document that says it.
    pub document_no: Option<String>,
    /// When it is entered for who decided.
    pub on_behalf: Option<OnBehalfDto>,
}

/// Sharing out.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Sharing {
    /// The person; left out: back into the in-box.
    pub person: Option<Uuid>,
}

fn side(body: Option<Uuid>) -> Side {
    body.map_or(Side::Town, |body| Side::Body(body.into()))
}

/// Objects: this is not our duty.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/object", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Objecting, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn object(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Objecting>,
) -> Result<Response, ApiError> {
    let kind = DutyKind::from_code(&body.row_kind).ok_or_else(|| ApiError::malformed("unknown table of the list"))?;
    let (row, on_behalf) = (DutyRef { kind, no: body.row_no }, body.on_behalf.map(Into::into));
    command(&state, &caller, Of::HandOff(hand_off), Command::Object { hand_off, reason: body.reason, row, on_behalf }).await
}

/// Answers an objection and offers it again.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/answer-objection", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = ObjectionAnswer, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn answer(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<ObjectionAnswer>,
) -> Result<Response, ApiError> {
    let asked = Command::AnswerObjection { hand_off, to: side(body.to), answer: body.answer };
    command(&state, &caller, Of::HandOff(hand_off), asked).await
}

/// Asks the county to coordinate.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/ask-county", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = AskingCounty, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn ask_county(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<AskingCounty>,
) -> Result<Response, ApiError> {
    let scope = CoordinationScope::from_code(&body.scope).ok_or_else(|| ApiError::malformed("unknown scope"))?;
    command(&state, &caller, Of::HandOff(hand_off), Command::AskCounty { hand_off, scope, reason: body.reason }).await
}

/// Enters what a coordination led to.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/conclude", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Concluding, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn conclude(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Concluding>,
) -> Result<Response, ApiError> {
    let outcome = match body.outcome.as_str() {
        "offer" => Outcome::Offer { to: side(body.to) },
        "cancel" => Outcome::Cancel,
        "goes_on" => Outcome::GoesOn,
        _ => return Err(ApiError::malformed("unknown outcome")),
    };
    let (document_no, on_behalf) = (body.document_no, body.on_behalf.map(Into::into));
    let asked = Command::Conclude { hand_off, outcome, reason: body.reason, document_no, on_behalf };
    command(&state, &caller, Of::HandOff(hand_off), asked).await
}

/// Gives it to a person of the receiving body.
#[utoipa::path(post, path = "/api/v1/hand-offs/{id}/share", tag = "hand-offs", params(("id" = Uuid, Path)), request_body = Sharing, responses((status = 200, body = WorkflowDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn share(
    State(state): State<AppState>,
    caller: Caller,
    Id(hand_off): Id<HandOffId>,
    Body(body): Body<Sharing>,
) -> Result<Response, ApiError> {
    command(&state, &caller, Of::HandOff(hand_off), Command::ShareOut { hand_off, person: body.person.map(Into::into) }).await
}
