//! One workflow: what is between the sides now, the lanes, what stands beside them, and the history.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::case::{self, CaseOffers, Lane, TaskState};
use workflow::ids::WorkflowId;

use super::clock::{self, ClockView};
use super::history::{self, Row};
use super::inside::{Deeds, Inside};
use super::lanes::{Clauses, HandOffLine, LaneView, Maker};
use super::{duty_ref, short};
use crate::auth::SignedIn;
use crate::service::act::Of;
use crate::service::{self, view};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::{Route, Url, Verb};
use crate::web::badge::Badge;
use crate::web::explain::{self, Line};
use crate::web::work::due::DueView;
use crate::web::{Choice, Id, Page, Typed, WebError, html};

/// The forms for the whole workflow; the one that was refused is shown open.
#[derive(Debug)]
pub(super) struct Forms {
    pub(super) open: &'static str,
    pub(super) suspend: Typed,
    pub(super) cancel: Typed,
    pub(super) reopen: Typed,
    pub(super) resume: Typed,
    pub(super) inside: Deeds,
}

impl Forms {
    fn fresh(state: &AppState) -> Self {
        let form = |prefix| Typed::new(prefix, state.command());
        let inside = Deeds::fresh(state);
        Self { open: "", suspend: form("suspend"), cancel: form("cancel"), reopen: form("reopen"), resume: form("resume"), inside }
    }

    /// The forms with the one that was refused, as it was typed.
    pub(super) fn with(state: &AppState, name: &'static str, typed: Typed) -> Self {
        let mut forms = Self { open: name, ..Self::fresh(state) };
        match name {
            "suspend" => forms.suspend = typed,
            "cancel" => forms.cancel = typed,
            "reopen" => forms.reopen = typed,
            other => forms.inside.put(other, typed),
        }
        forms
    }
}

#[derive(Template)]
#[template(path = "pages/workflow/show.html")]
pub(super) struct Show {
    page: Page,
    id: WorkflowId,
    title: String,
    badge: Badge,
    urgent: bool,
    town: String,
    duty: String,
    duty_title: String,
    duty_href: Option<String>,
    track: Option<String>,
    incoming: Option<String>,
    official: Option<DueView>,
    /// How it was counted.
    explanation: Vec<Line>,
    started: String,
    /// Under which list it is done, once a newer one is in force.
    wording: Option<String>,
    suspended: Option<String>,
    inside: bool,
    now: Vec<HandOffLine>,
    lanes: Vec<LaneView>,
    reference: Vec<Clauses>,
    history: Vec<Row>,
    clock: ClockView,
    offers: CaseOffers,
    forms: Forms,
    reopenable: Vec<Choice>,
    within: Inside,
}

/// The page.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<WorkflowId>) -> Result<Response, WebError> {
    let forms = Forms::fresh(&state);
    html(&load(&state, page, &signed, id, forms).await?)
}

/// The page with these forms.
pub(super) async fn load(state: &AppState, page: Page, signed: &SignedIn, id: WorkflowId, forms: Forms) -> Result<Show, WebError> {
    let view = view::workflow(&state.tools, &signed.viewer, Of::Workflow(id)).await?;
    let within = Inside::load(state, &page, signed, &view).await?;
    let (t, case) = (page.t, &view.case);
    let read = service::clock::of_workflow(&state.tools, &signed.viewer, id).await?;
    let clock = clock::view(&page, &view, |side| view.names.unit(side.unit(case.town)).to_owned(), &read);
    let maker = Maker { state, page: &page, view: &view, viewer: &signed.viewer };
    let may = |route: Route| route.right(Verb::Get).is_some_and(|right| right.allows(&signed.viewer));
    let reopenable = case.tasks.values().filter(|task| task.lane == Lane::Town && task.state == TaskState::Done);
    let official = case.official_due.as_ref().map(|due| DueView::of(&page, &state.tools.calendar.of(case.town), due));
    Ok(Show {
        id,
        title: case.title.clone(),
        badge: Badge::workflow(t, case.state),
        urgent: case.urgent,
        town: view.names.town(case.town).to_owned(),
        duty: duty_ref(t, view.duty.row.kind, view.duty.row.no),
        duty_title: view.duty.row.title.clone(),
        duty_href: may(Route::DutyShow).then(|| Url::DutyShow(view.origin.duty).to_string()),
        track: view.track.as_ref().and_then(|track| track.title.clone()),
        incoming: view.origin.incoming.filter(|_| view.inside && may(Route::IncomingShow)).map(|id| Url::IncomingShow(id).to_string()),
        explanation: case
            .official_due
            .as_ref()
            .filter(|_| view.inside)
            .map(|due| explain::lines(&page, &state.tools.calendar.of(case.town), due))
            .unwrap_or_default(),
        official: official.map(|due| if case.state.ended() { DueView { late: false, left: String::new(), ..due } } else { due }),
        started: fill(
            t.workflow.started_by,
            &[
                ("person", &if view.inside { view.names.person(case.started_by) } else { view.names.town(case.town) }),
                ("date", &page.day(&case.started_at)),
            ],
        ),
        wording: view.superseded.as_ref().map(|edition| t.started_under(edition.label.as_deref(), edition.sequence)),
        suspended: case.suspended_at.as_ref().map(|at| fill(t.workflow.suspended_since, &[("date", &page.day(at))])),
        inside: view.inside,
        now: maker.on_their_way(),
        lanes: maker.lanes(),
        reference: maker.reference(),
        history: history::rows(&page, &view),
        clock,
        offers: case::case_offers(&signed.viewer, case),
        forms,
        within,
        reopenable: reopenable.map(|task| Choice::new(task.id, short(&task.text, 50))).collect(),
        page,
    })
}
