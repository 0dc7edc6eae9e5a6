//! One item: what came in, the duties that may fit, and what comes next.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use duty_list::{DutyKind, Outcome};
use serde::Deserialize;
use workflow::ids::{DutyId, IncomingId};

use super::{badge, is_open, may_deal, number};
use crate::auth::SignedIn;
use crate::service::duties::{self, DutyFilter, DutyRow};
use crate::service::incoming::{self, IncomingState, IncomingView};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Id, Page, Typed, WebError, duty, html};

/// How many rows a search on this page shows.
const FOUND: usize = 12;

/// How many departments of a row are named.
const NAMED: usize = 3;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    q: String,
}

/// A duty to be confirmed.
pub(super) struct Row {
    id: DutyId,
    badge: Badge,
    place: String,
    title: String,
    url: String,
    departments: String,
    clause: Option<String>,
    confirm: String,
    /// Whether it is the confirmed one.
    chosen: bool,
}

/// The confirmed duty and what comes next.
struct Matched {
    row: Row,
    citation: String,
    what: &'static str,
    /// The address and words of the next step; none when there is nothing to start.
    next: Option<(String, &'static str)>,
}

/// Another item that may be the same matter.
struct AlikeRow {
    url: String,
    number: String,
    summary: String,
    why: &'static str,
    badge: Badge,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/incoming/show.html")]
pub(super) struct Show {
    page: Page,
    id: IncomingId,
    number: String,
    badge: Badge,
    limit: Option<String>,
    late: bool,
    summary: String,
    facts: Vec<(&'static str, String)>,
    version: i64,
    may_deal: bool,
    closed: Option<String>,
    workflow: Option<String>,
    matched: Option<Matched>,
    proposals: Vec<Row>,
    alike: Vec<AlikeRow>,
    words: String,
    found: Vec<Row>,
    found_words: Option<String>,
    close: Typed,
}

impl Show {
    /// The page with the words that are searched for and the form that closes it.
    pub(super) async fn load(
        state: &AppState,
        page: Page,
        signed: &SignedIn,
        id: IncomingId,
        words: &str,
        close: Typed,
    ) -> Result<Self, WebError> {
        let t = page.t;
        let view = incoming::show(&state.tools, &signed.viewer, id).await?;
        let item = &view.item;
        let may_deal = may_deal(&signed.viewer, item);
        let matched = match (&item.state, item.duty) {
            (IncomingState::Registered, _) | (_, None) => None,
            (_, Some(duty)) => matched(state, &page, signed, id, duty).await?,
        };
        let chosen = item.duty;
        let proposals = if may_deal {
            view.proposals.iter().map(|found| row(&page, &found.row, Some(&found.clause), chosen)).collect()
        } else {
            Vec::new()
        };
        let alike = view.alike.iter().map(|found| alike(&page, found)).collect();
        let words = words.trim();
        let (found, found_words) = if may_deal && !words.is_empty() {
            let filter = DutyFilter { words: words.to_owned(), ..DutyFilter::default() };
            let rows = duties::catalogue(&state.tools, item.town, &filter).await?.rows;
            (rows.iter().take(FOUND).map(|found| row(&page, found, None, chosen)).collect(), Some(count(&page, rows.len())))
        } else {
            (Vec::new(), None)
        };
        Ok(Self {
            id,
            number: fill(t.incoming.item_number, &[("number", &number(item))]),
            badge: badge(t, item.state),
            limit: item.limit_at.map(|at| page.day_time(&at)),
            late: is_open(item.state) && item.limit_at.is_some_and(|at| at < page.now),
            summary: item.summary.clone(),
            facts: facts(&page, &view),
            version: item.version,
            may_deal,
            closed: item.closing_note.clone(),
            workflow: item.workflow.map(|workflow| Url::WorkflowShow(workflow).to_string()),
            matched,
            proposals,
            alike,
            words: words.to_owned(),
            found,
            found_words,
            close,
            page,
        })
    }
}

/// The item.
pub(super) async fn show(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<IncomingId>,
    Query(search): Query<Search>,
) -> Result<Response, WebError> {
    let close = Typed::new("close", state.command());
    html(&Show::load(&state, page, &signed, id, &search.q, close).await?)
}

fn facts(page: &Page, view: &IncomingView) -> Vec<(&'static str, String)> {
    let (t, item) = (page.t, &view.item);
    let limit = match item.limit_at {
        Some(at) => format!("{} · {}", page.day_time(&at), t.limit_source(&item.limit_source)),
        None => t.incoming.no_limit.to_owned(),
    };
    let mut facts = vec![(t.incoming.source, t.source(&item.source).to_owned()), (t.incoming.limit, limit)];
    facts.extend(item.from_text.clone().map(|from| (t.incoming.sender, from)));
    facts.extend(item.document_no.clone().map(|number| (t.incoming.document_no, number)));
    facts.push((t.incoming.received, page.day_time(&item.received_at)));
    facts.push((t.incoming.registered_by, view.names.person(item.registered_by).to_owned()));
    facts
}

fn alike(page: &Page, found: &incoming::Alike) -> AlikeRow {
    let t = page.t;
    AlikeRow {
        url: Url::IncomingShow(found.item.id).to_string(),
        number: fill(t.incoming.item_number, &[("number", &number(&found.item))]),
        summary: found.item.summary.clone(),
        why: if found.same_number { t.incoming.alike_number } else { t.incoming.alike_words },
        badge: badge(t, found.item.state),
    }
}

fn count(page: &Page, count: usize) -> String {
    let i = &page.t.incoming;
    match count {
        0 => i.search_nothing.to_owned(),
        count if count > FOUND => fill(i.search_first, &[("count", &count), ("shown", &FOUND)]),
        count => fill(i.search_found, &[("count", &count)]),
    }
}

fn row(page: &Page, row: &DutyRow, clause: Option<&str>, chosen: Option<DutyId>) -> Row {
    Row {
        id: row.duty,
        badge: Badge::duty(page.t, row.kind),
        place: duty::place(page.t, row.kind, row.no),
        title: row.title.clone(),
        url: Url::DutyShow(row.duty).to_string(),
        departments: departments(page, row),
        clause: clause.filter(|clause| *clause != row.title).map(str::to_owned),
        confirm: fill(page.t.incoming.confirm_for, &[("title", &row.title)]),
        chosen: chosen == Some(row.duty),
    }
}

/// The first departments of a row: enough to know it by.
fn departments(page: &Page, row: &DutyRow) -> String {
    let first = row.departments.iter().take(NAMED).cloned().collect::<Vec<_>>().join(page.t.duty.between);
    let count = row.departments.len();
    if count > NAMED { fill(page.t.duty.departments_more, &[("first", &first), ("count", &count)]) } else { first }
}

/// The confirmed duty; none when the list in force no longer has it.
async fn matched(state: &AppState, page: &Page, signed: &SignedIn, id: IncomingId, duty: DutyId) -> Result<Option<Matched>, WebError> {
    let view = match duties::show(&state.tools, &signed.viewer, duty).await {
        Err(crate::service::ServiceError::NotFound) => return Ok(None),
        view => view?,
    };
    let (t, found) = (page.t, &view.text.row);
    let from = [("incoming", id.to_string())];
    let startable = view.version.as_ref().is_some_and(|version| version.content.tracks.iter().any(duty::startable));
    let (what, next) = match (found.kind, found.outcome) {
        (DutyKind::Withdrawn, Some(Outcome::TakenOver)) if startable => {
            (t.incoming.next_transfer, Some((Url::DutyTransfer(duty).with(from), t.duty.transfer)))
        }
        (DutyKind::Withdrawn, _) => (t.incoming.next_nobody, None),
        _ if startable => (t.incoming.next_start, Some((Url::DutyStart(duty).with(from), t.duty.start))),
        _ => (t.incoming.next_nothing, None),
    };
    let citation = t.citation(&view.town.name, view.edition.as_ref().and_then(|edition| edition.label.as_deref()), found.kind, found.no);
    Ok(Some(Matched { row: row(page, found, None, Some(duty)), citation, what, next }))
}
