//! One request of a browser: who it is, in which language, from where. Around every page: it looks the session up once, gives problems their words,
//! hands notices on, and writes the line of the log.

use std::net::IpAddr;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use tracing::Instrument;

use super::error::{Problem, WebError};
use super::{account, notice};
use crate::auth::{SignedIn, address, cookie, origin, session};
use crate::state::AppState;
use crate::text::Language;

/// The cookie with the language of somebody who is not logged in.
pub(super) const LANGUAGE: &str = "dutyflow-language";

/// Who visits, and how.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who, when logged in.
    pub signed: Option<SignedIn>,
    /// The language of the answer.
    pub language: Language,
    /// The path.
    pub path: String,
    /// The address to come back to.
    pub back: String,
    /// What was just done.
    pub notice: Option<String>,
    /// The present.
    pub now: DateTime<Utc>,
    /// The client's address.
    pub address: IpAddr,
    /// Whether a form that was sent comes from our own pages.
    pub ours: bool,
    /// Whether cookies are for https only.
    pub secure: bool,
    /// The number of the request, as in the log.
    pub number: String,
}

impl Visit {
    /// The visit that belongs to a request; that of a stranger where none was noted.
    #[must_use]
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_else(|| Self {
            signed: None,
            language: Language::default(),
            path: String::new(),
            back: "/".to_owned(),
            notice: None,
            now: DateTime::UNIX_EPOCH,
            address: IpAddr::from([0, 0, 0, 0]),
            ours: false,
            secure: true,
            number: String::new(),
        })
    }

    async fn note(state: &AppState, asked: &Parts, number: String) -> Result<Self, WebError> {
        let headers = &asked.headers;
        let now = state.now();
        let secure = state.config.server.secure_cookies();
        let signed = match cookie::value(headers, cookie::name(secure)) {
            Some(secret) => session::find(&state.tools.store, secret, now).await?,
            None => None,
        };
        let get = matches!(asked.method, Method::GET | Method::HEAD);
        let address_asked = asked.uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self {
            language: language(signed.as_ref(), headers),
            signed,
            path: asked.uri.path().to_owned(),
            back: if get { address_asked.to_owned() } else { "/".to_owned() },
            notice: cookie::value(headers, notice::COOKIE).and_then(notice::decode),
            now,
            address: address::of(&asked.extensions, headers, &state.config.server),
            ours: origin::ours(headers, &state.config.server.public_url()),
            secure,
            number,
        })
    }
}

fn language(signed: Option<&SignedIn>, headers: &HeaderMap) -> Language {
    let chosen = signed.map(|signed| signed.language.as_str()).or_else(|| cookie::value(headers, LANGUAGE)).and_then(Language::from_code);
    let accepted =
        || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Language::accepted).unwrap_or_default();
    chosen.unwrap_or_else(accepted)
}

/// The layer around every page.
pub async fn visit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let number: String = state.tools.ids.bytes::<5>().iter().map(|byte| format!("{byte:02x}")).collect();
    let path = request.uri().path().to_owned();
    if path.starts_with("/static/") || matches!(path.as_str(), "/healthz" | "/readyz") {
        return next.run(request).await;
    }
    // Paths hold ids only; queries hold what people search for and stay out of the log.
    let span = tracing::info_span!("web", number, method = %request.method(), path);
    async move {
        let (parts, body) = request.into_parts();
        let visit = match Visit::note(&state, &parts, number).await {
            Ok(visit) => visit,
            Err(error) => return error.into_response(),
        };
        let mut request = Request::from_parts(parts, body);
        let get = request.method() == Method::GET;
        request.extensions_mut().insert(visit.clone());
        if let Some(signed) = &visit.signed {
            request.extensions_mut().insert(signed.clone());
        }
        let mut response = worded(next.run(request).await, &visit);
        if visit.notice.is_some() && get && response.status() == StatusCode::OK {
            set_cookie(&mut response, &cookie::with_age(notice::COOKIE, "", visit.secure, 0));
        }
        if let Some(notice::Notice(words)) = response.extensions_mut().remove::<notice::Notice>() {
            set_cookie(&mut response, &cookie::with_age(notice::COOKIE, &notice::encode(&words), visit.secure, notice::SECONDS));
        }
        tracing::info!(status = response.status().as_u16(), ms = started.elapsed().as_millis(), "answered");
        response
    }
    .instrument(span)
    .await
}

/// Puts a cookie into a response.
pub(super) fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A response that failed without a page gets one, in words that say what to do.
fn worded(response: Response, visit: &Visit) -> Response {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !failed || is_page || visit.path.starts_with("/api/") {
        return response;
    }
    let problem = response.extensions().get::<Problem>().cloned().unwrap_or(Problem::Plain);
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut page = account::problem::page(visit, status, &problem);
    *page.status_mut() = if status == StatusCode::REQUEST_TIMEOUT { StatusCode::SERVICE_UNAVAILABLE } else { status };
    if let Some(allow) = allow {
        page.headers_mut().insert(header::ALLOW, allow);
    }
    page
}

/// The security headers of every answer.
pub const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    // Not `no-referrer`: with it a browser hides the origin of forms even from ourselves.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// Puts the security headers on an answer.
pub async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if state.config.server.secure_cookies() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}
