//! 安排周期性工作: words are read, the next ten are shown, and only then it is arranged.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::Nature;
use serde::Deserialize;
use workflow::calendar::LimitSource;
use workflow::ids::DutyId;
use workflow::people::Unit;
use workflow::recurrence::{Arrangement, DayShift, Rhythm, read, read_code};
use workflow::template::Party;

use super::show::Coming;
use crate::auth::SignedIn;
use crate::service::duties::{self, DutyView};
use crate::service::recurrence::{self, NewRecurrence, PREVIEW};
use crate::service::{Request, ServiceError, office, start};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::duty::step_sources;
use crate::web::refused::refused;
use crate::web::{Choice, Page, Posted, Typed, WebError, html, html_refused, notice};

/// The longest rhythm that is typed.
const RHYTHM: usize = 100;

/// For which duty.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    duty: String,
    #[serde(default)]
    track: usize,
}

#[derive(Template)]
#[template(path = "pages/recurrence/new.html")]
struct New {
    page: Page,
    form: Typed,
    duty: DutyId,
    duty_title: String,
    track: usize,
    offices: Vec<Choice>,
    shifts: Vec<Choice>,
    sources: Vec<Choice>,
    steps: Vec<Choice>,
    read_as: Option<String>,
    coming: Vec<Coming>,
}

impl New {
    async fn load(
        state: &AppState,
        page: Page,
        signed: &SignedIn,
        (view, track): (DutyView, usize),
        form: Typed,
    ) -> Result<Self, WebError> {
        let town = view.town.id;
        let keeps = |office| recurrence::keeps(&signed.viewer, town, office);
        let units = office::units(&state.tools, town).await?;
        let offices = units.into_iter().filter_map(|unit| match unit.unit {
            Unit::Office(id) if keeps(Some(id)) => Some(Choice::new(id, unit.name)),
            _ => None,
        });
        let own = keeps(None).then(|| Choice::new("", page.t.recurrence.of_town));
        let shifts = DayShift::ALL.into_iter().map(|shift| Choice::new(shift.code(), page.t.day_shift(shift))).collect();
        Ok(Self {
            duty: view.text.row.duty,
            duty_title: view.text.row.title.clone(),
            track,
            offices: own.into_iter().chain(offices).collect(),
            shifts,
            sources: step_sources(page.t),
            steps: steps(&view, track).into_iter().map(|(_, text)| Choice::new(&text, &text)).collect(),
            read_as: None,
            coming: Vec::new(),
            form,
            page,
        })
    }
}

/// The town's steps of the track.
fn steps(view: &DutyView, track: usize) -> Vec<(Option<Nature>, String)> {
    let track = view.version.as_ref().and_then(|version| version.content.tracks.get(track));
    let steps = track.map(|track| track.steps.as_slice()).unwrap_or_default();
    steps.iter().filter(|step| step.party == Party::Town).map(|step| (step.nature, step.text.clone())).collect()
}

async fn about(state: &AppState, signed: &SignedIn, duty: &str) -> Result<DutyView, WebError> {
    let id: DutyId = duty.parse().map_err(|_| WebError::NotFound)?;
    let view = duties::show(&state.tools, &signed.viewer, id).await?;
    let keeps = recurrence::keeps(&signed.viewer, view.town.id, None)
        || office::units(&state.tools, view.town.id).await?.iter().any(|unit| match unit.unit {
            Unit::Office(id) => recurrence::keeps(&signed.viewer, view.town.id, Some(id)),
            _ => false,
        });
    if keeps && view.version.is_some() { Ok(view) } else { Err(WebError::NotFound) }
}

/// The form; the rhythm that a periodic clause of the duty names stands in it.
pub(super) async fn new(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let view = about(&state, &signed, &from.duty).await?;
    let title: String = view.text.row.title.chars().take(start::TITLE_LIMIT).collect();
    let mut form = Typed::new("", state.command()).with("title", title);
    let named = steps(&view, from.track).into_iter().filter(|(nature, _)| *nature == Some(Nature::Periodic));
    if let Some((step, found)) = named.filter_map(|(_, text)| read(&text).map(|found| (text, found))).next() {
        form = form.with("rhythm", page.t.rhythm(&found.arrangement)).with("steps", step).with("source", LimitSource::List.code());
    }
    html(&New::load(&state, page, &signed, (view, from.track), form).await?)
}

/// Shows what would come, or arranges it. Sent twice, it is arranged once.
pub(super) async fn create(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let only_shown = posted.value("do") == "preview";
    let track = posted.value("track").parse().unwrap_or(0);
    let view = about(&state, &signed, posted.value("duty")).await?;
    let mut form = posted.typed("");
    let arrangement = arrangement(&page, &mut form);
    let title = form.required(t, "title", start::TITLE_LIMIT).unwrap_or_default();
    let number = form.optional(t, "source_number", 100).unwrap_or_default();
    let new = arrangement.clone().map(|arrangement| NewRecurrence {
        duty: view.text.row.duty,
        track,
        steps: form.values_of("steps").map(str::to_owned).collect(),
        title,
        office: form.pick_or_none(t, "office"),
        arrangement,
        first: form.date(t, "first"),
        limit_days: form.number(t, "limit_days"),
        source: LimitSource::from_code(form.value("source"), Some(&number)).unwrap_or(LimitSource::TownSetting),
        urgent: form.ticked("urgent"),
    });
    if let Some(new) = new.filter(|_| !form.has_errors() && !only_shown) {
        match recurrence::arrange(&state.tools, Request { viewer: &signed.viewer, command }, new).await {
            Ok(id) => return Ok(notice::done(&Url::RecurrenceShow(id), t.recurrence.saved)),
            Err(ServiceError::Invalid(problems)) if problems.iter().any(|problem| problem.field == "steps") => {
                form.wrong("steps", t.recurrence.steps_changed);
            }
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    let (refused, town) = (form.has_errors(), view.town.id);
    let mut shown = New::load(&state, page, &signed, (view, track), form).await?;
    if let Some(arrangement) = arrangement {
        shown.read_as = Some(fill(t.recurrence.previewed, &[("rhythm", &t.rhythm(&arrangement))]));
        if arrangement.is_fixed() {
            let next = arrangement.preview(shown.page.now, &state.tools.calendar.of(town), PREVIEW);
            shown.coming = next.iter().map(|occurrence| Coming::of(&shown.page, occurrence)).collect();
        }
    }
    if refused { html_refused(&shown) } else { html(&shown) }
}

/// What was typed, with what was said about days off and the start.
fn arrangement(page: &Page, form: &mut Typed) -> Option<Arrangement> {
    let typed = form.required(page.t, "rhythm", RHYTHM)?;
    let mut arrangement = match read_code(&typed) {
        Ok(arrangement) => arrangement,
        Err(error) => {
            form.wrong("rhythm", page.t.rhythm_refused(&error));
            return None;
        }
    };
    if let Some(shift) = DayShift::from_code(form.value("shift")) {
        arrangement.shift = shift;
    }
    if let Some(lead) = form.number(page.t, "lead").filter(|_| !matches!(arrangement.rhythm, Rhythm::OnEvent { .. })) {
        arrangement.lead = lead;
    }
    if let Err(error) = arrangement.check() {
        form.wrong("lead", page.t.rhythm_refused(&error));
        return None;
    }
    Some(arrangement)
}
