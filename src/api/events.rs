//! Reported events: what waits for one is started.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::error::{ApiError, Body, ErrorBody};
use crate::service::recurrence::{Fired, Outcome, Report, fire};
use crate::state::AppState;

/// An event that is reported.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewEvent {
    /// The town; may be left out by who belongs to one.
    pub town: Option<Uuid>,
    /// The event's name, such as `暴雨预警`.
    pub event: String,
    /// What, where, by which document.
    pub note: Option<String>,
    /// Whether work that still goes on from the last time is started once more.
    #[serde(default)]
    pub again: bool,
}

/// What became of one arrangement that waited for the event.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiredDto {
    /// The arrangement.
    pub recurrence: Uuid,
    /// Its title.
    pub title: String,
    /// `started`, `goes_on` (that of the last time does), `refused`.
    pub outcome: &'static str,
    /// The workflow, where there is one.
    pub workflow: Option<Uuid>,
    /// Why it was not started.
    pub reason: Option<String>,
}

impl From<Fired> for FiredDto {
    fn from(fired: Fired) -> Self {
        let (outcome, workflow, reason) = match fired.outcome {
            Outcome::Started(workflow) => ("started", Some(workflow.uuid()), None),
            Outcome::GoesOn(workflow) => ("goes_on", Some(workflow.uuid()), None),
            Outcome::Refused(why) => ("refused", None, Some(why)),
        };
        Self { recurrence: fired.recurrence.uuid(), title: fired.title, outcome, workflow, reason }
    }
}

/// Reports an event. The same `Idempotency-Key` again starts nothing and answers the same.
#[utoipa::path(post, path = "/api/v1/events", tag = "recurring work", request_body = NewEvent, responses((status = 200, body = Vec<FiredDto>), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody)), security(("token" = [])))]
pub async fn report(State(state): State<AppState>, caller: Caller, Body(new): Body<NewEvent>) -> Result<Json<Vec<FiredDto>>, ApiError> {
    let towns = caller.viewer.towns();
    let town = match (new.town, towns.as_slice()) {
        (Some(town), _) => town.into(),
        (None, [only]) => *only,
        (None, _) => return Err(ApiError::malformed("town is missing")),
    };
    let report = Report { town, event: new.event, note: new.note, again: new.again };
    let fired = fire(&state.tools, caller.request(), report).await.map_err(|error| ApiError::of(caller.t, error))?;
    Ok(Json(fired.into_iter().map(FiredDto::from).collect()))
}
