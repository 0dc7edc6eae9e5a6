//! The lists: what is open, whose turn it is, what one reported, what was struck off; and the rows for my work.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::lead::LeadState;
use workflow::people::Unit;

use super::badge;
use super::show::number;
use crate::auth::SignedIn;
use crate::service::lead::{self, Stored, Which};
use crate::service::work::Names;
use crate::state::AppState;
use crate::urls::{Url, Verb};
use crate::web::badge::Badge;
use crate::web::work::due::DueView;
use crate::web::work::item::{Act, Item};
use crate::web::{Page, WebError, html};

/// Which leads are wanted.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    show: String,
    #[serde(default)]
    page: u64,
}

struct Tab {
    label: &'static str,
    url: String,
    current: bool,
}

struct Row {
    url: String,
    number: String,
    matter: String,
    place: String,
    urgent: bool,
    from: String,
    with: String,
    due: Option<DueView>,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "pages/lead/list.html")]
struct List {
    page: Page,
    body_side: bool,
    reports: bool,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

/// The list.
pub(super) async fn list(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let l = &page.t.lead;
    let viewer = &signed.viewer;
    let reports = Url::LeadNew.route().right(Verb::Get).is_some_and(|right| right.allows(viewer));
    let body_side = !viewer.bodies().is_empty() && viewer.towns().is_empty();
    let which = match wanted.show.as_str() {
        "turn" => Which::Turn,
        "mine" => Which::Mine,
        "ended" => Which::Ended,
        _ => Which::Open,
    };
    let (found, more, names) = lead::list(&state.tools, viewer, which, wanted.page).await?;
    let tab = |label, code: &str, of: Which| Tab { label, url: Url::Leads.with([("show", code)]), current: which == of };
    let mut tabs = vec![tab(l.tab_open, "open", Which::Open), tab(l.tab_turn, "turn", Which::Turn)];
    if reports {
        tabs.push(tab(l.tab_mine, "mine", Which::Mine));
    }
    tabs.push(tab(l.tab_closed, "ended", Which::Ended));
    let at = |to: u64| Url::Leads.with([("show", wanted.show.clone()), ("page", to.to_string())]);
    let rows = found.iter().map(|stored| row(&state, &page, stored, &names)).collect();
    let (previous, next) = (wanted.page.checked_sub(1).map(at), more.then(|| at(wanted.page.saturating_add(1))));
    html(&List { body_side, reports, tabs, rows, previous, next, page })
}

fn row(state: &AppState, page: &Page, stored: &Stored, names: &Names) -> Row {
    let lead = &stored.lead;
    Row {
        url: Url::LeadShow(lead.id).to_string(),
        number: number(stored.year, stored.number),
        matter: lead.matter.clone(),
        place: lead.place.clone(),
        urgent: lead.urgent,
        from: from(lead.unit, lead.town, names),
        with: lead.receiver.map(|body| names.body(body).to_owned()).unwrap_or_default(),
        due: due(state, page, stored),
        badge: badge(page.t, lead.state),
    }
}

fn from(unit: Unit, town: workflow::ids::TownId, names: &Names) -> String {
    let town = names.town(town);
    match unit {
        Unit::Town(_) => town.to_owned(),
        unit => format!("{town} {}", names.unit(unit)),
    }
}

fn due(state: &AppState, page: &Page, stored: &Stored) -> Option<DueView> {
    let due = stored.lead.sign_due.as_ref().or(stored.lead.answer_due.as_ref())?;
    let calendars = &state.tools.calendar;
    let calendar = stored.lead.receiver.map_or_else(|| calendars.of(stored.lead.town), |body| calendars.of_body(body));
    Some(DueView::of(page, &calendar, due))
}

/// Whose turn it is, as rows of my work: to sign for, to answer, the town's turn.
pub(in crate::web) async fn items(state: &AppState, page: &Page, signed: &SignedIn) -> Result<[Vec<Item>; 3], WebError> {
    let (found, _, names) = lead::list(&state.tools, &signed.viewer, Which::Turn, 0).await?;
    let l = &page.t.lead;
    let mut out = [Vec::new(), Vec::new(), Vec::new()];
    for stored in &found {
        let lead = &stored.lead;
        let href = Url::LeadShow(lead.id).to_string();
        let (at, act) = match lead.state {
            LeadState::Offered => {
                (0, Act { label: l.act_sign, href: Url::LeadSign(lead.id).to_string(), command: Some(state.command()), primary: true })
            }
            LeadState::Signed => (1, Act { label: l.give_answer, href: href.clone(), command: None, primary: true }),
            _ => (2, Act { label: l.act_open, href: href.clone(), command: None, primary: true }),
        };
        out[at].push(Item {
            title: lead.matter.clone(),
            href,
            words: lead.place.clone(),
            facts: vec![page.t.lead_state(lead.state).to_owned(), from(lead.unit, lead.town, &names)],
            reason: lead.reason.clone(),
            due: due(state, page, stored),
            says_undated: false,
            urgent: lead.urgent,
            act,
        });
    }
    Ok(out)
}
