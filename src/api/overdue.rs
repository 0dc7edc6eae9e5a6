//! The overdue report.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use workflow::case::Side;
use workflow::case::turn::Turn;

use super::caller::Caller;
use super::dto::{HandOffRowDto, TaskRowDto, WorkflowRowDto};
use super::error::{ApiError, ErrorBody};
use super::sides::TurnDto;
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
    /// With whom each of these is now, by its id.
    pub official_with: BTreeMap<Uuid, Vec<TurnDto>>,
}

/// That something waits for a leader's signature is the town's inside.
fn with(turns: &BTreeSet<Turn>) -> Vec<TurnDto> {
    let outward = |turn: &Turn| if *turn == Turn::SignOff { Turn::With(Side::Town) } else { *turn };
    turns.iter().map(outward).collect::<BTreeSet<Turn>>().into_iter().map(Into::into).collect()
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
        official_with: late.turns.iter().map(|(id, turns)| (id.uuid(), with(turns))).collect(),
    }))
}
