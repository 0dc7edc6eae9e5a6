//! 接收并移送: what a town does with a duty that a department has taken back.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::DutyKind;
use serde::Deserialize;
use workflow::calendar::Limit;
use workflow::case::LimitSpec;
use workflow::ids::DutyId;
use workflow::template::Party;

use super::give::Takers;
use super::start::{item, not_started, title};
use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::duties::{self, DutyView};
use crate::service::incoming::Incoming;
use crate::service::start::{self as service, NewWorkflow};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::{Id, Page, Posted, Typed, WebError, html, html_refused, notice};

/// From which incoming item.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    incoming: String,
}

#[derive(Template)]
#[template(path = "pages/duty/transfer.html")]
struct New {
    page: Page,
    id: DutyId,
    duty_title: String,
    citation: String,
    receivers: String,
    several: bool,
    form: Typed,
    item: Option<(String, String)>,
    /// The limit that came with the item.
    limit: Option<String>,
    incoming: String,
    takers: Takers,
}

async fn duty(state: &AppState, page: &Page, signed: &SignedIn, id: DutyId) -> Result<DutyView, WebError> {
    let view = duties::show(&state.tools, &signed.viewer, id).await?;
    if !view.may_start {
        return Err(WebError::NotFound);
    }
    if view.text.row.kind != DutyKind::Withdrawn || view.version.is_none() {
        return Err(WebError::Refused(page.t.refusal.no_receiver.to_owned()));
    }
    Ok(view)
}

/// The form, filled in from the item or the duty.
pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let view = duty(&state, &page, &signed, id).await?;
    let item = item(&state, &signed, &from.incoming, &view).await?;
    let title = title(item.as_ref(), &view);
    let form = Typed::new("", state.command()).with("title", title);
    let takers = Takers::load(&state.tools, page.t, view.town.id).await?;
    html(&page_of(page, &view, item, form, takers))
}

/// Receives it: a workflow that ends with the transfer's answer.
pub(super) async fn create(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let view = duty(&state, &page, &signed, id).await?;
    let item = item(&state, &signed, posted.value("incoming"), &view).await?;
    let takers = Takers::load(&state.tools, t, view.town.id).await?;
    let mut form = posted.typed("");
    let title = form.required(t, "title", service::TITLE_LIMIT).unwrap_or_default();
    let holder = takers.read(t, &mut form, "office");
    if !form.has_errors() {
        let track = view.version.as_ref().and_then(|version| version.content.tracks.first());
        let steps = track.into_iter().flat_map(|track| &track.steps).filter(|step| step.party == Party::Town);
        let new = NewWorkflow {
            duty: id,
            track: 0,
            title,
            urgent: form.ticked("urgent"),
            incoming: item.as_ref().map(|item| item.id),
            official: item.as_ref().and_then(official),
            holders: steps.filter_map(|step| Some((step.key.clone(), holder?))).collect(),
            limits: BTreeMap::new(),
        };
        match service::receive_and_transfer(&state.tools, Request { viewer: &signed.viewer, command }, new).await {
            Ok(workflow) => return Ok(notice::done(&Url::WorkflowShow(workflow), t.duty.transferred)),
            Err(error) => not_started(&page, &mut form, error)?,
        }
    }
    html_refused(&page_of(page, &view, item, form, takers))
}

/// The limit that came with an item: it is the official one of what is started from it.
fn official(item: &Incoming) -> Option<LimitSpec> {
    let spec = LimitSpec { limit: Limit::date(item.limit_at?), source: item.limit_source.clone() };
    spec.source.is_official().then_some(spec)
}

fn page_of(page: Page, view: &DutyView, item: Option<Incoming>, form: Typed, takers: Takers) -> New {
    let row = &view.text.row;
    New {
        id: row.duty,
        duty_title: row.title.clone(),
        citation: page.t.citation(&view.town.name, view.edition.as_ref().and_then(|edition| edition.label.as_deref()), row.kind, row.no),
        receivers: row.departments.join(page.t.duty.between),
        several: row.departments.len() > 1,
        form,
        limit: item.as_ref().and_then(|item| item.limit_at).map(|at| page.day_time(&at)),
        incoming: item.as_ref().map(|item| item.id.to_string()).unwrap_or_default(),
        item: item.map(|item| (item.summary, Url::IncomingShow(item.id).to_string())),
        takers,
        page,
    }
}
