//! What is done with a workflow inside the town: a leader's note, a copy for information, a further step.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use workflow::calendar::local_date;
use workflow::case::{self, CaseInside, Command, CopyTo, Lane};
use workflow::ids::{PersonId, TaskId, WorkflowId};

use super::short;
use super::show::{Forms, load};
use crate::auth::SignedIn;
use crate::service::act::{self, Of};
use crate::service::further::{self, NewStep, What};
use crate::service::view::WorkflowView;
use crate::service::{Request, office};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::duty::give::Takers;
use crate::web::refused::refused;
use crate::web::task::HolderCode;
use crate::web::task::limit::{self, LimitChoices};
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html_refused, notice};

/// The longest text.
const TEXT: usize = 2_000;
/// How much of a clause a choice shows, in characters.
const CLAUSE: usize = 50;

/// The forms.
#[derive(Debug)]
pub(super) struct Deeds {
    pub(super) note: Typed,
    pub(super) copy: Typed,
    pub(super) step: Typed,
}

impl Deeds {
    pub(super) fn fresh(state: &AppState) -> Self {
        let form = |prefix| Typed::new(prefix, state.command());
        let today = local_date(state.tools.now()).format("%Y-%m-%d").to_string();
        Self { note: form("note").with("on", today), copy: form("copy"), step: form("step").with("limit_source", "town_setting") }
    }

    pub(super) fn put(&mut self, name: &str, typed: Typed) {
        match name {
            "note" => self.note = typed,
            "copy" => self.copy = typed,
            "step" => self.step = typed,
            _ => {}
        }
    }
}

/// A note of a leader as the page shows it.
#[derive(Debug)]
pub(super) struct NoteView {
    pub(super) text: String,
    pub(super) by: String,
}

/// What the forms choose from, and what the page says.
pub(super) struct Inside {
    pub(super) offers: CaseInside,
    pub(super) notes: Vec<NoteView>,
    pub(super) copied: Vec<String>,
    pub(super) leaders: Vec<Choice>,
    pub(super) units: Vec<Choice>,
    pub(super) people: Vec<Choice>,
    pub(super) takers: Option<Takers>,
    pub(super) clauses: Vec<Choice>,
    pub(super) steps: Vec<Choice>,
    pub(super) limits: LimitChoices,
}

impl Inside {
    pub(super) async fn load(state: &AppState, page: &Page, signed: &SignedIn, view: &WorkflowView) -> Result<Self, WebError> {
        let (t, d, case) = (page.t, &page.t.deed, &view.case);
        let around = case::Around { now: page.now, calendar: &state.tools.calendar.of(view.case.town), leaders: &view.leaders };
        let offers = case::case_inside(&signed.viewer, case, &around);
        let notes = case.notes.iter().rev().map(|note| {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("person", &view.names.person(note.by)), ("date", &page.date(&note.on)), ("entered", &view.names.person(note.entered_by))];
            NoteView { text: note.text.clone(), by: fill(if note.on_paper { d.note_line_paper } else { d.note_line }, &values) }
        });
        let notes: Vec<NoteView> = notes.collect();
        let copied = case.copied.iter().map(|to| match to {
            CopyTo::Unit(unit) => view.names.unit(*unit).to_owned(),
            CopyTo::Person(person) => view.names.person(*person).to_owned(),
        });
        let copied: Vec<String> = copied.collect();
        let units = if offers.copy { office::units(&state.tools, case.town).await? } else { Vec::new() };
        let mut people: Vec<(PersonId, String)> =
            units.iter().flat_map(|unit| unit.people.iter().map(|taker| (taker.id, taker.name.clone()))).collect();
        let leaders = if offers.copy || offers.note_on_paper { office::leaders(&state.tools, case.town).await? } else { Vec::new() };
        people.extend(leaders.iter().cloned());
        people.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
        people.dedup();
        let in_box = |unit| HolderCode(workflow::people::Holder { unit, person: None });
        let clauses: Vec<Choice> = if offers.add_step { clauses(view) } else { Vec::new() };
        let steps: Vec<Choice> = if offers.add_step { before(view) } else { Vec::new() };
        let takers = if offers.add_step { Some(Takers::load(&state.tools, t, case.town).await?) } else { None };
        Ok(Self {
            notes,
            copied,
            leaders: if offers.note_on_paper { choices(leaders) } else { Vec::new() },
            units: units.iter().map(|choice| Choice::new(in_box(choice.unit), choice.name.as_str())).collect(),
            people: choices(people),
            takers,
            clauses,
            steps,
            limits: LimitChoices::of(t, view.limits.step),
            offers,
        })
    }
}

impl Inside {
    /// Whether anything can be done.
    pub(super) fn any(&self) -> bool {
        self.offers != CaseInside::default()
    }
}

/// The clauses of the track that can be added.
fn clauses(view: &WorkflowView) -> Vec<Choice> {
    let clauses = view.track.iter().flat_map(|track| further::clauses(track, &view.case));
    clauses.map(|step| Choice::new(&step.key, short(&step.text, CLAUSE))).collect()
}

/// The town's steps after which another can come.
fn before(view: &WorkflowView) -> Vec<Choice> {
    let open = view.case.tasks.values().filter(|task| task.lane == Lane::Town && task.parent.is_none() && !task.is_over());
    open.map(|task| Choice::new(task.id, short(&task.text, CLAUSE))).collect()
}

fn choices(people: Vec<(PersonId, String)>) -> Vec<Choice> {
    people.into_iter().map(|(id, name)| Choice::new(id, name)).collect()
}

/// 批示: in one's own name, or entered from paper for a leader.
pub async fn note(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("note");
    let text = form.required(t, "text", TEXT);
    let by = form.pick_or_none::<PersonId>(t, "by");
    let on: Option<NaiveDate> = form.date(t, "on");
    let today = local_date(page.now);
    let own = by.is_none_or(|by| signed.viewer.is_person(by));
    let by = by.unwrap_or_else(|| own_leader(&signed));
    let command = text.filter(|_| !form.has_errors()).map(|text| Command::Note { text, by, on: on.unwrap_or(today), on_paper: !own });
    if let Some(command) = command {
        let request = Request { viewer: &signed.viewer, command: form.command() };
        match act::act(&state.tools, request, Of::Workflow(id), &command).await {
            Ok(_) => return Ok(notice::done(&Url::WorkflowShow(id), t.deed.noted)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    again(&state, page, &signed, id, "note", form).await
}

/// In whose name a note without a chosen leader is: the person's own, or that of the leader in whose place the person acts.
fn own_leader(signed: &SignedIn) -> PersonId {
    let leads = |face: &workflow::people::Viewer| face.is(workflow::people::Role::Leader);
    signed.viewer.faces().find(leads).map_or(signed.viewer.person, |face| face.person)
}

/// 抄告.
pub async fn copy(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("copy");
    let units = form.picks::<HolderCode>("units").into_iter().map(|HolderCode(holder)| CopyTo::Unit(holder.unit));
    let people = form.picks::<PersonId>("people").into_iter().map(CopyTo::Person);
    let to: Vec<CopyTo> = units.chain(people).collect();
    if to.is_empty() {
        form.wrong("units", t.inside.copy_to_missing);
    }
    let note = form.optional(t, "note", TEXT);
    if !form.has_errors() {
        let request = Request { viewer: &signed.viewer, command: form.command() };
        match act::act(&state.tools, request, Of::Workflow(id), &Command::Copy { to, note }).await {
            Ok(_) => return Ok(notice::done(&Url::WorkflowShow(id), t.deed.copied)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    again(&state, page, &signed, id, "copy", form).await
}

/// A further step.
pub async fn step(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<WorkflowId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("step");
    let what = match form.value("clause") {
        "" => form.required(t, "text", TEXT).map(What::Own),
        key => Some(What::Clause(key.to_owned())),
    };
    let holder = form.pick_or_none::<HolderCode>(t, "holder").map(|HolderCode(holder)| holder);
    let after = form.pick_or_none::<TaskId>(t, "after");
    let limit = limit::read(t, &mut form);
    if let Some(what) = what.filter(|_| !form.has_errors()) {
        let request = Request { viewer: &signed.viewer, command: form.command() };
        match further::add(&state.tools, request, id, NewStep { what, holder, after, limit }).await {
            Ok(_) => return Ok(notice::done(&Url::WorkflowShow(id), t.deed.step_added)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    again(&state, page, &signed, id, "step", form).await
}

async fn again(
    state: &AppState,
    page: Page,
    signed: &SignedIn,
    id: WorkflowId,
    name: &'static str,
    form: Typed,
) -> Result<Response, WebError> {
    let forms = Forms::with(state, name, form);
    html_refused(&load(state, page, signed, id, forms).await?)
}
