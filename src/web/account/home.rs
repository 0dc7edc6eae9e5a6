//! The first page is where the person's day begins.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::auth::SignedIn;
use crate::service::ready;
use crate::state::AppState;
use crate::web::{nav, to};

/// To the person's own first page.
pub async fn home(signed: SignedIn) -> Response {
    to(&nav::home(&signed.viewer))
}

/// Whether it can work: the database answers.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if ready::ready(&state.tools).await { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") }
}

/// Whether the program runs: it answers.
pub async fn health() -> &'static str {
    "ok"
}
