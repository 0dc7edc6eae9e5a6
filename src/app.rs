//! Composition: the router with everything around it. The only place that knows every resource.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api;
use crate::auth::Throttle;
use crate::state::AppState;
use crate::web::{self, Routes, WebError, form, visit};

/// An answer that takes longer is given up; imports and exports are the longest.
const PATIENCE: Duration = Duration::from_secs(60);

/// Every page with its handler, a line a resource.
#[must_use]
pub fn pages() -> Routes {
    Routes::new()
        .and(web::account::routes())
        .and(web::absence::routes())
        .and(web::incoming::routes())
        .and(web::ledger::routes())
        .and(web::duty::routes())
        .and(web::overdue::routes())
        .and(web::work::routes())
        .and(web::workflow::routes())
        .and(web::task::routes())
        .and(web::hand_off::routes())
        .and(web::lead::routes())
        .and(web::batch::routes())
        .and(web::coordination::routes())
        .and(web::recurrence::routes())
        .and(web::import::routes())
        .and(web::town::routes())
        .and(web::admin::routes())
}

/// The whole program as a service.
pub fn router(state: AppState) -> Router {
    // The last one is the outermost: headers on every answer, also on those of a panic.
    pages()
        .into_router()
        .merge(api::routes())
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .layer(Extension(Arc::new(Throttle::default())))
        .layer(DefaultBodyLimit::max(form::LIMIT))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), visit::visit))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), visit::headers))
        .with_state(state)
}

async fn nothing() -> WebError {
    WebError::NotFound
}

async fn wrong_method() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

/// A bug became a panic: the person gets a page with the number, the log the message.
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic");
    axum::response::IntoResponse::into_response(WebError::Internal(anyhow::anyhow!("panicked: {words}")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::urls::Route;

    #[test]
    fn every_route_of_the_table_has_a_handler_and_nothing_else_has() {
        let joined: BTreeSet<_> = super::pages().joined().iter().copied().collect();
        let wanted: BTreeSet<_> = Route::all_with_verbs().collect();
        let missing: Vec<_> = wanted.difference(&joined).map(|(route, verb)| format!("{} {}", verb.name(), route.pattern())).collect();
        let unknown: Vec<_> = joined.difference(&wanted).map(|(route, verb)| format!("{} {}", verb.name(), route.pattern())).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "without a handler: {missing:#?}; not in the table: {unknown:#?}");
    }
}
