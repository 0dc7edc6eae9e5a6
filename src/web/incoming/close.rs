//! Closing an item without a workflow: not on the list, or dealt with on the spot.

use axum::extract::State;
use axum::response::Response;
use workflow::ids::IncomingId;

use super::show::Show;
use crate::auth::SignedIn;
use crate::service::{Request, incoming};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::{Id, Page, Posted, WebError, html_refused, notice, refused};

/// The longest note.
const NOTE: usize = 2_000;

/// Closes it with a note.
pub(super) async fn close(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<IncomingId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let version: i64 = posted.value("version").parse().map_err(|_| WebError::Malformed)?;
    let mut form = posted.typed("close");
    let note = form.required(t, "note", NOTE);
    if let Some(note) = note {
        match incoming::close(&state.tools, Request { viewer: &signed.viewer, command }, id, &note, version).await {
            Ok(_) => return Ok(notice::done(&Url::IncomingShow(id), t.incoming.closed_done)),
            Err(error) => refused::refused(t, &mut form, error)?,
        }
    }
    html_refused(&Show::load(&state, page, &signed, id, "", form).await?)
}
