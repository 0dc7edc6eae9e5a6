//! What an operator's tools ask: metrics for Prometheus and health, on a listener of their own that the pages do not share.

use std::sync::atomic::AtomicU64;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::service::mails::{self, MessageState};
use crate::service::{ServiceError, Tools, queue, ready};

/// The media type of what `encode` writes.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Labels of a row of figures.
type Labels = Vec<(&'static str, &'static str)>;
type Figures = Family<Labels, Gauge<f64, AtomicU64>>;

/// `/metrics`, `/healthz`, `/readyz`.
pub fn router(tools: Tools) -> Router {
    Router::new().route("/metrics", get(metrics)).route("/healthz", get(async || "ok")).route("/readyz", get(is_ready)).with_state(tools)
}

async fn is_ready(State(tools): State<Tools>) -> (StatusCode, &'static str) {
    if ready::ready(&tools).await { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") }
}

async fn metrics(State(tools): State<Tools>) -> Response {
    match tell(&tools).await {
        Ok(text) => ([(header::CONTENT_TYPE, TEXT)], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "no metrics");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Everything is read from the database when asked, so that all processes tell the same and none counts for itself.
async fn tell(tools: &Tools) -> Result<String, ServiceError> {
    let seen = queue::figures(tools).await?;
    let messages = mails::counts(tools).await?;
    let mut all = Registry::with_prefix("dutyflow");

    let jobs = rows(&mut all, "jobs", "Jobs: due, for later, failed and to be tried again (of those two), running, dead");
    let states =
        [("waiting", seen.waiting), ("later", seen.later), ("failed", seen.failed), ("running", seen.running), ("dead", seen.dead)];
    for (state, count) in states {
        set(&jobs, "state", state, count as f64);
    }
    let oldest = Gauge::<f64, AtomicU64>::default();
    oldest.set(seen.oldest_waiting.map_or(0.0, |since| seconds((tools.now() - since).num_milliseconds())));
    all.register("oldest_waiting_job_seconds", "How long the oldest due job has waited", oldest);

    let next = rows(&mut all, "next_tick_timestamp_seconds", "When a schedule fires next");
    let last = rows(&mut all, "last_tick_timestamp_seconds", "When a schedule fired last");
    for tick in seen.ticks {
        for (figures, at) in [(&next, tick.next), (&last, tick.last)] {
            if let Some(at) = at {
                set(figures, "schedule", tick.schedule, seconds(at.timestamp_millis()));
            }
        }
    }
    let told = rows(&mut all, "messages", "Messages by state");
    for state in MessageState::ALL {
        set(&told, "state", state.code(), messages.get(&state).copied().unwrap_or_default() as f64);
    }
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = encode(&mut text, &all);
    Ok(text)
}

fn rows(all: &mut Registry, name: &str, help: &str) -> Figures {
    let figures = Figures::default();
    all.register(name, help, figures.clone());
    figures
}

fn set(figures: &Figures, label: &'static str, value: &'static str, to: f64) {
    figures.get_or_create(&vec![(label, value)]).set(to);
}

fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1_000.0
}
