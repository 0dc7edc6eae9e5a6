//! The list of a template's clauses, track by track, with its picture; one clause at a time is open for changing.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::ids::{CommandId, DutyId};
use workflow::template::{Cell, Party, Template};

use super::fields::{Choices, filled};
use super::rows::{Lane, Row, lanes, rows};
use crate::auth::SignedIn;
use crate::service::templates::{self, Editor, Seen};
use crate::service::{ServiceError, Tools, office, towns};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::{Choice, Id, Page, Typed, WebError, html};

/// Which clause is open.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    step: String,
}

/// Where a form stands that comes back with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Step(String),
    Split(String),
    Track(usize),
    Top,
}

/// The open clause.
struct Open {
    key: String,
    form: Typed,
    split: Typed,
    choices: Choices,
    own: bool,
    splits: bool,
}

/// Saying which office answers for the duty.
struct Offices {
    form: Typed,
    choices: Vec<Choice>,
}

struct TrackView {
    index: usize,
    title: String,
    named: bool,
    lanes: Vec<Lane>,
    rows: Vec<Row>,
    form: Typed,
    /// The sides that a new step may have.
    parties: Vec<Choice>,
    /// Other tracks into which this one can be put.
    others: Vec<(usize, String)>,
}

#[derive(askama::Template)]
#[template(path = "pages/duty/template/show.html")]
pub(super) struct Show {
    page: Page,
    id: DutyId,
    duty_title: String,
    citation: String,
    in_use: String,
    draft: Option<String>,
    proposal: Option<String>,
    outdated: bool,
    seen: Seen,
    marks: usize,
    tracks: Vec<TrackView>,
    open: Option<Open>,
    once: Typed,
    refusal: Option<String>,
    /// For who may say which office answers.
    offices: Option<Offices>,
}

/// The editor.
pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let editor = templates::editor(&state.tools, &signed.viewer, id).await?;
    let place = if wanted.step.is_empty() { Place::Top } else { Place::Step(wanted.step) };
    html(&view(&state.tools, page, &editor, place, None, state.command()).await?)
}

/// The page; `typed` is the form of `place` that was refused.
pub(super) async fn view(
    tools: &Tools,
    page: Page,
    editor: &Editor,
    place: Place,
    typed: Option<Typed>,
    command: CommandId,
) -> Result<Show, ServiceError> {
    let t = page.t;
    let w = &t.template;
    let town = editor.town.name.as_str();
    let content = editor.content();
    let row = &editor.duty.row;
    let once = Typed::new("once", command);
    let offices = offices(tools, &page, editor, command).await?;
    let open = open(tools, &page, content, town, &place, typed.as_ref(), command).await?;
    let refusal = typed.as_ref().filter(|_| place == Place::Top || (open.is_none() && !matches!(place, Place::Track(_))));
    let refusal = refusal.and_then(Typed::refusal).map(str::to_owned);
    let title = |at: usize| content.tracks[at].title.clone().unwrap_or_else(|| fill(t.duty.flow_of, &[("title", &(at + 1))]));
    let tracks = content.tracks.iter().enumerate().map(|(index, track)| TrackView {
        index,
        title: title(index),
        named: track.title.is_some(),
        lanes: lanes(track, town),
        rows: rows(t, track, town),
        form: typed.clone().filter(|_| place == Place::Track(index)).unwrap_or_else(|| Typed::new("track", command)),
        parties: track
            .lanes
            .iter()
            .map(|lane| match lane {
                Party::Town => Choice::new("town", town),
                Party::Body { name } => Choice::new(name, name.as_str()),
            })
            .collect(),
        others: (0..content.tracks.len()).filter(|at| *at != index).map(|at| (at, title(at))).collect(),
    });
    Ok(Show {
        id: row.duty,
        duty_title: row.title.clone(),
        citation: super::super::place(t, row.kind, row.no),
        in_use: fill(w.in_use, &[("number", &editor.version.number)]),
        draft: editor.draft.is_some().then(|| fill(w.has_draft, &[("count", &editor.changes().len())])),
        proposal: editor.proposal.as_ref().map(|version| version.id.to_string()),
        outdated: editor.outdated(),
        seen: editor.seen(),
        marks: content.tracks.iter().flat_map(|track| &track.steps).map(|step| step.review.len()).sum(),
        tracks: tracks.collect(),
        open,
        once,
        refusal,
        offices,
        page,
    })
}

async fn open(
    tools: &Tools,
    page: &Page,
    content: &Template,
    town: &str,
    place: &Place,
    typed: Option<&Typed>,
    command: CommandId,
) -> Result<Option<Open>, ServiceError> {
    let (Place::Step(key) | Place::Split(key)) = place else { return Ok(None) };
    let found = content.tracks.iter().find_map(|track| Some((track, track.steps.iter().find(|step| step.key == *key)?)));
    let Some((track, step)) = found else { return Ok(None) };
    let county = towns::bodies(tools).await?.into_iter().map(|body| body.name).collect();
    let form = filled(Typed::new("step", command), step);
    let split = Typed::new("split", command).with("texts", &step.text);
    let (form, split) = match (place, typed.cloned()) {
        (Place::Step(_), Some(typed)) => (typed, split),
        (_, Some(typed)) => (form, typed),
        (_, None) => (form, split),
    };
    let choices = Choices::of(page.t, track, step, town, county);
    let own = step.clause.cell == Cell::Own;
    Ok(Some(Open { key: key.clone(), form, split, choices, own, splits: !own }))
}

async fn offices(tools: &Tools, page: &Page, editor: &Editor, command: CommandId) -> Result<Option<Offices>, ServiceError> {
    if !editor.coordinates || editor.duty.row.kind != duty_list::DutyKind::Basic {
        return Ok(None);
    }
    let form = Typed::new("office", command).with("office", editor.office.map(|id| id.to_string()).unwrap_or_default());
    let none = Choice::new("", page.t.template.office_none);
    let all = office::units(tools, editor.town.id).await?.into_iter().filter_map(|unit| match unit.unit {
        workflow::people::Unit::Office(id) => Some(Choice::new(id, unit.name)),
        _ => None,
    });
    Ok(Some(Offices { form, choices: std::iter::once(none).chain(all).collect() }))
}

impl Show {
    /// Whether the page shows a clause open.
    fn opened(&self, row: &Row) -> Option<&Open> {
        self.open.as_ref().filter(|open| open.key == row.key)
    }

    fn short(&self, row: &Row) -> String {
        crate::text::short(&row.text)
    }

    fn edit_url(&self, row: &Row) -> String {
        format!("{}#s-{}", Url::DutyTemplate(self.id).with([("step", row.key.as_str())]), row.key)
    }
}
