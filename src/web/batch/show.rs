//! One batch: how far it is, and what became of each row.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::BatchId;

use crate::auth::SignedIn;
use crate::service::batch::{self, RowState, Work};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Id, Page, WebError, html};

struct Row {
    at: String,
    title: String,
    who: String,
    leader: String,
    limit: String,
    badge: Badge,
    reason: Option<String>,
    link: Option<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "pages/batch/show.html")]
struct Show {
    page: Page,
    title: String,
    entered: String,
    document_no: Option<String>,
    progress: String,
    waiting: bool,
    refused: bool,
    rows: Vec<Row>,
}

/// The page.
pub(super) async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<BatchId>) -> Result<Response, WebError> {
    let view = batch::show(&state.tools, &signed.viewer, id).await?;
    let (t, m) = (page.t, &page.t.meeting);
    let (waiting, started, refused) = view.progress();
    let registered = view.rows.len() - waiting - started - refused;
    let rows = view.rows.iter().map(|row| {
        let (title, holder, leader, limit) = match &row.work {
            Work::Start(start) => (start.title.as_str(), start.holder, start.leader, start.official.as_ref().map(|spec| spec.limit)),
            Work::Register(item) => (item.title.as_str(), item.holder, item.leader, item.limit.map(workflow::calendar::Limit::date)),
        };
        let limit = match limit.map(|limit| limit.unit) {
            Some(workflow::calendar::LimitUnit::Date(at)) => page.day_time(&at),
            _ => String::new(),
        };
        let (badge, reason, link) = match &row.state {
            RowState::Waiting => (Badge::other("wait", "wait", m.state_waiting), None, None),
            RowState::Started(id) => {
                (Badge::other("done", "done", m.state_started), None, Some((Url::WorkflowShow(*id).to_string(), m.open_workflow)))
            }
            RowState::Registered(id) => {
                (Badge::other("sent", "inbox", m.state_registered), None, Some((Url::IncomingShow(*id).to_string(), m.open_item)))
            }
            RowState::Refused { code, words } => (Badge::other("bad", "back", m.state_refused), Some(t.row_refused(code, words)), None),
        };
        Row {
            at: row.position.to_string(),
            title: title.to_owned(),
            who: holder.map_or_else(String::new, |holder| match holder.person {
                Some(person) => format!("{} {}", view.names.unit(holder.unit), view.names.person(person)),
                None => view.names.unit(holder.unit).to_owned(),
            }),
            leader: leader.map(|person| view.names.person(person).to_owned()).unwrap_or_default(),
            limit,
            badge,
            reason,
            link,
        }
    });
    let values: [(&str, &dyn std::fmt::Display); 5] =
        [("all", &view.rows.len()), ("started", &started), ("registered", &registered), ("refused", &refused), ("waiting", &waiting)];
    let person = view.names.person(view.batch.created_by);
    html(&Show {
        title: view.batch.title.clone(),
        entered: fill(m.entered, &[("person", &person), ("date", &page.day_time(&view.batch.created_at))]),
        document_no: view.batch.document_no.clone(),
        progress: fill(m.progress, &values),
        waiting: waiting > 0,
        refused: refused > 0,
        rows: rows.collect(),
        page,
    })
}
