//! What came in, the latest first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::people::Role;

use super::{badge, is_open, number};
use crate::auth::SignedIn;
use crate::service::incoming::{self, Incoming, IncomingState};
use crate::service::work::Names;
use crate::state::AppState;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Page, WebError, html};

/// Which items are wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: u64,
}

struct Tab {
    label: &'static str,
    url: String,
    current: bool,
}

struct Row {
    number: String,
    url: String,
    summary: String,
    town: String,
    source: &'static str,
    sender: String,
    limit: Option<String>,
    late: bool,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "pages/incoming/list.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    several_towns: bool,
    registers: bool,
    waiting: bool,
    previous: Option<String>,
    next: Option<String>,
}

/// The list; without a state, what is still to be dealt with.
pub(super) async fn list(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let states = match wanted.state.as_str() {
        "all" => Vec::new(),
        code => IncomingState::from_code(code).map_or_else(|| vec![IncomingState::Registered, IncomingState::Matched], |state| vec![state]),
    };
    let (items, more, names) = incoming::list(&state.tools, &signed.viewer, states.clone(), wanted.page).await?;
    let several_towns = signed.viewer.towns().len() != 1;
    let rows = items.iter().map(|item| row(&page, item, &names)).collect();
    let at = |to: u64| Url::Incoming.with([("state", wanted.state.clone()), ("page", to.to_string())]);
    let previous = wanted.page.checked_sub(1).map(at);
    let next = more.then(|| at(wanted.page.saturating_add(1)));
    let waiting = states.len() == 2;
    let (tabs, registers) = (tabs(&page, &states), signed.viewer.is(Role::Coordinator));
    html(&List { tabs, rows, several_towns, registers, waiting, previous, next, page })
}

fn tabs(page: &Page, states: &[IncomingState]) -> Vec<Tab> {
    let i = &page.t.incoming;
    let tab = |label, code: &str, current| Tab { label, url: Url::Incoming.with([("state", code)]), current };
    vec![
        Tab { label: i.tab_open, url: Url::Incoming.to_string(), current: states.len() == 2 },
        tab(page.t.common.incoming_registered, "registered", states == [IncomingState::Registered]),
        tab(page.t.common.incoming_matched, "matched", states == [IncomingState::Matched]),
        tab(i.tab_started, "started", states == [IncomingState::Started]),
        tab(i.tab_closed, "closed", states == [IncomingState::Closed]),
        tab(page.t.common.all, "all", states.is_empty()),
    ]
}

fn row(page: &Page, item: &Incoming, names: &Names) -> Row {
    Row {
        number: number(item),
        url: Url::IncomingShow(item.id).to_string(),
        summary: item.summary.clone(),
        town: names.town(item.town).to_owned(),
        source: page.t.source(&item.source),
        sender: item.from_text.clone().unwrap_or_default(),
        limit: item.limit_at.map(|at| page.day_time(&at)),
        late: is_open(item.state) && item.limit_at.is_some_and(|at| at < page.now),
        badge: badge(page.t, item.state),
    }
}
