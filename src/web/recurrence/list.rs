//! The list: what comes next first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::people::Unit;

use super::badge;
use crate::auth::SignedIn;
use crate::service::recurrence;
use crate::state::AppState;
use crate::urls::{Url, Verb};
use crate::web::badge::Badge;
use crate::web::{Page, WebError, html};

struct Row {
    url: String,
    title: String,
    rhythm: String,
    office: String,
    next: String,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "pages/recurrence/list.html")]
struct List {
    page: Page,
    reports: bool,
    rows: Vec<Row>,
}

/// The list.
pub(super) async fn list(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let viewer = &signed.viewer;
    let (found, names) = recurrence::list(&state.tools, viewer).await?;
    let rows = found.iter().map(|row| Row {
        url: Url::RecurrenceShow(row.id).to_string(),
        title: row.title.clone(),
        rhythm: page.t.rhythm(&row.arrangement),
        office: row.office.map_or(page.t.recurrence.of_town, |office| names.unit(Unit::Office(office))).to_owned(),
        next: recurrence::coming(row, &state.tools.calendar.of(row.town), 1).first().map(|next| page.day(&next.due)).unwrap_or_default(),
        badge: badge(page.t, row.state),
    });
    let rows = rows.collect();
    let reports = Url::Events.route().right(Verb::Get).is_some_and(|right| right.allows(viewer));
    html(&List { reports, rows, page })
}
