//! 更正代录: what was recorded on behalf of another side is put right by an entry of its own.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::case::Command;
use workflow::ids::WorkflowId;

use super::history::{self, Row};
use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::act::{self, Of};
use crate::service::view;
use crate::state::AppState;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::task::on_behalf;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html, html_refused, notice};

/// The longest reason.
const REASON: usize = 2_000;

/// Which entry of the history.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    entry: i64,
}

#[derive(Template)]
#[template(path = "pages/workflow/correct.html")]
struct Form {
    page: Page,
    id: WorkflowId,
    title: String,
    was: Row,
    form: Typed,
    channels: Vec<Choice>,
}

/// The form, filled with what was recorded.
pub async fn new(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let form = Typed::new("correct", state.command()).with("entry", which.entry);
    html(&load(&state, page, &signed, id, which.entry, form, true).await?)
}

/// Enters the correction.
pub async fn create(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("correct");
    let seq = form.value("entry").parse().map_err(|_| WebError::NotFound)?;
    let recorded = on_behalf(t, &mut form);
    let reason = form.required(t, "reason", REASON);
    if let Some((on_behalf, reason)) = recorded.zip(reason).filter(|_| !form.has_errors()) {
        let request = Request { viewer: &signed.viewer, command: form.command() };
        let command = Command::CorrectRecord { seq, on_behalf, reason };
        match act::act(&state.tools, request, Of::Workflow(id), &command).await {
            Ok(_) => return Ok(notice::done(&Url::WorkflowShow(id), t.sides.corrected)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&load(&state, page, &signed, id, seq, form, false).await?)
}

async fn load(
    state: &AppState,
    page: Page,
    signed: &SignedIn,
    id: WorkflowId,
    seq: i64,
    form: Typed,
    fill: bool,
) -> Result<Form, WebError> {
    let view = view::workflow(&state.tools, &signed.viewer, Of::Workflow(id)).await?;
    let entry = view.history.iter().find(|entry| entry.seq == seq && view.corrects).ok_or(WebError::NotFound)?;
    let recorded = entry.on_behalf.as_ref().ok_or(WebError::NotFound)?;
    let form = if fill {
        form.with("behalf_on", recorded.on)
            .with("behalf_office", recorded.office.as_deref().unwrap_or_default())
            .with("behalf_document_no", recorded.document_no.as_deref().unwrap_or_default())
            .with("behalf_channel", &recorded.channel)
    } else {
        form
    };
    let w = &page.t.task;
    let channels = [("paper", w.channel_paper), ("phone", w.channel_phone), ("visit", w.channel_visit)];
    let was = history::of_entry(&page, &view, seq).ok_or(WebError::NotFound)?;
    Ok(Form {
        id,
        title: view.case.title.clone(),
        was,
        form,
        channels: channels.into_iter().map(|(code, label)| Choice::new(code, label)).collect(),
        page,
    })
}
