//! One edition: its figures, its findings, its document.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use workflow::ids::EditionId;

use super::findings::{Band, Figures, bands};
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::import::editions::{self, Edition};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::{Url, Verb};
use crate::web::badge::Badge;
use crate::web::{Id, Page, WebError, html};

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
    catalogue: Option<String>,
    keeps: bool,
    /// The town's other editions, to be compared with this one.
    others: Vec<(String, String)>,
}

/// The edition.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<EditionId>) -> Result<Response, WebError> {
    let t = page.t;
    let view = editions::show(&state.tools, id).await?;
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
    html(&Show {
        title: fill(t.import.of_town, &[("town", &view.town.name)]),
        number: fill(t.import.edition_number, &[("n", &view.edition.sequence)]),
        badge,
        imported_by: view.imported_by.unwrap_or_else(|| t.import.by_console.to_owned()),
        figures: Figures::new(t, &view.edition.declared, &view.duties, &view.findings),
        bands: bands(t, &view.findings, &view.lines, &links),
        catalogue: (reads && view.edition.in_force).then(|| Url::Duties.with([("town", town.as_str())].as_slice())),
        keeps: Actor::Person(&signed.viewer).keeps(view.town.id),
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
