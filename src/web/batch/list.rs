//! The batches, the latest first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::people::Role;

use crate::auth::SignedIn;
use crate::service::batch;
use crate::state::AppState;
use crate::urls::Url;
use crate::web::{Page, WebError, html};

struct Row {
    url: String,
    title: String,
    date: String,
}

#[derive(Template)]
#[template(path = "pages/batch/list.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    enters: bool,
}

/// The list.
pub(super) async fn list(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let found = batch::list(&state.tools, &signed.viewer, Some("meeting"), 0).await?;
    let rows = found.into_iter().map(|batch| Row {
        url: Url::BatchShow(batch.id).to_string(),
        date: batch.held_on.map_or_else(|| page.day(&batch.created_at), |day| page.date(&day)),
        title: batch.title,
    });
    html(&List { rows: rows.collect(), enters: signed.viewer.is(Role::Coordinator), page })
}
