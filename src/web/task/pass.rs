//! Taking a task out of the shared in-box, and putting it back.

use axum::extract::State;
use axum::response::Response;
use workflow::case::Command;
use workflow::ids::TaskId;

use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::act::{self, Of};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::refused::refusal_page;
use crate::web::{Id, Page, Posted, WebError, notice};

/// Takes it.
pub async fn take(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    act::act(&state.tools, request, Of::Task(id), &Command::Take { task: id }).await.map_err(|error| refusal_page(page.t, error))?;
    Ok(notice::done(&Url::TaskShow(id), page.t.task.taken))
}

/// Puts it back.
pub async fn give_back(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    act::act(&state.tools, request, Of::Task(id), &Command::GiveBack { task: id }).await.map_err(|error| refusal_page(page.t, error))?;
    Ok(notice::done(&Url::TaskShow(id), page.t.task.given_back))
}
