//! 商请: asking a department for what the list gives to it and no step of the workflow needs.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::ids::WorkflowId;

use super::{duty_ref, short};
use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::asking::{self, Ask, Askable};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::task::limit::{self, LimitChoices};
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html, html_refused, notice};

/// The longest text.
const TEXT: usize = 2_000;
/// The longest document number.
const NUMBER: usize = 100;
/// How much of a clause a choice shows, in characters.
const CLAUSE: usize = 80;

/// A department with what can be asked of it.
struct Group {
    name: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/workflow/ask.html")]
struct Form {
    page: Page,
    id: WorkflowId,
    title: String,
    duty: String,
    groups: Vec<Group>,
    form: Typed,
    limits: LimitChoices,
}

/// Which of the duties is chosen beforehand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    step: String,
}

/// The form.
pub async fn new(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let form = Typed::new("ask", state.command()).with("step", &asked.step).with("limit_source", "town_setting");
    html(&load(&state, page, &signed, id, form).await?)
}

/// Asks.
pub async fn create(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("ask");
    let step = form.value("step").to_owned();
    if step.is_empty() {
        form.wrong("step", t.common.pick_one);
    }
    let words = form.required(t, "ask", TEXT);
    let document_no = form.optional(t, "document_no", NUMBER);
    let limit = limit::read(t, &mut form);
    if let Some(ask) = words.filter(|_| !form.has_errors()) {
        let request = Request { viewer: &signed.viewer, command: form.command() };
        match asking::ask(&state.tools, request, id, Ask { step_key: step, ask, limit, document_no }).await {
            Ok(_) => return Ok(notice::done(&Url::WorkflowShow(id), t.sides.requested)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&load(&state, page, &signed, id, form).await?)
}

async fn load(state: &AppState, page: Page, signed: &SignedIn, id: WorkflowId, form: Typed) -> Result<Form, WebError> {
    let (view, found) = asking::askable(&state.tools, &signed.viewer, id).await?;
    Ok(Form {
        id,
        title: view.case.title.clone(),
        duty: duty_ref(page.t, view.duty.row.kind, view.duty.row.no),
        groups: groups(found),
        form,
        limits: LimitChoices::of(page.t, view.limits.answer),
        page,
    })
}

fn groups(found: Vec<Askable>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for askable in found {
        let choice = Choice::new(&askable.step_key, short(&askable.clause, CLAUSE));
        match groups.iter_mut().find(|group| group.name == askable.name) {
            Some(group) => group.choices.push(choice),
            None => groups.push(Group { name: askable.name, choices: vec![choice] }),
        }
    }
    groups
}
