//! 暂缓, 恢复, 取消, 重新打开.

use axum::extract::State;
use axum::response::Response;
use workflow::case::Command;
use workflow::ids::{TaskId, WorkflowId};

use super::show::{Forms, load};
use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::act::{self, Of};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::refused::{refusal_page, refused};
use crate::web::{Id, Page, Posted, WebError, html_refused, notice};

/// The longest reason.
const REASON: usize = 2_000;

/// A form of the whole workflow: its name, what its reason becomes, and what is said when it is done.
struct Wanted {
    form: &'static str,
    command: fn(String, Vec<TaskId>) -> Command,
    said: &'static str,
}

/// 暂缓.
pub async fn suspend(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let said = page.t.workflow.suspended;
    with_reason(&state, page, &signed, id, posted, Wanted { form: "suspend", command: |reason, _| Command::Suspend { reason }, said }).await
}

/// Cancelling.
pub async fn cancel(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let said = page.t.workflow.cancelled;
    with_reason(&state, page, &signed, id, posted, Wanted { form: "cancel", command: |reason, _| Command::Cancel { reason }, said }).await
}

/// Reopening.
pub async fn reopen(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let said = page.t.workflow.reopened;
    let wanted = Wanted { form: "reopen", command: |reason, tasks| Command::Reopen { tasks, reason }, said };
    with_reason(&state, page, &signed, id, posted, wanted).await
}

/// Ends a suspension.
pub async fn resume(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    act::act(&state.tools, request, Of::Workflow(id), &Command::Resume).await.map_err(|error| refusal_page(page.t, error))?;
    Ok(notice::done(&Url::WorkflowShow(id), page.t.workflow.resumed))
}

async fn with_reason(
    state: &AppState,
    page: Page,
    signed: &SignedIn,
    id: WorkflowId,
    posted: Posted,
    wanted: Wanted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    let mut form = posted.typed(wanted.form);
    let reason = form.required(page.t, "reason", REASON);
    let tasks = form.picks::<TaskId>("tasks");
    if let Some(reason) = reason {
        match act::act(&state.tools, request, Of::Workflow(id), &(wanted.command)(reason, tasks)).await {
            Ok(_) => return Ok(notice::done(&Url::WorkflowShow(id), wanted.said)),
            Err(error) => refused(page.t, &mut form, error)?,
        }
    }
    let forms = Forms::with(state, wanted.form, form);
    html_refused(&load(state, page, signed, id, forms).await?)
}
