//! One edition: its figures, its findings, its document.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use workflow::ids::EditionId;

use super::findings::{About, Band, Figures, bands};
use super::review::{Filter, Filters, filtered};
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::import::editions::{self, Edition};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::{Url, Verb};
use crate::web::badge::Badge;
use crate::web::{Id, Page, Typed, WebError, html, html_refused};

#[derive(Template)]
#[template(path = "pages/import/edition.html")]
struct Show {
    page: Page,
    edition: Edition,
    title: String,
    number: String,
    badge: Badge,
    imported_by: String,
    figures: Figures,
    bands: Vec<Band>,
    filters: Filters,
    /// Where decisions are sent; empty for who may not decide.
    decide: String,
    form: Typed,
    catalogue: Option<String>,
    keeps: bool,
    /// The town's other editions, to be compared with this one.
    others: Vec<(String, String)>,
}

/// The edition.
pub async fn show(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<EditionId>,
    Query(filter): Query<Filter>,
) -> Result<Response, WebError> {
    let form = Typed::new("finding", state.command());
    html(&load(&state, page, &signed, id, form, filter).await?)
}

/// The edition with a form that was refused.
pub(super) async fn refused(state: &AppState, page: Page, signed: &SignedIn, id: EditionId, form: Typed) -> Result<Response, WebError> {
    html_refused(&load(state, page, signed, id, form, Filter::default()).await?)
}

async fn load(state: &AppState, page: Page, signed: &SignedIn, id: EditionId, form: Typed, filter: Filter) -> Result<Show, WebError> {
    let t = page.t;
    let view = editions::show(&state.tools, id).await?;
    let keeps = Actor::Person(&signed.viewer).keeps(view.town.id);
    let (shown, filters) = filtered(t, Url::EditionShow(id).to_string(), filter, &view.findings, &view.remarks);
    let reads = Url::Duties.route().right(Verb::Get).is_some_and(|right| right.allows(&signed.viewer));
    let town = view.town.id.to_string();
    let badge = match view.edition.in_force {
        true => Badge::other("done", "done", t.import.in_force),
        false => Badge::other("off", "off", t.import.superseded),
    };
    let all = editions::of_town(&state.tools, view.town.id).await?;
    let others = all.iter().filter(|other| other.id != id);
    let others = others.map(|other| {
        let from = other.id.to_string();
        (Url::EditionChanges(id).with([("from", from.as_str())].as_slice()), super::compare::name(t, other))
    });
    // A link that would be refused is none.
    let links = if reads { view.links } else { Default::default() };
    Ok(Show {
        title: fill(t.import.of_town, &[("town", &view.town.name)]),
        number: fill(t.import.edition_number, &[("n", &view.edition.sequence)]),
        badge,
        imported_by: view.imported_by.unwrap_or_else(|| t.import.by_console.to_owned()),
        figures: Figures::new(t, &view.edition.declared, &view.duties, &view.findings),
        bands: bands(&page, &shown, &About { lines: &view.lines, links: &links, deciders: &view.deciders }),
        filters,
        decide: if keeps { Url::EditionFinding(id).to_string() } else { String::new() },
        form,
        catalogue: (reads && view.edition.in_force).then(|| Url::Duties.with([("town", town.as_str())].as_slice())),
        keeps,
        others: others.collect(),
        edition: view.edition,
        page,
    })
}

/// Its document, to be saved: a browser never shows it as a page of ours.
pub async fn document(State(state): State<AppState>, Id(id): Id<EditionId>) -> Result<Response, WebError> {
    let (edition, source) = editions::document(&state.tools, id).await?;
    Ok((crate::web::attachment(&edition.file_name, "application/octet-stream")?, source).into_response())
}
