//! 启动办理: title, official date, and who does which step by when.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::DutyKind;
use serde::Deserialize;
use workflow::calendar::{Limit, LimitSource};
use workflow::case::LimitSpec;
use workflow::ids::{DutyId, IncomingId};

use super::flow::{FlowStep, flow};
use super::give::{self, Fields, Takers};
use super::startable;
use crate::auth::SignedIn;
use crate::service::duties::{self, DutyView};
use crate::service::incoming::{self, Incoming};
use crate::service::start::{self as service, NewWorkflow};
use crate::service::{Request, ServiceError};
use crate::state::AppState;
use crate::text::date;
use crate::urls::Url;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html, html_refused, notice, refused};

/// From where it is started, and which track.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    track: String,
    #[serde(default)]
    incoming: String,
}

struct Tab {
    label: String,
    url: String,
    current: bool,
}

/// A step of the town's with its fields.
struct Row {
    step: FlowStep,
    fields: Fields,
}

#[derive(Template)]
#[template(path = "pages/duty/start.html")]
struct New {
    page: Page,
    id: DutyId,
    duty_title: String,
    citation: String,
    form: Typed,
    track: usize,
    tabs: Vec<Tab>,
    item: Option<(String, String)>,
    incoming: String,
    sources: Vec<Choice>,
    rows: Vec<Row>,
    takers: Takers,
    units: Vec<Choice>,
    step_sources: Vec<Choice>,
    default_limit: String,
    body_steps: Vec<FlowStep>,
}

/// What the form is about, found again for every showing.
struct About {
    view: DutyView,
    item: Option<Incoming>,
    track: usize,
}

impl About {
    async fn load(state: &AppState, signed: &SignedIn, id: DutyId, from: &From) -> Result<Self, WebError> {
        let view = duties::show(&state.tools, &signed.viewer, id).await?;
        if !view.may_start {
            return Err(WebError::NotFound);
        }
        let item = item(state, signed, &from.incoming, &view).await?;
        let tracks = view.version.as_ref().map(|version| version.content.tracks.as_slice()).unwrap_or_default();
        let asked = from.track.parse::<usize>().ok().filter(|at| *at < tracks.len());
        let track = asked.or_else(|| tracks.iter().position(startable)).unwrap_or(0);
        Ok(Self { view, item, track })
    }

    fn steps(&self, page: &Page) -> Vec<FlowStep> {
        let track = self.view.version.as_ref().and_then(|version| version.content.tracks.get(self.track));
        track.map(|track| flow(page.t, self.track, track, &self.view.town.name).steps).unwrap_or_default()
    }
}

/// The incoming item from which something is started, when it is one of the same town's.
pub(super) async fn item(state: &AppState, signed: &SignedIn, id: &str, view: &DutyView) -> Result<Option<Incoming>, WebError> {
    let Ok(id) = id.parse::<IncomingId>() else { return Ok(None) };
    let item = incoming::show(&state.tools, &signed.viewer, id).await?.item;
    if item.town == view.town.id { Ok(Some(item)) } else { Err(WebError::NotFound) }
}

/// The title to begin with: the item's words, else the duty's.
pub(super) fn title(item: Option<&Incoming>, view: &DutyView) -> String {
    item.map_or(&view.text.row.title, |item| &item.summary).chars().take(service::TITLE_LIMIT).collect()
}

/// The form, filled in from the item or the duty.
pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let about = About::load(&state, &signed, id, &from).await?;
    if about.view.text.row.kind == DutyKind::Withdrawn {
        return Err(WebError::Refused(page.t.refusal.withdrawn.to_owned()));
    }
    if !about.view.version.as_ref().and_then(|version| version.content.tracks.get(about.track)).is_some_and(startable) {
        return Err(WebError::Refused(page.t.refusal.nothing_to_do.to_owned()));
    }
    let mut form = Typed::new("", state.command()).with("title", title(about.item.as_ref(), &about.view));
    if let Some((item, at)) = about.item.as_ref().and_then(|item| Some((item, item.limit_at?))) {
        let minute = date::iso_minute(at);
        let (day, time) = minute.split_once('T').unwrap_or((minute.as_str(), ""));
        form = form.with("official", day).with("official_time", time).with("official_source", item.limit_source.code());
        form = form.with("official_number", item.limit_source.number().unwrap_or_default());
    }
    let takers = Takers::load(&state.tools, page.t, about.view.town.id).await?;
    html(&page_of(page, about, form, takers))
}

/// Starts it. Sent twice, it starts once.
pub(super) async fn create(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let from = From { track: posted.value("track").to_owned(), incoming: posted.value("incoming").to_owned() };
    let mut form = posted.typed("");
    let about = About::load(&state, &signed, id, &from).await?;
    let takers = Takers::load(&state.tools, t, about.view.town.id).await?;
    let title = form.required(t, "title", service::TITLE_LIMIT).unwrap_or_default();
    let official = official(&state, &page, &mut form);
    let everyone = takers.read(t, &mut form, "everyone");
    let number = about.item.as_ref().and_then(|item| item.document_no.as_deref());
    let (mut holders, mut limits) = (BTreeMap::new(), BTreeMap::new());
    for step in about.steps(&page).into_iter().filter(|step| step.town) {
        let fields = Fields::of(&step.key);
        if let Some(holder) = takers.read(t, &mut form, &fields.who).or(everyone) {
            holders.insert(step.key.clone(), holder);
        }
        if let Some(limit) = give::limit(t, &mut form, &fields, number) {
            limits.insert(step.key, limit);
        }
    }
    if !form.has_errors() {
        let new = NewWorkflow {
            duty: id,
            track: about.track,
            title,
            urgent: form.ticked("urgent"),
            incoming: about.item.as_ref().map(|item| item.id),
            official,
            holders,
            limits,
        };
        match service::start(&state.tools, Request { viewer: &signed.viewer, command }, new).await {
            Ok(workflow) => return Ok(notice::done(&Url::WorkflowShow(workflow), t.duty.started)),
            Err(error) => not_started(&page, &mut form, error)?,
        }
    }
    html_refused(&page_of(page, about, form, takers))
}

/// Notes why it was not started; what is wrong with the duty itself stands above the form, because no field of it can mend that.
pub(super) fn not_started(page: &Page, form: &mut Typed, error: ServiceError) -> Result<(), WebError> {
    match error {
        ServiceError::Invalid(problems) if problems.iter().any(|problem| !matches!(problem.field, "title" | "office")) => {
            let first = problems.first().map(|problem| problem.code).unwrap_or_default();
            form.refuse(page.t.problem(first));
            Ok(())
        }
        error => refused::refused(page.t, form, error),
    }
}

/// The date that is reported upward, with its source.
fn official(state: &AppState, page: &Page, form: &mut Typed) -> Option<LimitSpec> {
    let d = &page.t.duty;
    let at = form.date_and_time(page.t, ("official", "official_time"), |day| super::end_of_day(&state.tools, day));
    let number = form.optional(page.t, "official_number", 100).unwrap_or_default();
    let source = LimitSource::from_code(form.value("official_source"), Some(&number)).filter(LimitSource::is_official);
    match (at, source) {
        (Some(at), Some(source)) => {
            let limit = Limit::date(at);
            if limit.check().is_err() {
                form.wrong("official", page.t.refusal.out_of_range);
            }
            Some(LimitSpec { limit, source })
        }
        (Some(_), None) => {
            form.wrong("official_source", d.official_source_missing);
            None
        }
        (None, Some(_)) => {
            form.wrong("official", d.official_date_missing);
            None
        }
        (None, None) => None,
    }
}

fn page_of(page: Page, about: About, form: Typed, takers: Takers) -> New {
    let (town, body): (Vec<FlowStep>, Vec<FlowStep>) = about.steps(&page).into_iter().partition(|step| step.town);
    let About { view, item, track } = about;
    let t = page.t;
    let row = &view.text.row;
    let tracks = view.version.as_ref().map(|version| version.content.tracks.as_slice()).unwrap_or_default();
    let incoming = item.as_ref().map(|item| item.id.to_string()).unwrap_or_default();
    let startable: Vec<usize> = tracks.iter().enumerate().filter(|(_, track)| startable(track)).map(|(at, _)| at).collect();
    let tab = |at: &usize| Tab {
        label: tracks.get(*at).and_then(|track| track.title.clone()).unwrap_or_else(|| (at + 1).to_string()),
        url: Url::DutyStart(row.duty).with([("track", at.to_string()), ("incoming", incoming.clone())]),
        current: *at == track,
    };
    New {
        id: row.duty,
        duty_title: row.title.clone(),
        citation: t.citation(&view.town.name, view.edition.as_ref().and_then(|edition| edition.label.as_deref()), row.kind, row.no),
        track,
        tabs: if startable.len() > 1 { startable.iter().map(tab).collect() } else { Vec::new() },
        item: item.map(|item| (item.summary, Url::IncomingShow(item.id).to_string())),
        incoming,
        sources: give::official_sources(t),
        rows: town.into_iter().map(|step| Row { fields: Fields::of(&step.key), step }).collect(),
        takers,
        units: give::units(t),
        step_sources: give::step_sources(t),
        default_limit: give::default_limit(t, view.town.limits),
        body_steps: body,
        form,
        page,
    }
}
