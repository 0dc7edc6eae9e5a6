//! 来件登记: three fields, and two more for who has them.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use workflow::ids::TownId;
use workflow::people::{Role, Viewer};

use super::number;
use crate::auth::SignedIn;
use crate::service::incoming::{self, Registration};
use crate::service::{Request, Tools, duties};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::{Choice, Page, Posted, Typed, WebError, duty, html, html_refused, notice, refused};

/// The longest sentence.
const SUMMARY: usize = 500;
/// The longest name and document number.
const SHORT: usize = 100;

#[derive(Template)]
#[template(path = "pages/incoming/new.html")]
struct New {
    page: Page,
    form: Typed,
    sources: Vec<Choice>,
    /// The towns to choose from; empty when there is only one.
    towns: Vec<Choice>,
    /// The bodies that the list names, for the sender.
    bodies: Vec<String>,
    /// Whether the optional fields are shown at once.
    opened: bool,
}

impl New {
    async fn load(tools: &Tools, page: Page, viewer: &Viewer, form: Typed) -> Result<Self, WebError> {
        let sources = incoming::SOURCES.into_iter().map(|code| Choice::new(code, page.t.source(code))).collect();
        let own: Vec<_> = duties::towns(tools).await?.into_iter().filter(|town| viewer.in_town(&[Role::Coordinator], town.id)).collect();
        let bodies = match own.first() {
            Some(town) => duties::bodies(tools, town.id).await?.into_iter().map(|(_, name)| name).collect(),
            None => Vec::new(),
        };
        let towns = if own.len() > 1 { own.into_iter().map(|town| Choice::new(town.id, town.name)).collect() } else { Vec::new() };
        let opened = ["from", "document_no"].iter().any(|field| !form.value(field).is_empty() || form.error(field).is_some());
        Ok(Self { page, form, sources, towns, bodies, opened })
    }
}

/// The empty form.
pub(super) async fn new(State(state): State<AppState>, page: Page, signed: SignedIn) -> Result<Response, WebError> {
    let form = Typed::new("", state.command()).with("source", "letter");
    html(&New::load(&state.tools, page, &signed.viewer, form).await?)
}

/// Registers, and goes on to the duties that fit.
pub(super) async fn create(State(state): State<AppState>, page: Page, signed: SignedIn, posted: Posted) -> Result<Response, WebError> {
    let t = page.t;
    let command = posted.command;
    let mut form = posted.typed("");
    let several = signed.viewer.grants.iter().filter(|grant| grant.role == Role::Coordinator).count() > 1;
    let typed = Registration {
        town: if several { form.pick::<TownId>(t, "town") } else { None },
        source: form.pick(t, "source").unwrap_or_default(),
        summary: form.required(t, "summary", SUMMARY).unwrap_or_default(),
        limit: form.date_and_time(t, ("limit", "limit_time"), |day| duty::end_of_day(&state.tools, day)),
        limit_source: None,
        from: form.optional(t, "from", SHORT),
        document_no: form.optional(t, "document_no", SHORT),
    };
    if form.value("source").is_empty() {
        form.wrong("source", t.common.pick_one);
    }
    if !form.has_errors() {
        match incoming::register(&state.tools, Request { viewer: &signed.viewer, command }, typed).await {
            Ok(item) => return Ok(notice::done(&Url::IncomingShow(item.id), fill(t.incoming.registered, &[("number", &number(&item))]))),
            Err(error) => refused::refused(t, &mut form, error)?,
        }
    }
    html_refused(&New::load(&state.tools, page, &signed.viewer, form).await?)
}
