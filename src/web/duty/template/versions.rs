//! What a draft would change, publishing and dropping it, the versions with what changed in each, and taking one up again.

use axum::extract::State;
use axum::response::Response;
use workflow::ids::{DutyId, OfficeId, TemplateVersionId};
use workflow::template::diff::diff;

use crate::auth::SignedIn;
use crate::service::templates::{self, Seen, VersionState};
use crate::service::{Request, ServiceError};
use crate::state::AppState;
use crate::text::{Texts, fill};
use crate::urls::Url;
use crate::web::refused::refusal_page;
use crate::web::{Id, Page, Posted, Typed, WebError, html, notice};

#[derive(askama::Template)]
#[template(path = "pages/duty/template/changes.html")]
struct Changes {
    page: Page,
    id: DutyId,
    duty_title: String,
    seen: Seen,
    changes: Vec<String>,
    draft: bool,
    once: Typed,
}

/// What the draft changes, with the ways to publish and to drop it.
pub(super) async fn changes(State(state): State<AppState>, page: Page, signed: SignedIn, Id(id): Id<DutyId>) -> Result<Response, WebError> {
    let editor = templates::editor(&state.tools, &signed.viewer, id).await?;
    let town = editor.town.name.as_str();
    html(&Changes {
        id,
        duty_title: editor.duty.row.title.clone(),
        seen: editor.seen(),
        changes: editor.changes().iter().map(|change| page.t.template_change(change, town)).collect(),
        draft: editor.draft.is_some(),
        once: Typed::new("", state.command()),
        page,
    })
}

struct VersionView {
    id: TemplateVersionId,
    number: String,
    state: &'static str,
    made: String,
    /// What changed since the version before.
    changes: Vec<String>,
    /// Whether it can be taken up.
    other: bool,
}

#[derive(askama::Template)]
#[template(path = "pages/duty/template/versions.html")]
struct Versions {
    page: Page,
    id: DutyId,
    duty_title: String,
    seen: Seen,
    versions: Vec<VersionView>,
    once: Typed,
}

fn state_name(t: &Texts, state: VersionState) -> &'static str {
    match state {
        VersionState::Draft => t.template.state_draft,
        VersionState::Published => t.template.state_published,
        VersionState::Retired => t.template.state_retired,
    }
}

/// The versions, the newest first.
pub(super) async fn versions(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
) -> Result<Response, WebError> {
    let (editor, made) = templates::versions(&state.tools, &signed.viewer, id).await?;
    let t = page.t;
    let town = editor.town.name.as_str();
    let view = |(at, (version, by)): (usize, &templates::Made)| {
        let before = made.get(at + 1).map(|(version, _)| &version.content);
        let changes = before.map(|before| diff(before, &version.content)).unwrap_or_default();
        VersionView {
            id: version.id,
            number: fill(t.template.version, &[("number", &version.number)]),
            state: state_name(t, version.state),
            made: format!("{} {}", page.day_time(&version.created_at), by.as_deref().unwrap_or(t.template.by_import)),
            changes: changes.iter().map(|change| t.template_change(change, town)).collect(),
            other: version.state != VersionState::Published,
        }
    };
    html(&Versions {
        id,
        duty_title: editor.duty.row.title.clone(),
        seen: editor.seen(),
        versions: made.iter().enumerate().map(view).collect(),
        once: Typed::new("", state.command()),
        page,
    })
}

/// Puts the draft in use.
pub(super) async fn publish(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    let done = templates::publish(&state.tools, request, id, seen(&posted)?).await;
    answer(page.t, done, id, page.t.template.published)
}

/// Drops the draft.
pub(super) async fn discard(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    let done = templates::discard(&state.tools, request, id, seen(&posted)?).await;
    answer(page.t, done, id, page.t.template.discarded)
}

/// Makes a version the draft.
pub(super) async fn restore(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    let version = posted.value("version").parse().map_err(|_| WebError::Malformed)?;
    let done = templates::restore(&state.tools, request, id, seen(&posted)?, version).await;
    answer(page.t, done, id, page.t.template.restored)
}

/// Says which office answers for the duty.
pub(super) async fn office(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<DutyId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let request = Request { viewer: &signed.viewer, command: posted.command };
    let office: Option<OfficeId> = match posted.value("office") {
        "" => None,
        office => Some(office.parse().map_err(|_| WebError::Malformed)?),
    };
    let done = templates::set_office(&state.tools, request, id, office).await;
    answer(page.t, done, id, page.t.template.office_saved)
}

fn seen(posted: &Posted) -> Result<Seen, WebError> {
    posted.value("seen").parse().map_err(|()| WebError::Malformed)
}

fn answer(t: &Texts, done: Result<(), ServiceError>, id: DutyId, words: &str) -> Result<Response, WebError> {
    match done {
        Ok(()) => Ok(notice::done(&Url::DutyTemplate(id), words)),
        Err(ServiceError::Conflict) => Err(WebError::Conflict(Some(t.template.conflict_lost.to_owned()))),
        Err(error) => Err(refusal_page(t, error)),
    }
}
