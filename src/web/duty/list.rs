//! The catalogue: the rows of a town's list, by table, category, body and words.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::DutyKind;
use serde::Deserialize;
use workflow::ids::{BodyId, TownId};
use workflow::people::Role;

use crate::auth::SignedIn;
use crate::service::duties::{self, Catalogue, DutyFilter};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::{Choice, Page, WebError, html};

const KINDS: [DutyKind; 3] = [DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn];

/// What is looked for. Everything is text: what cannot be read filters nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    table: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    town: String,
}

struct Tab {
    label: &'static str,
    count: usize,
    url: String,
    current: bool,
}

struct Row {
    no: u32,
    url: String,
    title: String,
    category: String,
    departments: String,
}

struct Table {
    label: &'static str,
    departments: &'static str,
    /// Whether its rows name departments at all.
    with_departments: bool,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pages/duty/list.html")]
struct List {
    page: Page,
    wanted: Wanted,
    lead: String,
    /// The towns to choose from, for who belongs to none.
    towns: Vec<Choice>,
    categories: Vec<String>,
    bodies: Vec<Choice>,
    tabs: Vec<Tab>,
    tables: Vec<Table>,
    found: String,
    filtered: bool,
    /// The address without filters.
    clear: String,
    no_list: bool,
    may_import: bool,
}

/// The rows that fit.
pub(super) async fn list(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Query(mut wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let town = duties::town_of(&state.tools, &signed.viewer, wanted.town.parse::<TownId>().ok()).await?;
    let towns = if signed.viewer.towns().is_empty() { duties::towns(&state.tools).await? } else { Vec::new() };
    let towns: Vec<Choice> =
        if towns.len() > 1 { towns.into_iter().map(|town| Choice::new(town.id, town.name)).collect() } else { Vec::new() };
    if !towns.is_empty() || !wanted.town.is_empty() {
        wanted.town = town.to_string();
    }
    let kind = DutyKind::from_code(&wanted.table);
    let category = Some(wanted.category.trim().to_owned()).filter(|category| !category.is_empty());
    // The table is chosen among the rows found, so that its tab can say how many there are.
    let filter = DutyFilter { kind: None, category, body: wanted.body.parse::<BodyId>().ok(), words: wanted.q.clone() };
    let found = duties::catalogue(&state.tools, town, &filter).await?;
    let edition = found.edition.as_ref();
    let lead = match edition.and_then(|edition| edition.label.as_deref()) {
        Some(label) => fill(page.t.duty.lead, &[("town", &found.town.name), ("edition", &page.t.month(label))]),
        None => fill(page.t.duty.lead_undated, &[("town", &found.town.name)]),
    };
    let tables = tables(&page, &found, kind);
    let shown: usize = tables.iter().map(|table| table.rows.len()).sum();
    html(&List {
        lead,
        towns,
        categories: categories(&found, kind),
        bodies: found.bodies.iter().map(|(id, name)| Choice::new(id, name.as_str())).collect(),
        tabs: tabs(&page, &found, kind, &wanted),
        tables,
        found: fill(page.t.duty.found, &[("count", &shown)]),
        filtered: [&wanted.q, &wanted.category, &wanted.body].iter().any(|value| !value.is_empty()) || kind.is_some(),
        clear: if wanted.town.is_empty() { Url::Duties.to_string() } else { Url::Duties.with([("town", &wanted.town)]) },
        no_list: edition.is_none(),
        may_import: signed.viewer.is(Role::Coordinator),
        wanted,
        page,
    })
}

/// The categories of the table that is shown, or of all, each once.
fn categories(found: &Catalogue, kind: Option<DutyKind>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let of_kind = found.categories.iter().filter(|(own, _)| kind.is_none_or(|kind| kind == *own));
    of_kind.filter(|(_, category)| seen.insert(category.as_str())).map(|(_, category)| category.clone()).collect()
}

fn tabs(page: &Page, found: &Catalogue, kind: Option<DutyKind>, wanted: &Wanted) -> Vec<Tab> {
    let url = |code: &str| {
        let all = [("table", code), ("q", &wanted.q), ("category", &wanted.category), ("body", &wanted.body), ("town", &wanted.town)];
        Url::Duties.with(all.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>())
    };
    let all = Tab { label: page.t.common.all, count: found.rows.len(), url: url(""), current: kind.is_none() };
    let of = |own: DutyKind| Tab {
        label: page.t.table(own),
        count: found.rows.iter().filter(|row| row.kind == own).count(),
        url: url(own.code()),
        current: kind == Some(own),
    };
    std::iter::once(all).chain(KINDS.map(of)).collect()
}

fn tables(page: &Page, found: &Catalogue, kind: Option<DutyKind>) -> Vec<Table> {
    let of = |own: DutyKind| Table {
        label: page.t.table(own),
        departments: if own == DutyKind::Withdrawn { page.t.duty.taken_by } else { page.t.duty.departments },
        with_departments: own != DutyKind::Basic,
        rows: found
            .rows
            .iter()
            .filter(|row| row.kind == own)
            .map(|row| Row {
                no: row.no,
                url: Url::DutyShow(row.duty).to_string(),
                title: row.title.clone(),
                category: row.category.clone().unwrap_or_default(),
                departments: row.departments.join(page.t.duty.between),
            })
            .collect(),
    };
    KINDS.into_iter().filter(|own| kind.is_none_or(|kind| kind == *own)).map(of).filter(|table| !table.rows.is_empty()).collect()
}
