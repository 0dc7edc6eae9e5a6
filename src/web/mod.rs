//! The pages: delivery only. Each resource is a folder with one file a verb and a `routes()`; templates in `templates/pages/<resource>/<verb>.html`.
//! Handlers call `service` and the finders, and never decide by themselves what a person may do.

pub mod absence;
pub mod account;
pub mod admin;
pub mod assets;
pub mod badge;
pub mod batch;
pub mod coordination;
pub mod duty;
pub mod error;
pub mod explain;
pub mod form;
pub mod guard;
pub mod hand_off;
pub mod import;
pub mod incoming;
pub mod lead;
pub mod ledger;
mod nav;
pub mod notice;
pub mod overdue;
pub mod page;
pub mod recurrence;
pub mod refused;
pub mod routes;
pub mod task;
pub mod town;
pub mod visit;
pub mod work;
pub mod workflow;

use askama::Template;
use askama::filters::Safe;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

pub use error::WebError;
pub use form::{Choice, Posted, Typed, Upload};
pub use page::Page;
pub use routes::{Id, Routes};

use crate::urls::Url;

/// A rendered page.
///
/// # Errors
/// When the template fails, which is a fault of ours.
pub fn html(template: &impl Template) -> Result<Response, WebError> {
    let body = template.render().map_err(|error| WebError::Internal(error.into()))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(body)).into_response())
}

/// A form that was not accepted: the same page again, with status 422.
///
/// # Errors
/// When the template fails.
pub fn html_refused(template: &impl Template) -> Result<Response, WebError> {
    let mut response = html(template)?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// To another page, after something was done.
#[must_use]
pub fn to(url: &Url) -> Response {
    to_address(&url.to_string())
}

/// To an address with a query.
#[must_use]
pub fn to_address(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}

/// An icon of `static/icons.svg`; a word stands beside it.
#[must_use]
pub fn icon(name: &str) -> Safe<String> {
    Safe(format!("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{}#{name}\"></use></svg>", assets::icons()))
}

/// The headers of a file to be saved under a name.
///
/// # Errors
/// When the name cannot stand in a header, which its encoding rules out.
pub fn attachment(name: &str, kind: &'static str) -> Result<[(header::HeaderName, HeaderValue); 2], WebError> {
    let name = url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    let disposition = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{name}"));
    let disposition = disposition.map_err(|error| WebError::Internal(error.into()))?;
    Ok([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)])
}
