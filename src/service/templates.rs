//! Changing the template of a duty: a draft that is changed step by step, compared with what is in use, and published as a new version. Workflows
//! that run keep the version that they were started from.

use std::fmt;
use std::str::FromStr;

use duty_list::DutyKind;
use serde_json::json;
use workflow::ids::{DutyId, OfficeId, PersonId, TemplateId, TemplateVersionId, TownId};
use workflow::people::{Role, Scope, Viewer};
use workflow::template::diff::{Change, diff};
use workflow::template::edit::{self, Edit};
use workflow::template::{Party, Template};

use super::actor::{Actor, permit};
use super::error::{Problem, ServiceError};
use super::record::record;
use super::tools::{Request, Tools};
use super::words;
use crate::store::duties::{self, DutyText};
use crate::store::template_drafts::{self as drafts, Draft};
use crate::store::templates::{self, Version};
use crate::store::{ConnectionTrait, StoreError, audit, names, org};

pub use crate::store::templates::VersionState;

/// What a change is built on: the version in use and the revision of its draft, 0 without one. As text `3-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Seen {
    pub version: i32,
    pub revision: i32,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.version, self.revision)
    }
}

impl FromStr for Seen {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (version, revision) = text.split_once('-').ok_or(())?;
        Ok(Self { version: version.parse().map_err(|_| ())?, revision: revision.parse().map_err(|_| ())? })
    }
}

/// A template as its editor sees it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Editor {
    pub duty: DutyText,
    pub town: org::Town,
    pub template: TemplateId,
    /// The office that answers for the duty.
    pub office: Option<OfficeId>,
    /// What is in use.
    pub version: Version,
    /// What is being changed; none while nothing differs.
    pub draft: Option<Draft>,
    /// A template that an import made from new wording and that nobody has taken up yet.
    pub proposal: Option<Version>,
    /// Whether the viewer may say which office answers for it.
    pub coordinates: bool,
}

impl Editor {
    /// What is shown: the draft, else what is in use.
    #[must_use]
    pub fn content(&self) -> &Template {
        self.draft.as_ref().map_or(&self.version.content, |draft| &draft.content)
    }

    /// What a change made from this view is built on.
    #[must_use]
    pub fn seen(&self) -> Seen {
        Seen { version: self.version.number, revision: self.revision() }
    }

    fn revision(&self) -> i32 {
        self.draft.as_ref().map_or(0, |draft| draft.revision)
    }

    /// Whether what is shown was made from an older wording than the one in force.
    #[must_use]
    pub fn outdated(&self) -> bool {
        self.draft.as_ref().map_or(self.version.text, |draft| draft.text) != self.duty.row.text
    }

    /// How the draft differs from what is in use.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        self.draft.as_ref().map(|draft| diff(&self.version.content, &draft.content)).unwrap_or_default()
    }
}

/// The template of a duty, for whoever may change it: the town's coordinator, and for a basic duty the lead of the office that answers for it.
///
/// # Errors
/// [`ServiceError::NotFound`] for a duty of another town or without a template; [`ServiceError::Refused`] for whom it is only to be read.
pub async fn editor(tools: &Tools, viewer: &Viewer, duty: DutyId) -> Result<Editor, ServiceError> {
    load(tools.store.read(), viewer, duty).await
}

async fn load(db: &impl ConnectionTrait, viewer: &Viewer, id: DutyId) -> Result<Editor, ServiceError> {
    let (town, kind) = duties::town_and_kind(db, id).await?.ok_or(ServiceError::NotFound)?;
    if !viewer.towns().contains(&town) {
        return Err(ServiceError::NotFound);
    }
    let duty = duties::current_text(db, town, id).await?.ok_or(ServiceError::NotFound)?;
    let version = templates::published(db, id).await?.ok_or(ServiceError::NotFound)?;
    let office = drafts::office(db, version.template).await?;
    permit(may_edit(viewer, town, kind, office))?;
    let draft = drafts::of(db, version.template).await?;
    let proposal = templates::versions(db, version.template).await?.into_iter().find(|made| made.state == VersionState::Draft);
    let town = org::town(db, town).await?.ok_or(ServiceError::NotFound)?;
    let coordinates = viewer.in_town(&[Role::Coordinator], town.id);
    Ok(Editor { duty, town, template: version.template, office, version, draft, proposal, coordinates })
}

/// Whether the viewer may change the template of a duty for which this office answers.
pub(super) fn may_edit(viewer: &Viewer, town: TownId, kind: DutyKind, office: Option<OfficeId>) -> bool {
    let leads = |office| viewer.grants.iter().any(|g| g.role == Role::OfficeLead && g.scope == Scope::Office { town, office });
    viewer.in_town(&[Role::Coordinator], town) || kind == DutyKind::Basic && office.is_some_and(leads)
}

/// Changes the draft, beginning one where there is none. Either all the changes are made or none. The same request again changes nothing.
///
/// # Errors
/// [`ServiceError::Edit`] with the words why a change is refused; [`ServiceError::Conflict`] when something else is in use or in the draft than what was `seen`;
/// [`ServiceError::Invalid`] for a resident's numbers in a text.
pub async fn change(tools: &Tools, request: Request<'_>, duty: DutyId, seen: Seen, edits: &[Edit]) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    let editor = load(&tx, request.viewer, duty).await?;
    if editor.draft.as_ref().is_some_and(|draft| draft.command == request.command) {
        return Ok(());
    }
    if editor.seen() != seen {
        return Err(ServiceError::Conflict);
    }
    let mut problems = Vec::new();
    for edit in edits {
        typed(edit, &mut problems);
        bodies(&tx, &editor, edit, &mut problems).await?;
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let content = edits.iter().try_fold(editor.content().clone(), |content, edit| edit::apply(&content, edit))?;
    if content != *editor.content() {
        keep(&tx, tools, request, &editor, content, editor.version.text).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn keep(
    tx: &crate::store::Tx,
    tools: &Tools,
    request: Request<'_>,
    editor: &Editor,
    content: Template,
    text: workflow::ids::DutyTextId,
) -> Result<(), ServiceError> {
    let draft = Draft {
        template: editor.template,
        base: editor.version.id,
        text: editor.draft.as_ref().map_or(text, |draft| draft.text),
        content,
        revision: editor.revision() + 1,
        command: request.command,
        changed_at: tools.now(),
        changed_by: Some(request.viewer.person),
    };
    drafts::keep(tx, &draft).await.map_err(|error| match error {
        StoreError::Unique { .. } => ServiceError::Conflict,
        error => error.into(),
    })
}

/// Bodies that the template does not name yet must be known in the county, or nothing could be started from it.
async fn bodies(tx: &crate::store::Tx, editor: &Editor, edit: &Edit, problems: &mut Vec<Problem>) -> Result<(), ServiceError> {
    let (field, names): (_, Vec<&str>) = match edit {
        Edit::SetParty { party: Party::Body { name }, .. } | Edit::AddStep { party: Party::Body { name }, .. } => {
            ("party_other", vec![name])
        }
        Edit::SetHandOffs { receivers, .. } => ("receiver_other", receivers.iter().map(String::as_str).collect()),
        Edit::SetWaits { waits, .. } => {
            let name = |wait: &'_ workflow::template::WaitFor| match &wait.party {
                Party::Body { name } => Some(name.clone()),
                Party::Town => None,
            };
            let unknown = waits.iter().filter_map(name).any(|name| !named(editor, &name));
            if unknown {
                problems.push(Problem::new("wait", "unknown", "没有这个单位"));
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    for name in names.into_iter().map(str::trim).filter(|name| *name != "*" && !name.is_empty() && !named(editor, name)) {
        if org::find_body_by_name(tx, name).await?.is_none() {
            problems.push(Problem::new(field, "unregistered", format!("没有登记过“{name}”这个单位，请先在系统管理中添加")));
        }
    }
    Ok(())
}

fn named(editor: &Editor, name: &str) -> bool {
    let lanes = editor.content().tracks.iter().flat_map(|track| &track.lanes);
    lanes.into_iter().any(|lane| matches!(lane, Party::Body { name: own } if own == name))
}

/// Texts that a person writes are checked like all others.
fn typed(edit: &Edit, problems: &mut Vec<Problem>) {
    match edit {
        Edit::AddStep { text, .. } | Edit::SetText { text, .. } => {
            words::optional("text", Some(text), edit::TEXT_LIMIT, problems);
        }
        Edit::MakeTrack { title, .. } | Edit::RenameTrack { title, .. } => {
            words::optional("title", Some(title), words::SHORT, problems);
        }
        Edit::SetLimit { limit: Some(spec), .. } => super::typed::check_limit(spec, problems),
        _ => {}
    }
}

/// Publishes the draft as a new version, which workflows started from now on follow. The same request again changes nothing.
///
/// # Errors
/// [`ServiceError::Conflict`] when the draft that was `seen` is no longer there: somebody else changed, published or dropped it.
pub async fn publish(tools: &Tools, request: Request<'_>, duty: DutyId, seen: Seen) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    let editor = load(&tx, request.viewer, duty).await?;
    if done(&tx, duty, PUBLISHED, request).await? {
        return Ok(());
    }
    let current = editor.seen() == seen;
    let up_to_date = !editor.outdated();
    let draft = editor.draft.filter(|_| current).ok_or(ServiceError::Conflict)?;
    let (now, by) = (tools.now(), Some(request.viewer.person));
    let id: TemplateVersionId = tools.ids.next(now);
    let number = templates::add_draft(&tx, id, editor.template, draft.text, &draft.content, by, now).await?;
    let version = templates::version(&tx, id).await?.ok_or(ServiceError::NotFound)?;
    drafts::drop(&tx, &draft).await?;
    // What an import proposes for a newer wording stays proposed until somebody publishes that wording.
    if up_to_date {
        drafts::retire_proposals(&tx, editor.template, number).await?;
    }
    templates::publish(&tx, &version, now).await?;
    noted(&tx, tools, request, duty, PUBLISHED, number).await?;
    tx.commit().await?;
    Ok(())
}

/// Drops the draft; what is in use stays in use. The same request again changes nothing.
///
/// # Errors
/// [`ServiceError::Conflict`] when the draft that was `seen` is no longer there.
pub async fn discard(tools: &Tools, request: Request<'_>, duty: DutyId, seen: Seen) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    let editor = load(&tx, request.viewer, duty).await?;
    if done(&tx, duty, DROPPED, request).await? {
        return Ok(());
    }
    let current = editor.seen() == seen;
    let draft = editor.draft.filter(|_| current).ok_or(ServiceError::Conflict)?;
    drafts::drop(&tx, &draft).await?;
    noted(&tx, tools, request, duty, DROPPED, editor.version.number).await?;
    tx.commit().await?;
    Ok(())
}

const PUBLISHED: &str = "template-published";
const DROPPED: &str = "template-draft-dropped";

/// Whether this very request did it already.
async fn done(tx: &crate::store::Tx, duty: DutyId, action: &str, request: Request<'_>) -> Result<bool, ServiceError> {
    let acts = audit::of_object(tx, "duty", duty.uuid()).await?;
    Ok(acts.iter().any(|act| act.action == action && act.detail.get("command") == Some(&json!(request.command))))
}

async fn noted(
    tx: &crate::store::Tx,
    tools: &Tools,
    request: Request<'_>,
    duty: DutyId,
    action: &str,
    version: i32,
) -> Result<(), ServiceError> {
    let detail = json!({ "version": version, "command": request.command });
    Ok(record(tx, tools, Actor::Person(request.viewer), action, ("duty", duty.uuid()), detail).await?)
}

/// A version with the name of who made it.
pub type Made = (Version, Option<String>);

/// All versions of the template of a duty, the newest first.
///
/// # Errors
/// As [`editor`].
pub async fn versions(tools: &Tools, viewer: &Viewer, duty: DutyId) -> Result<(Editor, Vec<Made>), ServiceError> {
    let editor = editor(tools, viewer, duty).await?;
    let versions = templates::versions(tools.store.read(), editor.template).await?;
    let mut wanted = names::Wanted::default();
    versions.iter().filter_map(|version| version.created_by).for_each(|person| wanted.person(person));
    let known = names::load(tools.store.read(), &wanted).await?;
    let name = |person: PersonId| known.person(person).to_owned();
    let named = versions.into_iter().map(|version| (version.created_by.map(name), version)).map(|(name, version)| (version, name));
    Ok((editor, named.collect()))
}

/// Makes an older version, or what an import proposes, the draft. What people decided on clauses that are still the same is carried over to a
/// proposal; an older version comes back exactly as it was.
///
/// # Errors
/// [`ServiceError::NotFound`] for a version of another template; [`ServiceError::Conflict`] when something else is in use or in the draft than what was `seen`.
pub async fn restore(
    tools: &Tools,
    request: Request<'_>,
    duty: DutyId,
    seen: Seen,
    version: TemplateVersionId,
) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    let editor = load(&tx, request.viewer, duty).await?;
    if editor.draft.as_ref().is_some_and(|draft| draft.command == request.command) {
        return Ok(());
    }
    if editor.seen() != seen {
        return Err(ServiceError::Conflict);
    }
    let version = templates::version(&tx, version).await?.filter(|version| version.template == editor.template);
    let version = version.ok_or(ServiceError::NotFound)?;
    let text = version.text;
    let content = match version.state {
        VersionState::Draft => edit::carry(&editor.version.content, version.content),
        VersionState::Published | VersionState::Retired => version.content,
    };
    let mut editor = editor;
    if let Some(draft) = &mut editor.draft {
        draft.text = text;
    }
    keep(&tx, tools, request, &editor, content, text).await?;
    tx.commit().await?;
    Ok(())
}

/// Says which office answers for a duty.
///
/// # Errors
/// [`ServiceError::Refused`] for everybody but the coordinator; [`ServiceError::Invalid`] for an office of another town.
pub async fn set_office(tools: &Tools, request: Request<'_>, duty: DutyId, office: Option<OfficeId>) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    let editor = load(&tx, request.viewer, duty).await?;
    permit(editor.coordinates)?;
    if let Some(office) = office {
        let own = org::office(&tx, office).await?.is_some_and(|office| office.town == editor.town.id);
        if !own {
            return Err(ServiceError::invalid("office", "unknown", "请选择本镇的站所"));
        }
    }
    drafts::set_office(&tx, editor.template, office).await?;
    let actor = Actor::Person(request.viewer);
    let detail = json!({ "office": office.map(OfficeId::uuid) });
    record(&tx, tools, actor, "template-office-set", ("duty", duty.uuid()), detail).await?;
    tx.commit().await?;
    Ok(())
}
