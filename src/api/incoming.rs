//! Incoming items (来件).

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use workflow::calendar::LimitSource;
use workflow::ids::IncomingId;

use super::caller::Caller;
use super::dto::{IncomingDto, Listed, ProposalDto};
use super::error::{ApiError, Body, ErrorBody, Id, Query};
use crate::service::incoming::{self, IncomingState, Registration};
use crate::state::AppState;

/// What is registered.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewItem {
    /// The town; may be left out by who coordinates one.
    pub town: Option<Uuid>,
    /// `letter`, `call`, `group_notice`, `hotline`, `leader_note`, `meeting`, `patrol`, `fixed_date`, `other`.
    pub source: String,
    /// One sentence.
    pub summary: String,
    /// By when, where it says so.
    pub limit_at: Option<DateTime<Utc>>,
    /// Where that limit comes from; see `Due`.
    pub limit_source: Option<String>,
    /// The sending body, as written.
    pub from: Option<String>,
    /// Its document number.
    pub document_no: Option<String>,
}

/// Which items.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ItemQuery {
    /// `registered`, `matched`, `started`, `closed`; all when left out.
    pub state: Option<String>,
    /// From 0.
    #[serde(default)]
    pub page: u64,
}

/// An item with the rows that fit it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemWithProposals {
    /// The item.
    pub item: IncomingDto,
    /// Rows that fit, best first. A person confirms.
    pub proposals: Vec<ProposalDto>,
    /// Other items that may be the same matter. A person judges.
    pub alike: Vec<AlikeItem>,
}

/// Another item that may be the same matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlikeItem {
    /// The item.
    pub item: IncomingDto,
    /// Whether both carry the same document number; else their sentences are alike.
    pub same_number: bool,
}

/// The row that a person confirms.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ConfirmedDuty {
    /// The duty.
    pub duty: Uuid,
    /// The item's version as it was read.
    pub version: i64,
}

/// Why an item is closed without a workflow.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Closing {
    /// A sentence.
    pub note: String,
    /// The item's version as it was read.
    pub version: i64,
}

/// The items, the latest first.
#[utoipa::path(get, path = "/api/v1/incoming-items", tag = "incoming items", params(ItemQuery), responses((status = 200, body = Listed<IncomingDto>), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<ItemQuery>,
) -> Result<Json<Listed<IncomingDto>>, ApiError> {
    let states = match query.state.as_deref() {
        None => Vec::new(),
        Some(code) => vec![IncomingState::from_code(code).ok_or_else(|| ApiError::malformed("unknown state"))?],
    };
    let (items, more, _) =
        incoming::list(&state.tools, &caller.viewer, states, query.page).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(Listed { items: items.iter().map(Into::into).collect(), more }))
}

/// Registers an item.
#[utoipa::path(post, path = "/api/v1/incoming-items", tag = "incoming items", request_body = NewItem, responses((status = 201, body = IncomingDto), (status = 422, body = ErrorBody)), security(("token" = [])))]
pub async fn register(
    State(state): State<AppState>,
    caller: Caller,
    Body(new): Body<NewItem>,
) -> Result<(StatusCode, Json<IncomingDto>), ApiError> {
    let limit_source = match new.limit_source.as_deref() {
        None => None,
        Some(code) => {
            Some(LimitSource::from_code(code, new.document_no.as_deref()).ok_or_else(|| ApiError::malformed("unknown limit_source"))?)
        }
    };
    let typed = Registration {
        town: new.town.map(Into::into),
        source: new.source,
        summary: new.summary,
        limit: new.limit_at,
        limit_source,
        from: new.from,
        document_no: new.document_no,
    };
    let item = incoming::register(&state.tools, caller.request(), typed).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok((StatusCode::CREATED, Json((&item).into())))
}

/// One item with the rows that fit it.
#[utoipa::path(get, path = "/api/v1/incoming-items/{id}", tag = "incoming items", params(("id" = Uuid, Path)), responses((status = 200, body = ItemWithProposals), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn show(State(state): State<AppState>, caller: Caller, Id(id): Id<IncomingId>) -> Result<Json<ItemWithProposals>, ApiError> {
    let view = incoming::show(&state.tools, &caller.viewer, id).await.map_err(|error| ApiError::of(caller.t, error))?;
    let alike = view.alike.iter().map(|found| AlikeItem { item: (&found.item).into(), same_number: found.same_number }).collect();
    Ok(Json(ItemWithProposals { item: (&view.item).into(), proposals: view.proposals.iter().map(Into::into).collect(), alike }))
}

/// Confirms the row under which an item falls.
#[utoipa::path(post, path = "/api/v1/incoming-items/{id}/duty", tag = "incoming items", params(("id" = Uuid, Path)), request_body = ConfirmedDuty, responses((status = 200, body = IncomingDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn confirm(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<IncomingId>,
    Body(confirmed): Body<ConfirmedDuty>,
) -> Result<Json<IncomingDto>, ApiError> {
    let done = incoming::confirm_duty(&state.tools, caller.request(), id, confirmed.duty.into(), confirmed.version).await;
    Ok(Json((&done.map_err(|error| ApiError::of(caller.t, error))?).into()))
}

/// Closes an item without a workflow.
#[utoipa::path(post, path = "/api/v1/incoming-items/{id}/close", tag = "incoming items", params(("id" = Uuid, Path)), request_body = Closing, responses((status = 200, body = IncomingDto), (status = 409, body = ErrorBody)), security(("token" = [])))]
pub async fn close(
    State(state): State<AppState>,
    caller: Caller,
    Id(id): Id<IncomingId>,
    Body(closing): Body<Closing>,
) -> Result<Json<IncomingDto>, ApiError> {
    let done = incoming::close(&state.tools, caller.request(), id, &closing.note, closing.version).await;
    Ok(Json((&done.map_err(|error| ApiError::of(caller.t, error))?).into()))
}
