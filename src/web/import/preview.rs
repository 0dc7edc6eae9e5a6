//! What was read of a list that was sent, before anything changes; and accepting it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::DutyKind;
use uuid::Uuid;

use super::changes::{self, Group, Question, groups, questions};
use super::findings::{About, Band, Figures, bands};
use super::review::{Filter, Filters, filtered};
use super::send::not_taken;
use crate::auth::SignedIn;
use crate::service::ServiceError;
use crate::service::actor::Actor;
use crate::service::import::editions::lines;
use crate::service::import::pending::{self, Upload};
use crate::service::import::{self, Accepted, Imported, NewList, Preview, Summary};
use crate::service::towns::Town;
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::town::limits::{self, Asked};
use crate::web::{Id, Page, Posted, Typed, WebError, html, html_refused, notice};

#[derive(Template)]
#[template(path = "pages/import/preview.html")]
struct Show {
    page: Page,
    form: Typed,
    id: Uuid,
    file_name: String,
    title: String,
    edition: String,
    bodies: usize,
    figures: Figures,
    bands: Vec<Band>,
    filters: Filters,
    errors: String,
    standing: String,
    /// Whether an older list would take the place of a newer one.
    older: bool,
    first: bool,
    groups: Vec<Group>,
    questions: Vec<Question>,
    seen: String,
    needs_limits: bool,
    limits: [Asked; 3],
}

impl Show {
    fn new(page: Page, form: Typed, filter: Filter, upload: &Upload, town: &Town, preview: &Preview) -> Self {
        let t = page.t;
        let list = &preview.list;
        let duties = BTreeMap::from([
            (DutyKind::Basic, preview.counts.basic),
            (DutyKind::Cooperative, preview.counts.cooperative),
            (DutyKind::Withdrawn, preview.counts.withdrawn),
        ]);
        let (standing, older) = standing(t, preview);
        let errors = preview.counts.errors;
        let action = Url::ImportShow(upload.id).to_string();
        let (shown, filters) = filtered(t, action, filter, &list.findings, &preview.remarks);
        Self {
            id: upload.id,
            file_name: upload.file_name.clone(),
            title: fill(t.import.of_town, &[("town", &town.name)]),
            edition: list.edition.clone().unwrap_or_else(|| t.import.no_label.to_owned()),
            bodies: preview.counts.bodies,
            figures: Figures::new(t, &list.declared, &duties, &list.findings),
            bands: bands(&page, &shown, &About { lines: &lines(&upload.source), links: &BTreeMap::new(), deciders: &BTreeMap::new() }),
            filters,
            errors: if errors > 0 { fill(t.import.errors_first, &[("count", &errors)]) } else { String::new() },
            standing,
            older,
            first: preview.in_force.is_none(),
            groups: if preview.in_force.is_some() { groups(t, &preview.comparison, Some(preview)) } else { Vec::new() },
            questions: questions(t, preview),
            seen: preview.in_force.as_ref().map(|edition| edition.id.to_string()).unwrap_or_default(),
            needs_limits: preview.needs_limits,
            limits: limits::asked(t),
            form,
            page,
        }
    }
}

/// How the list stands to the one in force, and whether it is the older one.
fn standing(t: &Texts, preview: &Preview) -> (String, bool) {
    let Some(now) = &preview.in_force else { return (t.import.change_first.to_owned(), false) };
    let (Some(old), Some(new)) = (&now.label, &preview.list.edition) else { return (t.import.change_unknown.to_owned(), false) };
    // Labels are year and month, which sort as texts.
    let said = match new.cmp(old) {
        std::cmp::Ordering::Less => t.import.change_older,
        std::cmp::Ordering::Equal => t.import.change_same,
        std::cmp::Ordering::Greater => t.import.change_newer,
    };
    (fill(said, &[("old", old), ("new", new)]), new < old)
}

/// The file that waits, read again; a file that waits no longer is told apart from an address that never was one.
async fn load(state: &AppState, page: &Page, signed: &SignedIn, id: Uuid) -> Result<(Upload, Town, Preview), WebError> {
    let found = pending::find(&state.tools, &signed.viewer, id).await;
    let (upload, town) = match found {
        Err(ServiceError::NotFound) => return Err(WebError::Refused(page.t.import.waited_too_long.to_owned())),
        other => other?,
    };
    let preview = import::preview(&state.tools, Actor::Person(&signed.viewer), town.id, upload.source.clone()).await?;
    Ok((upload, town, preview))
}

/// What was read.
pub async fn show(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<Uuid>,
    Query(filter): Query<Filter>,
) -> Result<Response, WebError> {
    let (upload, town, preview) = load(&state, &page, &signed, id).await?;
    if let Some(known) = &preview.known {
        return Ok(notice::done(&Url::EditionShow(known.id), page.t.import.same_again));
    }
    let form = Typed::new("", state.command());
    html(&Show::new(page, form, filter, &upload, &town, &preview))
}

/// Imports it. Pressed twice, the second press finds it imported.
pub async fn accept(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<Uuid>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let (upload, town, preview) = load(&state, &page, &signed, id).await?;
    let mut form = posted.typed("");
    let limits = if preview.needs_limits { limits::read(t, &mut form) } else { None };
    let answers = changes::answers(t, &mut form, &preview);
    if form.has_errors() {
        return html_refused(&Show::new(page, form, Filter::default(), &upload, &town, &preview));
    }
    // An address that was sent without what was seen is compared with what is in force now.
    let seen = form.value("seen").parse().ok().or(preview.in_force.as_ref().map(|edition| edition.id));
    let new = NewList { town: town.id, file_name: upload.file_name.clone(), bytes: upload.source.clone(), limits, allow_other_town: false };
    match import::accept_list(&state.tools, Actor::Person(&signed.viewer), new, Accepted { seen, answers }, |_| {}).await {
        Ok(Imported::Unchanged(edition)) => Ok(notice::done(&Url::EditionShow(edition.id), t.import.same_again)),
        Ok(Imported::Done(summary)) => done(t, &summary),
        Err(ServiceError::Conflict) => {
            form.refuse(t.import.other_in_force);
            html_refused(&Show::new(page, form, Filter::default(), &upload, &town, &preview))
        }
        Err(error) => {
            not_taken(t, &mut form, error)?;
            html_refused(&Show::new(page, form, Filter::default(), &upload, &town, &preview))
        }
    }
}

fn done(t: &Texts, summary: &Summary) -> Result<Response, WebError> {
    let counts = &summary.counts;
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("basic", &counts.basic), ("cooperative", &counts.cooperative), ("withdrawn", &counts.withdrawn), ("total", &counts.duties())];
    let edition = summary.edition.ok_or_else(|| WebError::Internal(anyhow::anyhow!("an import without an edition")))?;
    Ok(notice::done(&Url::EditionShow(edition), fill(t.import.done, &values)))
}

/// Drops it.
pub async fn discard(State(state): State<AppState>, page: Page, signed: SignedIn, Id(_): Id<Uuid>) -> Result<Response, WebError> {
    pending::discard(&state.tools, &signed.viewer).await?;
    Ok(notice::done(&Url::Import, page.t.import.discarded))
}
