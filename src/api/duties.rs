//! The catalogue of duties and their templates.

use axum::Json;
use axum::extract::State;
use duty_list::DutyKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use workflow::ids::DutyId;

use super::caller::Caller;
use super::dto::{DutyDto, Listed, ProposalDto};
use super::error::{ApiError, ErrorBody, Id, Query};
use crate::service::duties::{self, DutyFilter};
use crate::state::AppState;

/// Which duties.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DutyQuery {
    /// Whose list; the caller's own town when left out.
    pub town: Option<Uuid>,
    /// `basic`, `cooperative`, `withdrawn`.
    pub kind: Option<String>,
    /// A category, verbatim.
    pub category: Option<String>,
    /// A body that the duty names.
    pub body: Option<Uuid>,
    /// Words that the row contains.
    #[serde(default)]
    pub q: String,
}

/// What came in, as a sentence.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ProposalQuery {
    /// Whose list; the caller's own town when left out.
    pub town: Option<Uuid>,
    /// The sentence.
    pub q: String,
    /// The sending body, as written.
    pub from: Option<String>,
}

/// A duty in full: its row and everything that the list prints of it, in the shape of the reader's output.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyFull {
    /// The row.
    pub duty: DutyDto,
    /// What the list prints, cut into clauses.
    #[schema(value_type = Object)]
    pub content: duty_list::Duty,
    /// Whether the caller may start work under it.
    pub may_start: bool,
}

/// The template in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateDto {
    /// The version's id.
    pub version: Uuid,
    /// Its number.
    pub number: i32,
    /// Tracks and steps, in the shape that `dutyflow templates` prints.
    #[schema(value_type = Object)]
    pub template: workflow::template::Template,
}

/// The duties in force that fit, in printed order.
#[utoipa::path(get, path = "/api/v1/duties", tag = "duties", params(DutyQuery), responses((status = 200, body = Listed<DutyDto>), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<DutyQuery>,
) -> Result<Json<Listed<DutyDto>>, ApiError> {
    let kind = match query.kind.as_deref() {
        None => None,
        Some(code) => Some(DutyKind::from_code(code).ok_or_else(|| ApiError::malformed("unknown kind"))?),
    };
    let filter = DutyFilter { kind, category: query.category, body: query.body.map(Into::into), words: query.q };
    let found = async {
        let town = duties::town_of(&state.tools, &caller.viewer, query.town.map(Into::into)).await?;
        duties::catalogue(&state.tools, town, &filter).await
    };
    let catalogue = found.await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(Listed { items: catalogue.rows.iter().map(Into::into).collect(), more: false }))
}

/// The rows that fit a sentence, best first. It proposes; a person confirms.
#[utoipa::path(get, path = "/api/v1/duties/proposals", tag = "duties", params(ProposalQuery), responses((status = 200, body = Listed<ProposalDto>), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn propose(
    State(state): State<AppState>,
    caller: Caller,
    Query(query): Query<ProposalQuery>,
) -> Result<Json<Listed<ProposalDto>>, ApiError> {
    let found = async {
        let town = duties::town_of(&state.tools, &caller.viewer, query.town.map(Into::into)).await?;
        duties::propose(&state.tools, town, &query.q, query.from.as_deref()).await
    };
    let proposals = found.await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(Listed { items: proposals.iter().map(Into::into).collect(), more: false }))
}

/// One duty in full.
#[utoipa::path(get, path = "/api/v1/duties/{id}", tag = "duties", params(("id" = Uuid, Path)), responses((status = 200, body = DutyFull), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn show(State(state): State<AppState>, caller: Caller, Id(id): Id<DutyId>) -> Result<Json<DutyFull>, ApiError> {
    let view = duties::show(&state.tools, &caller.viewer, id).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(DutyFull { duty: (&view.text.row).into(), content: view.text.content, may_start: view.may_start }))
}

/// The template in use of a duty.
#[utoipa::path(get, path = "/api/v1/duties/{id}/template", tag = "duties", params(("id" = Uuid, Path)), responses((status = 200, body = TemplateDto), (status = 404, body = ErrorBody)), security(("token" = [])))]
pub async fn template(State(state): State<AppState>, caller: Caller, Id(id): Id<DutyId>) -> Result<Json<TemplateDto>, ApiError> {
    let view = duties::show(&state.tools, &caller.viewer, id).await.map_err(|error| ApiError::of(caller.t, error))?;
    let version = view.version.ok_or(ApiError::NotFound)?;
    Ok(Json(TemplateDto { version: version.id.uuid(), number: version.number, template: version.content }))
}
