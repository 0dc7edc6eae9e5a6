//! The page that says why something was not done, and what to do now.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::text::{Texts, fill};
use crate::web::error::Problem;
use crate::web::visit::Visit;
use crate::web::{Page, html};

#[derive(Template)]
#[template(path = "pages/account/problem.html")]
struct Show {
    page: Page,
    code: u16,
    title: &'static str,
    words: String,
    again: bool,
}

/// The page for a status, with the problem's own words where it has some.
pub(in crate::web) fn page(visit: &Visit, status: StatusCode, problem: &Problem) -> Response {
    let page = Page::of(visit);
    let (title, words) = texts(page.t, status, visit);
    let a = &page.t.account;
    let (title, words) = match problem {
        Problem::Plain => (title, words),
        Problem::Origin => (a.error_not_done, a.error_403_origin.to_owned()),
        Problem::Stale => (a.error_not_done, a.error_403_csrf.to_owned()),
        Problem::Words(words) => (title, words.clone()),
        Problem::Rule(reason) => (title, page.t.refused(reason)),
    };
    let again = matches!(status, StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE);
    let show = Show { page, code: status.as_u16(), title, words, again };
    html(&show).unwrap_or_else(|_| status.into_response())
}

fn texts(t: &Texts, status: StatusCode, visit: &Visit) -> (&'static str, String) {
    let a = &t.account;
    let (title, words) = match status {
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => (a.error_400, a.error_400_what),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => (a.error_403, a.error_403_what),
        StatusCode::NOT_FOUND => (a.error_404, a.error_404_what),
        StatusCode::METHOD_NOT_ALLOWED => (a.error_405, a.error_405_what),
        StatusCode::CONFLICT => (a.error_409, a.error_409_what),
        StatusCode::PAYLOAD_TOO_LARGE => (a.error_413, a.error_413_what),
        StatusCode::UNPROCESSABLE_ENTITY => (a.error_422, a.error_422_what),
        StatusCode::TOO_MANY_REQUESTS => (a.error_429, a.error_429_what),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => (a.error_503, a.error_503_what),
        _ => return (a.error_500, fill(a.error_500_what, &[("id", &visit.number)])),
    };
    (title, words.to_owned())
}
