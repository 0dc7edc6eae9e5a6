//! Joining routes with handlers: each resource lists its own, and the right that the table of routes asks for is put before every handler.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path, Request};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn};
use axum::routing::{MethodRouter, get, post};

use super::error::WebError;
use super::guard::{self, Takes};
use crate::state::AppState;
use crate::urls::{Route, Verb};

/// The routes of a resource with their handlers.
#[derive(Debug, Default)]
pub struct Routes {
    router: axum::Router<AppState>,
    joined: Vec<(Route, Verb)>,
}

impl Routes {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Joins a route's GET.
    #[must_use]
    pub fn get<H: Handler<T, AppState>, T: 'static>(self, route: Route, handler: H) -> Self {
        self.join(route, Verb::Get, Takes::Form, get(handler))
    }

    /// Joins a route's POST.
    #[must_use]
    pub fn post<H: Handler<T, AppState>, T: 'static>(self, route: Route, handler: H) -> Self {
        self.join(route, Verb::Post, Takes::Form, post(handler))
    }

    /// Joins a route's POST of an upload of at most `bytes`.
    #[must_use]
    pub fn upload<H: Handler<T, AppState>, T: 'static>(self, route: Route, bytes: usize, handler: H) -> Self {
        self.join(route, Verb::Post, Takes::Upload, post(handler).layer(axum::extract::DefaultBodyLimit::max(bytes)))
    }

    fn join(mut self, route: Route, verb: Verb, takes: Takes, handler: MethodRouter<AppState>) -> Self {
        let right = route.right(verb);
        let guarded = handler.layer(from_fn(move |request: Request, next: Next| guard::guard(right, takes, request, next)));
        self.router = self.router.route(route.pattern(), guarded);
        self.joined.push((route, verb));
        self
    }

    /// These and those of another resource.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.joined.extend(other.joined);
        self
    }

    /// What has a handler.
    #[must_use]
    pub fn joined(&self) -> &[(Route, Verb)] {
        &self.joined
    }

    /// The router.
    pub fn into_router(self) -> axum::Router<AppState> {
        self.router
    }
}

/// The id in a path; one that is no id is not found.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| WebError::NotFound)?;
        text.parse().map(Self).map_err(|_| WebError::NotFound)
    }
}
