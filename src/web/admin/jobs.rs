//! The queue: what waits, what runs, what was given up and why.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::MessageId;

use crate::auth::SignedIn;
use crate::service::actor::Actor;
use crate::service::queue::{self, Overview, Queue, Retried, Troubled};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::{Id, Page, Typed, WebError, html, notice};

struct Tick {
    name: String,
    last: String,
    next: String,
}

struct Row {
    id: i64,
    kind: String,
    message: Option<MessageId>,
    attempts: String,
    error: String,
    ended: String,
}

#[derive(Template)]
#[template(path = "pages/admin/jobs.html")]
struct Show {
    page: Page,
    form: Typed,
    queue: Overview,
    oldest: String,
    ticks: Vec<Tick>,
    failing: Vec<Row>,
    rows: Vec<Row>,
}

/// The page.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let t = page.t;
    let a = &t.admin;
    let Queue { overview: queue, failing, dead } = queue::look(&state.tools, Actor::Person(&signed.viewer)).await?;
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(|| a.never.to_owned(), |at| page.day_time(&at));
    let ticks =
        queue.ticks.iter().map(|tick| Tick { name: t.job_kind(tick.schedule).to_owned(), last: at(tick.last), next: at(tick.next) });
    let row = |job: Troubled| Row {
        id: job.id,
        kind: t.job_kind(&job.kind).to_owned(),
        message: job.message,
        attempts: fill(a.times, &[("count", &job.attempts)]),
        error: job.error.unwrap_or_default(),
        ended: at(job.at),
    };
    html(&Show {
        oldest: queue
            .oldest_waiting
            .map_or_else(|| a.none_waiting.to_owned(), |since| fill(a.oldest, &[("since", &page.day_time(&since))])),
        ticks: ticks.collect(),
        failing: failing.into_iter().map(row).collect(),
        rows: dead.into_iter().map(row).collect(),
        form: Typed::new("", state.command()),
        queue,
        page,
    })
}

/// Tries a dead job again.
pub async fn retry(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<i64>) -> Result<Response, WebError> {
    let a = &page.t.admin;
    let said = match queue::retry(&state.tools, Actor::Person(&signed.viewer), id).await? {
        Retried::Queued => a.job_retried,
        Retried::NotDead => a.job_not_dead,
        Retried::LiveTwin => a.job_twin,
    };
    Ok(notice::done(&Url::Jobs, said))
}
