//! One body: how it can be reached, how it is spelt.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::BodyId;

use super::refused;
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::towns::{self, BodyRow};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::{Id, Page, Posted, Typed, WebError, html, html_refused, notice};

#[derive(Template)]
#[template(path = "pages/admin/body.html")]
struct Show {
    page: Page,
    phone: Typed,
    spelling: Typed,
    row: BodyRow,
}

async fn find(state: &AppState, id: BodyId) -> Result<BodyRow, WebError> {
    let rows = towns::body_rows(&state.tools).await?;
    rows.into_iter().find(|row| row.body.id == id).ok_or(WebError::NotFound)
}

fn phone_form(state: &AppState, row: &BodyRow) -> Typed {
    Typed::new("", state.command()).with("phone", row.body.phone.clone().unwrap_or_default())
}

/// The body.
pub async fn show(State(state): State<AppState>, page: Page, Id(id): Id<BodyId>) -> Result<Response, WebError> {
    let row = find(&state, id).await?;
    html(&Show { phone: phone_form(&state, &row), spelling: Typed::new("spelling", state.command()), row, page })
}

/// Keeps its phone number.
pub async fn set_phone(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<BodyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let row = find(&state, id).await?;
    let mut form = posted.typed("");
    let phone = form.optional(t, "phone", 30);
    if !form.has_errors() {
        match towns::set_body_phone(&state.tools, Actor::Person(&signed.viewer), id, phone.as_deref()).await {
            Ok(()) => return Ok(notice::done(&Url::BodyShow(id), t.admin.phone_saved)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&Show { phone: form, spelling: Typed::new("spelling", state.command()), row, page })
}

/// Adds a spelling.
pub async fn add_spelling(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<BodyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let row = find(&state, id).await?;
    let mut form = posted.typed("spelling");
    if let Some(spelling) = form.required(t, "spelling", 100) {
        match towns::add_spelling(&state.tools, Actor::Person(&signed.viewer), id, &spelling).await {
            Ok(()) => return Ok(notice::done(&Url::BodyShow(id), t.admin.spelling_added)),
            Err(error) => refused(t, &mut form, error)?,
        }
    }
    html_refused(&Show { phone: phone_form(&state, &row), spelling: form, row, page })
}
