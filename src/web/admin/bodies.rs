//! The bodies of the county.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::towns::{self, BodyRow};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::{Page, Posted, Typed, WebError, html, html_refused, notice};

/// What narrows the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
}

#[derive(Template)]
#[template(path = "pages/admin/bodies.html")]
struct List {
    page: Page,
    form: Typed,
    filter: Filter,
    rows: Vec<BodyRow>,
    none: bool,
}

impl List {
    async fn load(state: &AppState, page: Page, form: Typed, filter: Filter) -> Result<Self, WebError> {
        let mut rows = towns::body_rows(&state.tools).await?;
        let none = rows.is_empty();
        let word = filter.q.trim();
        rows.retain(|row| std::iter::once(&row.body.name).chain(&row.spellings).any(|name| name.contains(word)));
        Ok(Self { rows, none, filter, form, page })
    }
}

/// The list.
pub async fn list(State(state): State<AppState>, page: Page, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    html(&List::load(&state, page, Typed::new("", state.command()), filter).await?)
}

/// Adds a body.
pub async fn add(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("");
    let (name, phone) = (form.required(t, "name", 100), form.optional(t, "phone", 30));
    if let (Some(name), false) = (name, form.has_errors()) {
        match towns::add_body(&state.tools, Actor::Person(&signed.viewer), &name, phone.as_deref()).await {
            Ok(id) => return Ok(notice::done(&Url::BodyShow(id), fill(t.admin.added, &[("name", &name)]))),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&List::load(&state, page, form, Filter::default()).await?)
}
