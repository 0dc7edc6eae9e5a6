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

/// So many stand on a page.
const PAGE: usize = 50;
/// The last page: whoever looks for more looks into the workflow.
const LAST: usize = 40;

/// What narrows the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    state: String,
    page: String,
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
    previous: Option<String>,
    next: Option<String>,
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
    let number = filter.page.parse::<usize>().unwrap_or(1).clamp(1, LAST);
    let (from, to) = ((number - 1) * PAGE, number * PAGE);
    // One more than is shown says whether there is another page.
    let most = u64::try_from(to + 1).unwrap_or(u64::MAX);
    let found = mails::list(&state.tools, Actor::Person(&signed.viewer), wanted, most).await?;
    let state = wanted.map_or("", MessageState::code);
    let link = |number: usize| Url::Mails.with([("state", state), ("page", number.to_string().as_str())].as_slice());
    let previous = (number > 1).then(|| link(number - 1));
    let next = (found.len() > to && number < LAST).then(|| link(number + 1));
    let rows = found.into_iter().skip(from).take(PAGE).map(|found| row(&page, found)).collect();
    html(&List { tabs, rows, previous, next, page })
}
