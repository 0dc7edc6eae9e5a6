//! The language: kept with the person, or in a cookie for who is not logged in.

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;

use super::log_in::local;
use crate::auth::{SignedIn, account, cookie, secret};
use crate::state::AppState;
use crate::text::Language;
use crate::web::page::TOKEN;
use crate::web::visit::{self, Visit};
use crate::web::{WebError, form, to_address};

/// A year, in seconds.
const YEAR: i64 = 365 * 24 * 3600;

/// Chooses the language and goes back to the page.
pub async fn choose(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Option<Extension<SignedIn>>,
    request: Request,
) -> Result<Response, WebError> {
    let pairs = form::pairs(request).await?;
    let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let language = Language::from_code(value("language")).ok_or(WebError::Malformed)?;
    if let Some(Extension(signed)) = signed {
        // The route is open to everybody, so the guard has not looked at the token.
        if !secret::same(value(TOKEN), &signed.csrf) {
            return Err(WebError::Stale);
        }
        account::set_language(&state.tools.store, signed.person(), language.code()).await?;
    }
    let back = value("back");
    let mut response = to_address(if local(back) { back } else { "/" });
    visit::set_cookie(&mut response, &cookie::with_age(visit::LANGUAGE, language.code(), visit.secure, YEAR));
    Ok(response)
}
