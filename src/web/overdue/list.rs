//! The report as a page.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::{Filter, report};
use crate::auth::SignedIn;
use crate::report::overdue::{self, Line, Overdue, Side, Subject};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Choice, Page, WebError, html};

struct Row {
    line: Line,
    url: String,
    side: &'static str,
    waiting: &'static str,
    source: String,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "pages/overdue/list.html")]
struct List {
    page: Page,
    late: Vec<Row>,
    undated: Vec<Row>,
    in_town: usize,
    at_bodies: usize,
    official: usize,
    all_undated: usize,
    units: Vec<Choice>,
    towns: Vec<Choice>,
    filter: Filter,
    xlsx: String,
    csv: String,
}

impl List {
    fn new(page: Page, mut overdue: Overdue, filter: Filter) -> Self {
        let t = page.t;
        let units = overdue
            .units()
            .into_iter()
            .map(|(unit, _, count)| Choice::new(&unit, fill(t.report.unit_count, &[("unit", &unit), ("count", &count)])));
        let units: Vec<Choice> = units.collect();
        let mut towns: Vec<Choice> = Vec::new();
        for line in overdue.late.iter().chain(&overdue.undated) {
            if !towns.iter().any(|choice| choice.value == line.town_id.to_string()) {
                towns.push(Choice::new(line.town_id, line.town.clone()));
            }
        }
        let (in_town, at_bodies) = (overdue.count(Side::Town), overdue.count(Side::Body));
        let (official, all_undated) = (overdue.official(), overdue.undated.len());
        overdue.keep(filter.side(), filter.town(), filter.unit());
        let query = [("side", filter.side.as_str()), ("town", filter.town.as_str()), ("unit", filter.unit.as_str())];
        let xlsx = Url::OverdueXlsx.with(query);
        let csv = Url::OverdueCsv.with(query);
        let late = overdue.late.into_iter().map(|line| row(t, line, true)).collect();
        let undated = overdue.undated.into_iter().map(|line| row(t, line, false)).collect();
        Self { late, undated, in_town, at_bodies, official, all_undated, units, towns, xlsx, csv, filter, page }
    }
}

fn row(t: &Texts, line: Line, late: bool) -> Row {
    let url = match line.subject {
        Subject::Task(id) => Url::TaskShow(id),
        Subject::HandOff(id) => Url::HandOffShow(id),
        Subject::Workflow(id) => Url::WorkflowShow(id),
    };
    let days = fill(t.report.days, &[("days", &line.days)]);
    let words = if line.days == 0 { t.report.today.to_owned() } else { days };
    let badge = if late { Badge::late(&words) } else { Badge::other("open", "clock", &words) };
    let source = line.due.as_ref().map_or_else(|| t.common.limit_none.to_owned(), |due| t.limit_source(&due.source));
    Row { url: url.to_string(), side: overdue::side(t, line.side), waiting: overdue::waiting(t, line.waiting), source, badge, line }
}

/// What is late, on which side, since when; and open work without a date.
pub async fn list(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let overdue = report(&state, &signed, page.t).await?;
    html(&List::new(page, overdue, filter))
}
