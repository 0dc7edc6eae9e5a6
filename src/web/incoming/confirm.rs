//! Confirming the duty that an item belongs to. A person does it; nothing is decided automatically.

use axum::extract::State;
use axum::response::Response;
use workflow::ids::{DutyId, IncomingId};

use crate::auth::SignedIn;
use crate::service::{Request, incoming};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::{Id, Page, Posted, WebError, notice, refused};

/// Confirms the row on whose button was pressed.
pub(super) async fn confirm(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<IncomingId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let duty: DutyId = posted.value("duty").parse().map_err(|_| WebError::Malformed)?;
    let version: i64 = posted.value("version").parse().map_err(|_| WebError::Malformed)?;
    let request = Request { viewer: &signed.viewer, command: posted.command };
    incoming::confirm_duty(&state.tools, request, id, duty, version).await.map_err(|error| refused::refusal_page(page.t, error))?;
    Ok(notice::done(&Url::IncomingShow(id), page.t.incoming.confirmed))
}
