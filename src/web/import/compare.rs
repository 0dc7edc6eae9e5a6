//! What changed between two editions of a town's list: the page, and the same to take away.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use duty_list::compare::{Change, ChangeKind, Comparison, Standing};
use serde::Deserialize;
use workflow::ids::EditionId;

use super::changes::{Group, groups};
use crate::report::editions::{self as report, Row};
use crate::report::sheet;
use crate::service::ServiceError;
use crate::service::import::editions::{self, Compared, Edition};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::{Choice, Id, Page, WebError, html};

/// With which edition it is compared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct From {
    from: String,
}

#[derive(Template)]
#[template(path = "pages/import/compare.html")]
struct Show {
    page: Page,
    id: EditionId,
    town: String,
    title: String,
    others: Vec<Choice>,
    from: String,
    groups: Vec<Group>,
    same: bool,
    xlsx: String,
    csv: String,
}

/// 2025-07（第 1 次导入）
pub fn name(t: &Texts, edition: &Edition) -> String {
    let number = fill(t.import.edition_number, &[("n", &edition.sequence)]);
    match &edition.label {
        Some(label) => format!("{label} · {number}"),
        None => number,
    }
}

/// The two editions: the one of the address, and the one that was asked for or the one before it. The first of a town has none before it.
async fn load(state: &AppState, id: EditionId, from: &From) -> Result<(Compared, Vec<Edition>), WebError> {
    let own = editions::show(&state.tools, id).await?;
    let all = editions::of_town(&state.tools, own.town.id).await?;
    let asked = from.from.parse().ok();
    let before = || all.iter().find(|other| other.sequence < own.edition.sequence).map(|other| other.id);
    let old = asked.or_else(before).ok_or(ServiceError::NotFound)?;
    Ok((editions::compared(&state.tools, old, id).await?, all))
}

fn titled(t: &Texts, compared: &Compared) -> String {
    fill(t.import.from_to, &[("old", &name(t, &compared.old)), ("new", &name(t, &compared.new))])
}

/// The page.
pub async fn show(
    State(state): State<AppState>,
    page: Page,
    Id(id): Id<EditionId>,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let t = page.t;
    let (compared, all) = load(&state, id, &from).await?;
    let from = compared.old.id.to_string();
    let query = [("from", from.as_str())];
    html(&Show {
        id,
        town: fill(t.import.of_town, &[("town", &compared.town.name)]),
        title: titled(t, &compared),
        others: all.iter().filter(|other| other.id != id).map(|other| Choice::new(other.id, name(t, other))).collect(),
        groups: groups(t, &compared.comparison, None),
        same: compared.comparison.is_empty(),
        xlsx: Url::EditionChangesXlsx(id).with(query.as_slice()),
        csv: Url::EditionChangesCsv(id).with(query.as_slice()),
        from,
        page,
    })
}

/// As xlsx.
pub async fn xlsx(
    State(state): State<AppState>,
    page: Page,
    Id(id): Id<EditionId>,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let (compared, _) = load(&state, id, &from).await?;
    let sheet = report::sheet(page.t, titled(page.t, &compared), rows(page.t, &compared.comparison));
    let bytes = sheet::xlsx(&[sheet]).map_err(|error| WebError::Internal(error.into()))?;
    let name = format!("{}.xlsx", page.t.import.comparison);
    Ok((crate::web::attachment(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")?, bytes).into_response())
}

/// As csv.
pub async fn csv(State(state): State<AppState>, page: Page, Id(id): Id<EditionId>, Query(from): Query<From>) -> Result<Response, WebError> {
    let (compared, _) = load(&state, id, &from).await?;
    let sheet = report::sheet(page.t, titled(page.t, &compared), rows(page.t, &compared.comparison));
    let bytes = sheet::csv(page.t.report.sheet_column, &[sheet]).map_err(|error| WebError::Internal(error.into()))?;
    Ok((crate::web::attachment(&format!("{}.csv", page.t.import.comparison), "text/csv; charset=utf-8")?, bytes).into_response())
}

/// The comparison as rows of a table, the kinds of change one after the other.
fn rows(t: &Texts, comparison: &Comparison) -> Vec<Row> {
    let mut changes: Vec<&Change> = comparison.changes.iter().collect();
    changes.sort_by_key(|change| change.main());
    changes.into_iter().flat_map(|change| rows_of(t, change)).collect()
}

fn rows_of(t: &Texts, change: &Change) -> Vec<Row> {
    let (old, new) = (change.old.as_ref(), change.new.as_ref());
    let shown = new.or(old);
    let table = match (old, new) {
        (Some(old), Some(new)) if old.kind != new.kind => format!("{} → {}", t.duty_kind_short(old.kind), t.duty_kind_short(new.kind)),
        _ => shown.map(|at| t.duty_kind_short(at.kind).to_owned()).unwrap_or_default(),
    };
    let category = |at: Option<&Standing>| at.and_then(|at| at.category.clone()).unwrap_or_default();
    let title = |at: Option<&Standing>| at.map(|at| at.title.clone()).unwrap_or_default();
    let row = |kind: ChangeKind, part: String, old_words: String, new_words: String| Row {
        change: t.change_kind(kind).0,
        table: table.clone(),
        old_no: old.map(|at| at.no),
        new_no: new.map(|at| at.no),
        title: title(shown),
        part,
        old_words,
        new_words,
    };
    let mut rows = Vec::new();
    for kind in &change.kinds {
        match kind {
            ChangeKind::Reworded => rows.extend(change.words.iter().map(|words| {
                let part = t.changed_part(words.part, words.new_i.or(words.old_i));
                row(*kind, part, words.old_words(), words.new_words())
            })),
            ChangeKind::Recategorised => rows.push(row(*kind, String::new(), category(old), category(new))),
            ChangeKind::Added | ChangeKind::Removed => rows.push(row(*kind, String::new(), title(old), title(new))),
            ChangeKind::Moved | ChangeKind::Renumbered => rows.push(row(*kind, String::new(), String::new(), String::new())),
        }
    }
    rows
}
