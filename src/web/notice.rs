//! The sentence that says on the next page what was just done. It travels in a cookie of half a minute, because the page after a form is another
//! request.

use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::urls::Url;

/// The name of its cookie.
pub(super) const COOKIE: &str = "dutyflow-notice";
/// How long it waits for the next page, in seconds.
pub(super) const SECONDS: i64 = 30;
/// Longer sentences are cut: a cookie holds 4 KB.
const MOST: usize = 300;

/// A sentence on its way to the next page.
#[derive(Debug, Clone)]
pub(super) struct Notice(pub(super) String);

/// To another page, which says what was done.
#[must_use]
pub fn done(url: &Url, words: impl Into<String>) -> Response {
    done_at(&url.to_string(), words)
}

/// The same with an address that has a query.
#[must_use]
pub fn done_at(address: &str, words: impl Into<String>) -> Response {
    let mut response = super::to_address(address);
    response.extensions_mut().insert(Notice(words.into()));
    response
}

pub(super) fn encode(words: &str) -> String {
    let cut: String = words.chars().take(MOST).collect();
    URL_SAFE_NO_PAD.encode(cut)
}

pub(super) fn decode(value: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok().filter(|words| !words.is_empty())
}
