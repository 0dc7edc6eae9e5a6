//! 报告事件: what waits for it is started at once.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::people::Unit;

use crate::auth::SignedIn;
use crate::service::recurrence::{self, Outcome, Report};
use crate::service::{Request, ServiceError, work};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused};

/// The longest name of an event, and the longest note.
const EVENT: usize = 50;
const NOTE: usize = 2_000;

/// What became of one piece of work.
struct Fired {
    title: String,
    words: String,
    workflow: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/recurrence/event.html")]
struct Event {
    page: Page,
    form: Typed,
    towns: Vec<Choice>,
    known: Vec<(String, Option<String>)>,
    fired: Vec<Fired>,
}

impl Event {
    async fn load(state: &AppState, page: Page, signed: &SignedIn, form: Typed) -> Result<Self, WebError> {
        let towns = signed.viewer.towns();
        let names = work::unit_names(&state.tools, towns.iter().map(|town| Unit::Town(*town))).await?;
        let known = recurrence::triggers(&state.tools, &signed.viewer).await?;
        let known = known.into_iter().map(|(name, count)| (name, (count > 0).then(|| fill(page.t.recurrence.waits, &[("count", &count)]))));
        Ok(Self {
            known: known.collect(),
            towns: towns.iter().map(|town| Choice::new(town, names.town(*town))).collect(),
            form,
            fired: Vec::new(),
            page,
        })
    }
}

/// The form.
pub(super) async fn new(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    html(&Event::load(&state, page, &signed, Typed::new("", state.command())).await?)
}

/// Reports it. Sent twice, it is reported once.
pub(super) async fn create(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let mut form = posted.typed("");
    let towns = signed.viewer.towns();
    let town = match towns.as_slice() {
        [only] => Some(*only),
        _ => form.pick(t, "town"),
    };
    let event = form.required(t, "event", EVENT);
    let note = form.optional(t, "note", NOTE);
    let again = form.ticked("again");
    if let (Some(town), Some(event), false) = (town, event, form.has_errors()) {
        let report = Report { town, event, note, again };
        match recurrence::fire(&state.tools, Request { viewer: &signed.viewer, command }, report).await {
            Ok(fired) => {
                // A report is one request: the next one from this page is another.
                let event = form.value("event").to_owned();
                let mut shown = Event::load(&state, page, &signed, Typed::new("", state.command()).with("event", event)).await?;
                shown.fired = fired.into_iter().map(|one| result(t, one)).collect();
                return html(&shown);
            }
            Err(ServiceError::Invalid(problems)) if problems.iter().any(|problem| problem.code == "nothing-waits") => {
                form.wrong("event", t.recurrence.nothing_waits);
            }
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&Event::load(&state, page, &signed, form).await?)
}

fn result(t: &crate::text::Texts, one: recurrence::Fired) -> Fired {
    let r = &t.recurrence;
    let (words, workflow) = match one.outcome {
        Outcome::Started(id) => (r.started.to_owned(), Some(id)),
        Outcome::GoesOn(id) => (r.goes_on.to_owned(), Some(id)),
        Outcome::Refused(why) => (fill(r.not_started, &[("why", &why)]), None),
    };
    Fired { title: one.title, words, workflow: workflow.map(|id| Url::WorkflowShow(id).to_string()) }
}
