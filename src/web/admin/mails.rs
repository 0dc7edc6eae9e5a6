//! The mails: what was told to whom, with its end.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::ids::MessageId;

use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::mails::{self, Channel, MailRow, MessageState};
use crate::state::AppState;
use crate::text::Texts;
use crate::urls::Url;
use crate::web::badge::Badge;
use crate::web::{Page, WebError, html};

/// So many are listed.
const MOST: u64 = 200;

/// What narrows the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    state: String,
}

struct Row {
    id: MessageId,
    name: String,
    address: String,
    kind: String,
    subject: String,
    time: String,
    badge: Badge,
    error: String,
}

struct Tab {
    url: String,
    label: String,
    count: u64,
    current: bool,
}

#[derive(Template)]
#[template(path = "pages/admin/mails.html")]
struct List {
    page: Page,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    latest: String,
}

/// A message's state; one that stands on the page for somebody without an address says so.
pub(super) fn badge(t: &Texts, state: MessageState, channel: Channel) -> Badge {
    let a = &t.admin;
    match (state, channel) {
        (MessageState::Pending, _) => Badge::other("wait", "wait", a.state_pending),
        (MessageState::Sent, _) => Badge::other("done", "done", a.state_sent),
        (MessageState::Kept, Channel::Mail) => Badge::other("go", "inbox", a.state_kept),
        (MessageState::Kept, Channel::Page) => Badge::other("plain", "paper", a.state_page),
        (MessageState::Failed, _) => Badge::other("bad", "cross", a.state_failed),
        (MessageState::Dropped, _) => Badge::other("off", "off", a.state_dropped),
    }
}

/// What went wrong, or why it was not sent.
pub(super) fn remark(t: &Texts, row: &MailRow) -> String {
    match (&row.message.last_error, row.message.state) {
        (None, _) => String::new(),
        // The reasons for which a message is dropped are words for the log.
        (Some(why), MessageState::Dropped) if why != "deactivated" => t.admin.why_over.to_owned(),
        (Some(why), _) => t.message_remark(why),
    }
}

fn row(page: &Page, row: MailRow) -> Row {
    let t = page.t;
    let error = remark(t, &row);
    let message = row.message;
    Row {
        id: message.id,
        name: row.name,
        address: row.address.unwrap_or_else(|| t.admin.no_address.to_owned()),
        kind: t.message_kind(&message.kind).to_owned(),
        subject: message.rendered.map(|text| text.subject).unwrap_or_default(),
        time: page.day_time(&message.sent_at.unwrap_or(message.due_at)),
        badge: badge(t, message.state, message.channel),
        error,
    }
}

/// The list.
pub async fn list(State(state): State<AppState>, page: Page, signed: SignedIn, Query(filter): Query<Filter>) -> Result<Response, WebError> {
    let t = page.t;
    let a = &t.admin;
    let wanted = MessageState::from_code(&filter.state);
    let counts = mails::counts(&state.tools).await?;
    let names = [
        (MessageState::Failed, a.state_failed),
        (MessageState::Pending, a.state_pending),
        (MessageState::Sent, a.state_sent),
        (MessageState::Kept, a.state_kept),
        (MessageState::Dropped, a.state_dropped),
    ];
    let all = Tab { url: Url::Mails.to_string(), label: t.common.all.to_owned(), count: counts.values().sum(), current: wanted.is_none() };
    let mut tabs = vec![all];
    tabs.extend(names.into_iter().map(|(state, label)| Tab {
        url: Url::Mails.with([("state", state.code())].as_slice()),
        label: label.to_owned(),
        count: counts.get(&state).copied().unwrap_or_default(),
        current: wanted == Some(state),
    }));
    let found = mails::list(&state.tools, Actor::Person(&signed.viewer), wanted, MOST).await?;
    let latest =
        if found.len() == usize::try_from(MOST).unwrap_or(usize::MAX) { t.counted(a.mails_latest, found.len()) } else { String::new() };
    let rows = found.into_iter().map(|found| row(&page, found)).collect();
    html(&List { tabs, rows, latest, page })
}
