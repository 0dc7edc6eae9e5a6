//! Log-in; and what becomes of a form whose session ended while it was being filled in: it is carried through the log-in and offered for sending.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use serde::Deserialize;

use crate::auth::log_in::LogInError;
use crate::auth::{self, Throttle, account, cookie, session};
use crate::state::AppState;
use crate::text::{Account, fill};
use crate::urls::Url;
use crate::web::form::{self, COMMAND, Typed};
use crate::web::page::TOKEN;
use crate::web::visit::{self, Visit};
use crate::web::{Page, WebError, html, to_address};

/// Fields of the form that was interrupted stand in the log-in form under their name with this before it.
const CARRIED: &str = "carried:";

/// The form that was interrupted.
#[derive(Debug, Clone)]
pub(in crate::web) enum Carried {
    /// Its address and what was typed.
    Form(Form),
    /// A file cannot be carried.
    Upload,
    /// Longer than a form may be.
    TooLong,
}

/// An address with the fields that it was to get.
#[derive(Debug, Clone)]
pub(in crate::web) struct Form {
    to: String,
    fields: Vec<(String, String)>,
    /// The names of what is not carried.
    dropped: Vec<String>,
}

impl Carried {
    /// What is carried of a form: everything but passwords and the old session's token.
    pub(in crate::web) fn form(to: &str, pairs: Vec<(String, String)>) -> Self {
        let secret = |(name, _): &(String, String)| name == TOKEN || name.contains("password");
        let (dropped, fields): (Vec<_>, Vec<_>) = pairs.into_iter().partition(secret);
        let dropped = dropped.into_iter().map(|(name, _)| name).collect();
        Self::Form(Form { to: to.to_owned(), fields, dropped })
    }
}

impl Form {
    /// What people typed, as against what the page put in.
    fn typed(&self) -> Vec<&str> {
        let own = |(name, value): &&(String, String)| name != COMMAND && !value.trim().is_empty() && value.parse::<uuid::Uuid>().is_err();
        self.fields.iter().filter(own).map(|(_, value)| value.as_str()).collect()
    }
}

#[derive(Template)]
#[template(path = "pages/account/log_in.html")]
struct Show {
    page: Page,
    form: Typed,
    lead: String,
    warn: bool,
    next: String,
    carried: Option<Form>,
}

#[derive(Template)]
#[template(path = "pages/account/resume.html")]
struct Resume {
    page: Page,
    lead: &'static str,
    form: Form,
}

/// Whether an address lies in this program: a path, and nothing that a browser could take for another host.
pub(in crate::web) fn local(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\n', '\r', '\t'])
}

/// Where to go after the log-in.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    next: String,
}

/// The log-in page; who is logged in already goes on.
pub async fn show(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let next = if local(&asked.next) { asked.next } else { "/".to_owned() };
    if visit.signed.is_some() {
        return Ok(to_address(&next));
    }
    let page = Page::of(&visit);
    let nobody = !account::anybody(&state.tools.store).await?;
    let lead = if nobody { page.t.account.no_admin_yet } else { page.t.account.log_in_lead }.to_owned();
    html(&Show { page, form: Typed::new("", state.command()), lead, warn: nobody, next, carried: None })
}

/// Logs in.
pub async fn log_in(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    Extension(throttle): Extension<Arc<Throttle>>,
    request: Request,
) -> Result<Response, WebError> {
    let pairs = form::pairs(request).await?;
    let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let next = Some(value("next")).filter(|next| local(next)).unwrap_or_else(|| "/".to_owned());
    let fields = pairs.iter().filter_map(|(name, value)| Some((name.strip_prefix(CARRIED)?.to_owned(), value.clone())));
    let fields: Vec<(String, String)> = fields.collect();
    let carried = (!fields.is_empty()).then(|| Form { to: next.clone(), fields, dropped: Vec::new() });
    let name = value("name");

    let done =
        auth::log_in::log_in(&state.tools.store, &state.tools.ids, &throttle, (&name, value("password")), visit.address, visit.now).await;
    let (secret, signed) = match done {
        Ok(opened) => opened,
        Err(error) => return refused(&state, &visit, &name, next, carried, error),
    };
    // The secret of before is worth nothing any more, whosever it was.
    if let Some(before) = &visit.signed {
        session::close(&state.tools.store, &before.session).await?;
    }
    let must_change = signed.must_change_password;
    let language = crate::text::Language::from_code(&signed.language).unwrap_or(visit.language);
    let visit = Visit { signed: Some(signed), language, path: Url::Login.to_string(), back: "/".to_owned(), ..visit };
    let mut response = match carried {
        _ if must_change => crate::web::to(&Url::Password),
        Some(form) => resume(&visit, |a| a.resume, form)?,
        None => to_address(&next),
    };
    visit::set_cookie(&mut response, &cookie::set(&secret, visit.secure));
    Ok(response)
}

/// A wait in whole minutes, rounded up.
pub(super) fn minutes(wait: Duration) -> i64 {
    (wait.num_seconds() + 59) / 60
}

fn refused(
    state: &AppState,
    visit: &Visit,
    name: &str,
    next: String,
    carried: Option<Form>,
    error: LogInError,
) -> Result<Response, WebError> {
    let page = Page::of(visit);
    let a = &page.t.account;
    let (status, words) = match error {
        LogInError::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, a.wrong.to_owned()),
        LogInError::Deactivated => (StatusCode::UNPROCESSABLE_ENTITY, a.deactivated.to_owned()),
        LogInError::Wait(wait) => (StatusCode::TOO_MANY_REQUESTS, fill(a.throttled, &[("minutes", &minutes(wait))])),
        LogInError::Failed(error) => return Err(error.into()),
        LogInError::Interrupted => return Err(WebError::Internal(error.into())),
    };
    let mut form = Typed::new("", state.command()).with("name", name);
    form.refuse(words);
    let lead = if carried.is_some() { a.expired } else { a.log_in_lead }.to_owned();
    let mut response = html(&Show { page, form, lead, warn: carried.is_some(), next, carried })?;
    *response.status_mut() = status;
    Ok(response)
}

/// The log-in page in answer to a form without a session.
pub(in crate::web) fn ended(visit: &Visit, page_before: Option<String>, carried: Carried) -> Response {
    let page = Page::of(visit);
    let a = &page.t.account;
    let before = page_before.unwrap_or_else(|| "/".to_owned());
    let (lead, next, carried) = match carried {
        Carried::Form(form) if form.fields.iter().any(|(name, _)| name != COMMAND) => (a.expired, form.to.clone(), Some(form)),
        // A bare button: pressing it again is less work than confirming it.
        Carried::Form(_) => (a.expired_title, before, None),
        Carried::Upload => (a.expired_upload, before, None),
        Carried::TooLong => (a.expired_too_long, before, None),
    };
    let command = uuid::Uuid::nil().into();
    let show = Show { lead: lead.to_owned(), page, form: Typed::new("", command), warn: true, next, carried };
    match html(&show) {
        Ok(mut response) => {
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            response
        }
        Err(error) => error.into_response(),
    }
}

/// The page in answer to a form whose token is of an earlier session of the same browser: what was typed, to be confirmed.
pub(in crate::web) fn stale(visit: &Visit, pairs: Vec<(String, String)>) -> Response {
    let Carried::Form(form) = Carried::form(&visit.path, pairs) else { return WebError::Stale.into_response() };
    // Without a token of ours it was no form of ours; with passwords left out it would not be the same form.
    if form.dropped != [TOKEN] {
        return WebError::Stale.into_response();
    }
    match resume(visit, |a| a.resume_stale, form) {
        Ok(mut response) => {
            *response.status_mut() = StatusCode::CONFLICT;
            response
        }
        Err(error) => error.into_response(),
    }
}

fn resume(visit: &Visit, lead: fn(&Account) -> &'static str, form: Form) -> Result<Response, WebError> {
    let page = Page::of(visit);
    html(&Resume { lead: lead(&page.t.account), page, form })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_program_are_gone_to() {
        assert!(local("/tasks/1?x=//y"));
        for address in ["", "tasks", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/\t/evil.example"] {
            assert!(!local(address), "{address}");
        }
    }

    #[test]
    fn passwords_and_the_old_token_are_not_carried() {
        let pairs =
            [("csrf", "x"), ("new_password", "y"), ("summary", "来文一件")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let Carried::Form(form) = Carried::form("/incoming", pairs.to_vec()) else { panic!("a form") };
        assert_eq!(form.fields, [("summary".to_owned(), "来文一件".to_owned())]);
    }
}
