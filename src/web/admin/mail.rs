//! One mail: what was written, to whom, with what end; its file where it is kept; another try where it failed.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use workflow::ids::MessageId;

use super::mails::{badge, remark};
use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::mails::{self, MessageState};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Id, Page, Typed, WebError, html, notice};

#[derive(Template)]
#[template(path = "pages/admin/mail.html")]
struct Show {
    page: Page,
    form: Typed,
    id: MessageId,
    title: String,
    name: String,
    address: String,
    kind: String,
    badge: Badge,
    due: String,
    sent: Option<String>,
    attempts: String,
    error: String,
    text: Option<String>,
    kept: bool,
    failed: bool,
}

/// The mail.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<MessageId>) -> Result<Response, WebError> {
    let t = page.t;
    let (row, kept) = mails::show(&state.tools, Actor::Person(&signed.viewer), &state.config.database.data_dir, id).await?;
    let error = remark(t, &row);
    let message = row.message;
    let kind = t.message_kind(&message.kind).to_owned();
    let (title, text) = message.rendered.map_or_else(|| (kind.clone(), None), |text| (text.subject, Some(text.body)));
    html(&Show {
        id,
        title,
        name: row.name,
        address: row.address.unwrap_or_else(|| t.admin.no_address.to_owned()),
        kind,
        badge: badge(t, message.state, message.channel),
        due: page.day_time(&message.due_at),
        sent: message.sent_at.map(|at| page.day_time(&at)),
        attempts: fill(t.admin.times, &[("count", &message.attempts)]),
        error,
        text,
        kept,
        failed: message.state == MessageState::Failed,
        form: Typed::new("", state.command()),
        page,
    })
}

/// Its file, to be saved and opened in a mail program.
pub async fn file(State(state): State<AppState>, signed: SignedIn, Id(id): Id<MessageId>) -> Result<Response, WebError> {
    let bytes = mails::file(&state.tools, Actor::Person(&signed.viewer), &state.config.database.data_dir, id).await?;
    Ok((crate::web::attachment(&format!("{id}.eml"), "message/rfc822")?, bytes).into_response())
}

/// Another try.
pub async fn retry(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<MessageId>) -> Result<Response, WebError> {
    mails::retry(&state.tools, Actor::Person(&signed.viewer), id).await?;
    Ok(notice::done(&Url::MailShow(id), page.t.admin.retried))
}
