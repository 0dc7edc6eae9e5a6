//! Everything that is done with a lead from its page.

use axum::extract::State;
use axum::response::Response;
use workflow::ids::LeadId;

use super::form::Act;
use super::show;
use crate::auth::SignedIn;
use crate::service::{Request, lead};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::{Id, Page, Posted, WebError, html_refused, notice};

/// Carries out an act; refused, the page comes back with what was typed.
pub(super) async fn act(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<LeadId>,
    posted: Posted,
    act: Act,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut typed = posted.typed(act.prefix());
    if let Some(command) = act.read(t, &mut typed) {
        let request = Request { viewer: &signed.viewer, command: typed.command() };
        match lead::act(&state.tools, request, id, &command).await {
            Ok(_) => return Ok(notice::done(&Url::LeadShow(id), act.said(t))),
            Err(error) => refused(t, &mut typed, error)?,
        }
    }
    html_refused(&show::load(&state, page, &signed, id, Some((act, typed))).await?)
}
