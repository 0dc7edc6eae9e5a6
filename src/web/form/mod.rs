//! Forms: reading what was sent, and showing it again with the reasons beside the fields when it is not accepted. Nothing typed is lost.

mod read;
mod typed;
mod upload;

use askama::filters::Safe;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use workflow::ids::CommandId;

pub use typed::{Choice, Typed};
pub use upload::{File, Upload};

use super::error::WebError;

/// The most that a form may carry, in bytes. Uploads have their own limit.
pub const LIMIT: usize = 256 * 1024;

/// The field with the id of the request: sending the same form twice is one request.
pub const COMMAND: &str = "command_id";

/// A form that was sent. The guard has already checked its token; see [`super::guard`].
#[derive(Debug, Clone)]
pub struct Posted {
    /// The id that makes the request safe to repeat.
    pub command: CommandId,
    pairs: Vec<(String, String)>,
}

impl Posted {
    /// The fields, to be read with `required`, `optional`, `date` … and to be shown again as they are if one of them is wrong: same fields, same
    /// command id, so that a correction is the same request.
    #[must_use]
    pub fn typed(self, prefix: &'static str) -> Typed {
        Typed::from_pairs(prefix, self.command, self.pairs)
    }

    /// The first value of a field, trimmed; empty when it has none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// All fields as typed.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        let pairs = pairs(request).await?;
        let command = pairs.iter().find(|(name, _)| name == COMMAND).and_then(|(_, value)| value.parse().ok());
        Ok(Self { command: command.ok_or(WebError::Malformed)?, pairs })
    }
}

/// Whether the body is an ordinary form.
pub(super) fn is_form(request: &Request) -> bool {
    has_kind(request, "application/x-www-form-urlencoded")
}

/// Whether the body is an upload.
pub(super) fn is_upload(request: &Request) -> bool {
    has_kind(request, "multipart/form-data")
}

fn has_kind(request: &Request, kind: &str) -> bool {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind)
}

/// The fields of an ordinary form.
pub(super) async fn pairs(request: Request) -> Result<Vec<(String, String)>, WebError> {
    if !is_form(&request) {
        return Err(WebError::Malformed);
    }
    let bytes = axum::body::to_bytes(request.into_body(), LIMIT).await.map_err(|_| WebError::TooLarge)?;
    Ok(parse(&bytes))
}

/// The fields of a body.
pub(super) fn parse(bytes: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(bytes).into_owned().collect()
}

/// A hidden field.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Safe<String> {
    Safe(format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value)))
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
