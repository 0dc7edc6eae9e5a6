//! What stands before every handler: the right that the table of routes asks for, the origin and the token of forms, and what becomes of a form whose
//! session has ended.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::account::log_in;
use super::error::WebError;
use super::form::{self, LIMIT};
use super::page::TOKEN;
use super::visit::Visit;
use crate::auth::secret;
use crate::urls::{Right, Route, Url};

/// What a route takes besides its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// An ordinary form.
    Form,
    /// An upload, whose token [`form::Upload`] checks while it reads.
    Upload,
}

/// Lets the request through, or answers it.
pub(super) async fn guard(right: Option<Right>, takes: Takes, request: Request, next: Next) -> Response {
    match check(right, takes, request).await {
        Ok(request) => next.run(request).await,
        Err(response) => response,
    }
}

async fn check(right: Option<Right>, takes: Takes, request: Request) -> Result<Request, Response> {
    let visit = Visit::of(request.extensions());
    let right = right.ok_or_else(|| WebError::NotFound.into_response())?;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !visit.ours {
        return Err(WebError::Origin.into_response());
    }
    if right == Right::Public {
        return Ok(request);
    }
    let Some(signed) = &visit.signed else {
        return Err(if changes { ended(&visit, request).await } else { super::to_address(&Url::Login.with([("next", &visit.back)])) });
    };
    if signed.must_change_password && ![Route::Password, Route::Logout].iter().any(|route| route.pattern() == visit.path) {
        return Err(super::to(&Url::Password));
    }
    if !right.allows(&signed.viewer) {
        return Err(WebError::Forbidden.into_response());
    }
    if !changes || (takes == Takes::Upload && form::is_upload(&request)) {
        return Ok(request);
    }
    let (request, pairs) = read(request).await.map_err(IntoResponse::into_response)?;
    let token = pairs.iter().find(|(name, _)| name == TOKEN).map(|(_, value)| value.as_str()).unwrap_or_default();
    if secret::same(token, &signed.csrf) { Ok(request) } else { Err(log_in::stale(&visit, pairs)) }
}

/// The form's fields, and the request as it was.
async fn read(request: Request) -> Result<(Request, Vec<(String, String)>), WebError> {
    if !form::is_form(&request) {
        return Err(WebError::Malformed);
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, LIMIT).await.map_err(|_| WebError::TooLarge)?;
    let pairs = form::parse(&bytes);
    Ok((Request::from_parts(parts, Body::from(bytes)), pairs))
}

/// A form without a session: the log-in page, with everything that was typed carried along. A file cannot be carried, and it says so.
async fn ended(visit: &Visit, request: Request) -> Response {
    if visit.path == Route::Logout.pattern() {
        return super::to(&Url::Login);
    }
    let page_before = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok()).and_then(own_path);
    let carried = if form::is_upload(&request) {
        log_in::Carried::Upload
    } else {
        match form::pairs(request).await {
            Ok(pairs) => log_in::Carried::form(&visit.path, pairs),
            Err(WebError::TooLarge) => log_in::Carried::TooLong,
            Err(error) => return error.into_response(),
        }
    };
    log_in::ended(visit, page_before, carried)
}

/// The path of an address of this program, as a browser names the page before.
fn own_path(referer: &str) -> Option<String> {
    let url = url::Url::parse(referer).ok()?;
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    log_in::local(path).then(|| path.to_owned())
}
