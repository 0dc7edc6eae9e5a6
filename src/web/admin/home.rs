//! The administrator's first page: what needs attention, and the ways to everything else.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::mails::{self, MessageState};
use crate::service::{people, queue, towns};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::{Page, WebError, html};

/// A due job that waits longer than this says that nobody works.
const LONG: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

struct Attention {
    said: String,
    url: String,
}

#[derive(Template)]
#[template(path = "pages/admin/home.html")]
struct Show {
    page: Page,
    attention: Vec<Attention>,
    towns: usize,
    bodies: usize,
    people: usize,
    pending: u64,
    failed: u64,
    waiting: u64,
    dead: u64,
    server: String,
}

/// The page.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let t = page.t;
    let actor = Actor::Person(&signed.viewer);
    let tools = &state.tools;
    let county = towns::county(tools).await?;
    let towns = towns::towns(tools).await?;
    let messages = mails::counts(tools).await?;
    let of = |state| messages.get(&state).copied().unwrap_or_default();
    let overview = queue::look(tools, actor).await?.overview;
    let failed = of(MessageState::Failed);
    let mut attention = Vec::new();
    let mut note = |said: String, url: Url| attention.push(Attention { said, url: url.to_string() });
    if county.is_none() {
        note(t.admin.attention_county.to_owned(), Url::Towns);
    }
    if towns.is_empty() {
        note(t.admin.attention_towns.to_owned(), Url::Towns);
    }
    for row in towns.iter().filter(|row| row.edition.is_none()) {
        note(fill(t.admin.attention_list, &[("town", &row.town.name)]), Url::Import);
    }
    if failed > 0 {
        note(fill(t.admin.attention_mail, &[("count", &failed)]), Url::Mails);
    }
    if overview.dead > 0 {
        note(fill(t.admin.attention_jobs, &[("count", &overview.dead)]), Url::Jobs);
    }
    if let Some(since) = overview.oldest_waiting.filter(|since| page.now - *since > LONG) {
        note(fill(t.admin.attention_waiting, &[("since", &page.day_time(&since))]), Url::Jobs);
    }
    html(&Show {
        attention,
        towns: towns.len(),
        bodies: towns::bodies(tools).await?.iter().filter(|body| !body.archived).count(),
        people: people::list(tools, actor).await?.rows.iter().filter(|row| row.person.deactivated_at.is_none()).count(),
        pending: of(MessageState::Pending),
        failed,
        waiting: overview.waiting,
        dead: overview.dead,
        server: state.config.mail.server_name().unwrap_or_else(|| t.admin.mail_none.to_owned()),
        page,
    })
}
