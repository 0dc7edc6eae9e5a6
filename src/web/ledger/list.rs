//! The ledger as a page and as a workbook.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use workflow::calendar::local_date;
use workflow::people::Role;

use super::{Filter, load, period};
use crate::auth::SignedIn;
use crate::report::ledger::{self, Line, Subject};
use crate::report::sheet;
use crate::service::ledger::{Ledger, Period, SHOWN};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::{Choice, Page, WebError, attachment, html};

struct Row {
    line: Line,
    url: Option<Url>,
    finished: String,
}

#[derive(Template)]
#[template(path = "pages/ledger/list.html")]
struct List {
    page: Page,
    heading: String,
    headings: [&'static str; 12],
    rows: Vec<Row>,
    cut: Option<String>,
    filter: Filter,
    filtered: bool,
    towns: Vec<Choice>,
    periods: Vec<Choice>,
    offices: Vec<Choice>,
    leaders: Vec<Choice>,
    xlsx: String,
    imports: bool,
}

/// The page.
pub async fn list(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let ledger = load(&state, &signed, &filter).await?;
    let t = page.t;
    let mut lines = ledger::build(t, &ledger.rows);
    let cut = (lines.len() > SHOWN).then(|| fill(t.ledger.cut, &[("count", &SHOWN)]));
    lines.truncate(SHOWN);
    let rows = lines.into_iter().map(|line| Row { url: url(line.subject), finished: line.finished_text(t), line }).collect();
    let towns =
        if ledger.towns.len() < 2 { Vec::new() } else { ledger.towns.iter().map(|town| Choice::new(town.id, &town.name)).collect() };
    let offices = ledger.offices.iter().map(|office| Choice::new(office.id, &office.name)).collect();
    let leaders = ledger.leaders.iter().map(|(person, name)| Choice::new(person, name)).collect();
    let periods = periods(t, &ledger, local_date(page.now));
    // What was chosen, in the form in which the choices have it.
    let town = ledger.town.id.to_string();
    let filter = Filter { town, period: ledger.period.to_string(), ..filter };
    let query = [("town", &filter.town), ("period", &filter.period), ("office", &filter.office), ("leader", &filter.leader)];
    html(&List {
        heading: heading(t, &ledger),
        headings: ledger::headings(t),
        rows,
        cut,
        filtered: !filter.office.is_empty() || !filter.leader.is_empty() || matches!(ledger.period, Period::Month(..)),
        towns,
        periods,
        offices,
        leaders,
        xlsx: Url::LedgerXlsx.with(query),
        imports: signed.viewer.in_town(&[Role::Coordinator], ledger.town.id),
        filter,
        page,
    })
}

/// The workbook: all lines of the same choice.
pub async fn xlsx(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let ledger = load(&state, &signed, &filter).await?;
    let t = page.t;
    let sheet = ledger::sheet(t, heading(t, &ledger), &ledger::build(t, &ledger.rows));
    let bytes = sheet::xlsx(&[sheet]).map_err(|error| WebError::Internal(error.into()))?;
    let name = format!("{}-{}.xlsx", t.ledger.file_name, ledger.period);
    let headers = attachment(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")?;
    Ok((headers, [(header::CACHE_CONTROL, "no-store")], bytes).into_response())
}

fn heading(t: &Texts, ledger: &Ledger) -> String {
    fill(t.ledger.heading, &[("town", &ledger.town.name), ("period", &period(t, ledger.period))])
}

fn url(subject: Subject) -> Option<Url> {
    match subject {
        Subject::Workflow(id) => Some(Url::WorkflowShow(id)),
        Subject::Incoming(id) => Some(Url::IncomingShow(id)),
        Subject::Past => None,
    }
}

/// Every year with its months, up to the present one; the latest year first.
fn periods(t: &Texts, ledger: &Ledger, today: NaiveDate) -> Vec<Choice> {
    let mut choices = Vec::new();
    for year in &ledger.years {
        let months = if *year == today.year() { today.month() } else { 12 };
        let all = std::iter::once(Period::Year(*year)).chain((1..=months).rev().map(|month| Period::Month(*year, month)));
        choices.extend(all.map(|one| Choice::new(one, period(t, one))));
    }
    choices
}
