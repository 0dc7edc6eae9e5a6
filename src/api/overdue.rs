//! The overdue report.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::dto::{HandOffRowDto, TaskRowDto, WorkflowRowDto};
use super::error::{ApiError, ErrorBody};
use crate::service::work;
use crate::state::AppState;

/// What is late, and what is open without a date.
#[derive(Debug, Serialize, ToSchema)]
pub struct OverdueDto {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// Late tasks.
    pub tasks: Vec<TaskRowDto>,
    /// Late hand-offs: unsigned, or unanswered.
    pub hand_offs: Vec<HandOffRowDto>,
    /// Open tasks without a date, the oldest first.
    pub undated_tasks: Vec<TaskRowDto>,
    /// Open hand-offs without a date, the oldest first.
    pub undated_hand_offs: Vec<HandOffRowDto>,
    /// Workflows past the date that is reported upward.
    pub official: Vec<WorkflowRowDto>,
}

/// What is late in the caller's towns.
#[utoipa::path(get, path = "/api/v1/overdue", tag = "overdue", responses((status = 200, body = OverdueDto), (status = 401, body = ErrorBody)), security(("token" = [])))]
pub async fn report(State(state): State<AppState>, caller: Caller) -> Result<Json<OverdueDto>, ApiError> {
    let late = work::late(&state.tools, &caller.viewer).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(OverdueDto {
        at: late.at,
        tasks: late.tasks.iter().map(Into::into).collect(),
        hand_offs: late.hand_offs.iter().map(Into::into).collect(),
        undated_tasks: late.undated_tasks.iter().map(Into::into).collect(),
        undated_hand_offs: late.undated_hand_offs.iter().map(Into::into).collect(),
        official: late.official.iter().map(Into::into).collect(),
    }))
}
