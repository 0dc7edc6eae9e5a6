//! The first page is where the person's day begins.

use axum::response::Response;

use crate::auth::SignedIn;
use crate::web::{nav, to};

/// To the person's own first page.
pub async fn home(signed: SignedIn) -> Response {
    to(&nav::home(&signed.viewer))
}

/// Whether the program runs: it answers.
pub async fn health() -> &'static str {
    "ok"
}
