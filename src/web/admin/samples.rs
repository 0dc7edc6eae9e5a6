//! What every kind of mail looks like; and a test mail, so that a wrong setting of the server shows before it matters.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::auth::SignedIn;
use crate::service::ServiceError;
use crate::service::actor::Actor;
use crate::service::mails::{self, Sample, Tested};
use crate::state::AppState;
use crate::text::{Language, fill};
use crate::urls::Url;
use crate::web::{Page, Posted, Typed, WebError, html, html_refused, notice};

/// Which kind and language are looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    language: String,
}

struct Tab {
    url: String,
    label: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "pages/admin/samples.html")]
struct Show {
    page: Page,
    form: Typed,
    /// Where mails go.
    server: String,
    kinds: Vec<Tab>,
    languages: Vec<Tab>,
    samples: Vec<Sample>,
}

fn build(state: &AppState, page: Page, signed: &SignedIn, form: Typed, asked: &Asked) -> Result<Show, WebError> {
    let t = page.t;
    let language = Language::from_code(&asked.language).unwrap_or(t.language);
    let all = mails::samples(page.now, Actor::Person(&signed.viewer), &state.mailer, language)?;
    let mut codes: Vec<&'static str> = Vec::new();
    for sample in &all {
        if !codes.contains(&sample.code) {
            codes.push(sample.code);
        }
    }
    let chosen = codes.iter().copied().find(|code| *code == asked.kind).or_else(|| codes.first().copied()).unwrap_or_default();
    let url = |kind: &str, language: Language| Url::MailSamples.with([("kind", kind), ("language", language.code())].as_slice());
    let kinds = codes.iter().map(|code| Tab { url: url(code, language), label: t.message_kind(code), current: *code == chosen }).collect();
    let languages =
        Language::ALL.into_iter().map(|own| Tab { url: url(chosen, own), label: own.name(), current: own == language }).collect();
    let samples = all.into_iter().filter(|sample| sample.code == chosen).collect();
    let name = state.config.mail.server_name();
    let server = name.map_or_else(|| t.admin.test_no_server.to_owned(), |name| fill(t.admin.test_server, &[("server", &name)]));
    Ok(Show { server, kinds, languages, samples, form, page })
}

/// The samples.
pub async fn show(State(state): State<AppState>, page: Page, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    let form = Typed::new("", state.command());
    html(&build(&state, page, &signed, form, &asked)?)
}

/// Sends the test mail.
pub async fn test(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let mut form = posted.typed("");
    let address = form.required(t, "address", 200);
    if let Some(address) = address {
        match mails::test(&state.tools, Actor::Person(&signed.viewer), &state.mailer, &address, t.language).await {
            Ok(Tested::Sent) => return Ok(notice::done(&Url::MailSamples, t.admin.test_sent)),
            Ok(Tested::Kept(_)) => return Ok(notice::done(&Url::MailSamples, t.admin.test_kept)),
            Ok(Tested::Failed(reason)) => form.refuse(fill(t.admin.test_failed, &[("reason", &reason)])),
            Err(ServiceError::Invalid(_)) => form.wrong("address", t.admin.not_an_address),
            Err(other) => return Err(other.into()),
        }
    }
    html_refused(&build(&state, page, &signed, form, &Asked::default())?)
}
