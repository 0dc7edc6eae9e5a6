//! One: its rhythm, what comes, what came; pausing, resuming and ending it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::RecurrenceId;
use workflow::people::Unit;
use workflow::recurrence::Occurrence;

use super::badge;
use crate::auth::SignedIn;
use crate::service::recurrence::{self, Change, Run, State as Condition};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::duty::place;
use crate::web::refused::refusal_page;
use crate::web::{Id, Page, Typed, WebError, html, notice};

/// A time that comes.
pub(super) struct Coming {
    pub(super) starts: String,
    pub(super) due: String,
    pub(super) provisional: bool,
}

impl Coming {
    pub(super) fn of(page: &Page, occurrence: &Occurrence) -> Self {
        Self { starts: page.day(&occurrence.start), due: page.day_time(&occurrence.due), provisional: occurrence.provisional }
    }
}

/// A time that came.
struct Came {
    at: String,
    words: Vec<String>,
    workflow: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/recurrence/show.html")]
struct Show {
    page: Page,
    once: Typed,
    title: String,
    badge: Badge,
    facts: Vec<(&'static str, String)>,
    duty: String,
    duty_name: String,
    acts: Vec<(String, &'static str)>,
    coming: Vec<Coming>,
    came: Vec<Came>,
}

/// The page.
pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<RecurrenceId>,
) -> Result<Response, WebError> {
    let view = recurrence::show(&state.tools, &signed.viewer, id).await?;
    let r = &page.t.recurrence;
    let row = &view.row;
    let mut facts = vec![
        (r.rhythm, page.t.rhythm(&row.arrangement)),
        (r.shift, page.t.day_shift(row.arrangement.shift).to_owned()),
        (r.lead_days, row.arrangement.lead.to_string()),
        (r.office, row.office.map_or(r.of_town, |office| view.names.unit(Unit::Office(office))).to_owned()),
        (r.source, page.t.limit_source(&row.source)),
        (r.arranged_by, view.names.person(row.arranged_by).to_owned()),
    ];
    if !row.arrangement.is_fixed() {
        facts.retain(|(label, _)| *label != r.shift);
    }
    facts.extend(row.limit_days.map(|days| (r.limit_days, days.to_string())));
    facts.extend(row.steps.iter().map(|step| (r.steps, step.clone())));
    let acts = match (view.keeps, row.state) {
        (false, _) | (_, Condition::Ended) => Vec::new(),
        (true, Condition::Active) => vec![(Url::RecurrencePause(id).to_string(), r.pause), (Url::RecurrenceEnd(id).to_string(), r.end)],
        (true, Condition::Paused) => vec![(Url::RecurrenceResume(id).to_string(), r.resume), (Url::RecurrenceEnd(id).to_string(), r.end)],
    };
    html(&Show {
        once: Typed::new("", state.command()),
        title: row.title.clone(),
        badge: badge(page.t, row.state),
        duty: Url::DutyShow(row.duty).to_string(),
        duty_name: view
            .duty
            .as_ref()
            .map_or_else(|| r.duty.to_owned(), |duty| format!("{} {}", place(page.t, duty.row.kind, duty.row.no), duty.row.title)),
        acts,
        coming: view.coming.iter().map(|occurrence| Coming::of(&page, occurrence)).collect(),
        came: view.runs.iter().map(|run| came(&page, run)).collect(),
        facts,
        page,
    })
}

fn came(page: &Page, run: &Run) -> Came {
    let r = &page.t.recurrence;
    let mut words = Vec::new();
    if run.late {
        words.push(r.late.to_owned());
    }
    if run.missed > 0 {
        words.push(fill(r.missed, &[("count", &run.missed)]));
    }
    words.extend(run.note.clone());
    words.extend(run.problem.as_ref().map(|why| fill(r.not_started, &[("why", why)])));
    Came { at: page.day_time(&run.at), words, workflow: run.workflow.map(|id| Url::WorkflowShow(id).to_string()) }
}

/// Pauses, resumes or ends it. Asked for twice, it is so once.
pub(super) async fn change(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<RecurrenceId>,
    change: Change,
) -> Result<Response, WebError> {
    let done = recurrence::change(&state.tools, &signed.viewer, id, change).await;
    done.map_err(|error| refusal_page(page.t, error))?;
    Ok(notice::done(&Url::RecurrenceShow(id), page.t.recurrence.changed))
}
