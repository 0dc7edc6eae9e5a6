//! 来件: registering what comes in, finding its row, closing it.

use crate::store::ConnectionTrait;
use chrono::{DateTime, Datelike, Duration, Utc};
use chrono_tz::Asia::Shanghai;
use workflow::calendar::LimitSource;
use workflow::case::CaseState;
use workflow::ids::{BodyId, DutyId, IncomingId, TownId, WorkflowId};
use workflow::people::{Role, Unit, Viewer};
use workflow::refusal::Refusal;

use super::duties::{DutyRow, propose};
use super::error::{Problem, ServiceError};
use super::tools::{Request, Tools};
use super::words;
use crate::store::incoming::{self as rows, IncomingFilter, NewIncoming};
use crate::store::names::{Names, Wanted};
use crate::store::{Tx, cases, duties, names, org};

pub use crate::store::incoming::{Incoming, IncomingState};

/// By which way something came in (product vocabulary); the code is what is stored.
pub const SOURCES: [&str; 9] = ["letter", "call", "group_notice", "hotline", "leader_note", "meeting", "patrol", "fixed_date", "other"];

/// What is typed at the counter.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Registration {
    pub town: Option<TownId>,
    pub source: String,
    pub summary: String,
    pub limit: Option<DateTime<Utc>>,
    pub limit_source: Option<LimitSource>,
    pub from: Option<String>,
    pub document_no: Option<String>,
}

/// Registers an item. The same request again answers with what it registered.
///
/// # Errors
/// [`ServiceError::Invalid`] with a problem a field; [`Refusal::NotPermitted`] for who does not coordinate the town.
pub async fn register(tools: &Tools, request: Request<'_>, typed: Registration) -> Result<Incoming, ServiceError> {
    let town = typed.town.or_else(|| coordinated(request.viewer)).ok_or(Refusal::NotPermitted)?;
    if !request.viewer.in_town(&[Role::Coordinator], town) {
        return Err(Refusal::NotPermitted.into());
    }
    let mut problems = Vec::new();
    if !SOURCES.contains(&typed.source.as_str()) {
        problems.push(Problem::new("source", "missing", "请选择来源"));
    }
    let summary = words::required("summary", &typed.summary, words::SUMMARY, &mut problems);
    let document_no = words::optional("document_no", typed.document_no.as_deref(), words::SHORT, &mut problems);
    let from = words::optional("from", typed.from.as_deref(), words::SHORT, &mut problems);
    if let Some(limit) = typed.limit
        && let Err(error) = workflow::calendar::Limit::date(limit).check()
    {
        problems.push(Problem::new("limit", "out-of-range", error.to_string()));
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let now = tools.now();
    let tx = tools.store.begin().await?;
    let from_body: Option<BodyId> = match &from {
        Some(name) => org::find_body_by_name(&tx, name).await?.map(|body| body.id),
        None => None,
    };
    let limit_source = match typed.limit {
        Some(_) => typed
            .limit_source
            .filter(|source| *source != LimitSource::None)
            .unwrap_or_else(|| source_of(&typed.source, document_no.as_deref())),
        None => LimitSource::None,
    };
    let new = NewIncoming {
        id: tools.ids.next(now),
        town,
        year: now.with_timezone(&Shanghai).year(),
        source: typed.source,
        summary,
        document_no,
        from_body,
        from_text: from,
        limit_at: typed.limit,
        limit_source,
        received_at: now,
        registered_by: request.viewer.person,
        command: request.command,
    };
    let item = rows::register(&tx, &new, now).await?;
    tx.commit().await?;
    Ok(item)
}

/// Where the limit of something that came in comes from, unless somebody says otherwise.
fn source_of(source: &str, document_no: Option<&str>) -> LimitSource {
    match source {
        "call" => LimitSource::Phone,
        "hotline" => LimitSource::Platform,
        "leader_note" => LimitSource::LeaderNote,
        "meeting" => LimitSource::Meeting,
        _ => LimitSource::Notice { number: document_no.unwrap_or_default().to_owned() },
    }
}

/// The one town that the viewer coordinates, if it is one.
#[must_use]
pub fn coordinated(viewer: &Viewer) -> Option<TownId> {
    let mut towns = viewer.towns().into_iter().filter(|town| viewer.in_town(&[Role::Coordinator], *town));
    let first = towns.next()?;
    towns.next().is_none().then_some(first)
}

/// An item with the rows that fit it.
#[derive(Debug, Clone)]
pub struct IncomingView {
    /// The item.
    pub item: Incoming,
    /// The confirmed duty.
    pub duty: Option<DutyRow>,
    /// Rows that fit, best first; empty once one is confirmed.
    pub proposals: Vec<super::duties::Proposed>,
    /// Others that may be the same matter, the likeliest first; empty once it is dealt with. A person judges.
    pub alike: Vec<Alike>,
    /// The names in it.
    pub names: Names,
}

/// Another item that may be the same matter.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The item.
    pub item: Incoming,
    /// Whether both carry the same document number; else their sentences are alike.
    pub same_number: bool,
}

/// How many of the latest items of the town are looked through for the same matter.
const LOOKED_THROUGH: u64 = 300;
/// How many are named.
const ALIKE: usize = 3;
/// From which likeness on two sentences may mean the same.
const LIKENESS: f64 = 0.6;
/// For how long alike sentences may mean the same: what comes round every quarter is no duplicate.
const SAME_MATTER: Duration = Duration::days(60);

/// Items of the town that may be the same matter: the same document number, or alike sentences within two months.
async fn alike(viewer: &Viewer, db: &impl ConnectionTrait, item: &Incoming) -> Result<Vec<Alike>, ServiceError> {
    let filter = IncomingFilter { town: Some(item.town), ..IncomingFilter::default() };
    let others = rows::list(viewer, db, &filter, LOOKED_THROUGH, 0).await?;
    let number = item.document_no.as_deref().map(number_key).filter(|number| !number.is_empty());
    let mut found: Vec<(f64, Alike)> = Vec::new();
    for other in others.into_iter().filter(|other| other.id != item.id) {
        let same_number = number.is_some() && other.document_no.as_deref().map(number_key) == number;
        let near = (item.received_at - other.received_at).abs() <= SAME_MATTER;
        let likeness = workflow::intake::likeness(&item.summary, &other.summary);
        if same_number || (near && likeness >= LIKENESS) {
            found.push((if same_number { 1.0 + likeness } else { likeness }, Alike { item: other, same_number }));
        }
    }
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    Ok(found.into_iter().take(ALIKE).map(|(_, alike)| alike).collect())
}

/// A document number without what people write differently: brackets, spaces.
fn number_key(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// One item.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of it.
pub async fn show(tools: &Tools, viewer: &Viewer, id: IncomingId) -> Result<IncomingView, ServiceError> {
    let db = tools.store.read();
    let item = rows::find(viewer, db, id).await?.ok_or(ServiceError::NotFound)?;
    let item = taken_up_again(db, item).await?;
    let duty = match item.duty {
        Some(duty) => duties::current_text(db, item.town, duty).await?.map(|text| text.row),
        None => None,
    };
    let proposals = match item.state {
        IncomingState::Registered | IncomingState::Matched => propose(tools, item.town, &item.summary, item.from_text.as_deref()).await?,
        IncomingState::Started | IncomingState::Closed => Vec::new(),
    };
    let alike = match item.state {
        IncomingState::Registered | IncomingState::Matched => alike(viewer, db, &item).await?,
        IncomingState::Started | IncomingState::Closed => Vec::new(),
    };
    let mut wanted = Wanted::default();
    wanted.unit(Unit::Town(item.town));
    wanted.person(item.registered_by);
    if let Some(body) = item.from_body {
        wanted.unit(Unit::Body(body));
    }
    Ok(IncomingView { names: names::load(db, &wanted).await?, item, duty, proposals, alike })
}

/// Items on a page.
pub const PER_PAGE: u64 = 50;
/// The last page that is asked for; beyond it nothing is.
const LAST_PAGE: u64 = 1_000_000;

/// The items that the viewer may see, the latest first; the flag says that there are more.
///
/// # Errors
/// See [`ServiceError`].
pub async fn list(
    tools: &Tools,
    viewer: &Viewer,
    states: Vec<IncomingState>,
    page: u64,
) -> Result<(Vec<Incoming>, bool, Names), ServiceError> {
    let db = tools.store.read();
    let filter = IncomingFilter { states, ..IncomingFilter::default() };
    let mut items = rows::list(viewer, db, &filter, PER_PAGE + 1, page.min(LAST_PAGE) * PER_PAGE).await?;
    let per_page = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let more = items.len() > per_page;
    items.truncate(per_page);
    let mut wanted = Wanted::default();
    for item in &items {
        wanted.unit(Unit::Town(item.town));
        if let Some(body) = item.from_body {
            wanted.unit(Unit::Body(body));
        }
    }
    Ok((items, more, names::load(db, &wanted).await?))
}

/// Confirms the row under which the item falls; `version` is that of the item as it was shown.
///
/// # Errors
/// [`ServiceError::Conflict`] when somebody else was quicker; [`ServiceError::NotFound`] for a duty that is not in force in the town.
pub async fn confirm_duty(
    tools: &Tools,
    request: Request<'_>,
    id: IncomingId,
    duty: DutyId,
    version: i64,
) -> Result<Incoming, ServiceError> {
    let tx = tools.store.begin().await?;
    let mut item = writable(&tx, request.viewer, id).await?;
    duties::current_text(&tx, item.town, duty).await?.ok_or(ServiceError::NotFound)?;
    if item.duty == Some(duty) && item.state == IncomingState::Matched {
        return Ok(item);
    }
    open(&item, version)?;
    item.duty = Some(duty);
    item.state = IncomingState::Matched;
    rows::update(&tx, &item).await?;
    tx.commit().await?;
    item.version += 1;
    Ok(item)
}

/// Closes an item without a workflow, with a note that says why (not on the list, done on the spot, information only).
///
/// # Errors
/// [`ServiceError::Invalid`] without a note; [`ServiceError::Conflict`] when somebody else was quicker.
pub async fn close(tools: &Tools, request: Request<'_>, id: IncomingId, note: &str, version: i64) -> Result<Incoming, ServiceError> {
    let mut problems = Vec::new();
    let note = words::required("note", note, words::NOTE, &mut problems);
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let tx = tools.store.begin().await?;
    let mut item = writable(&tx, request.viewer, id).await?;
    if item.state == IncomingState::Closed && item.closing_note.as_deref() == Some(note.as_str()) {
        return Ok(item);
    }
    open(&item, version)?;
    item.state = IncomingState::Closed;
    item.closing_note = Some(note);
    rows::update(&tx, &item).await?;
    tx.commit().await?;
    item.version += 1;
    Ok(item)
}

/// Notes that a workflow was started from the item, in the transaction of the start.
pub(super) async fn started(
    viewer: &Viewer,
    tx: &Tx,
    id: IncomingId,
    (town, duty): (TownId, DutyId),
    workflow: WorkflowId,
) -> Result<(), ServiceError> {
    let mut item = writable(tx, viewer, id).await?;
    if item.town != town {
        return Err(ServiceError::NotFound);
    }
    if !matches!(item.state, IncomingState::Registered | IncomingState::Matched) {
        return Err(ServiceError::Conflict);
    }
    item.duty = Some(duty);
    item.workflow = Some(workflow);
    item.state = IncomingState::Started;
    rows::update(tx, &item).await?;
    Ok(())
}

async fn writable(tx: &Tx, viewer: &Viewer, id: IncomingId) -> Result<Incoming, ServiceError> {
    let item = rows::find(viewer, tx, id).await?.ok_or(ServiceError::NotFound)?;
    let item = taken_up_again(tx, item).await?;
    if viewer.in_town(&[Role::Coordinator], item.town) { Ok(item) } else { Err(Refusal::NotPermitted.into()) }
}

/// An item whose workflow was cancelled can be started, closed or given another row again.
async fn taken_up_again(db: &impl ConnectionTrait, mut item: Incoming) -> Result<Incoming, ServiceError> {
    if let (IncomingState::Started, Some(workflow)) = (item.state, item.workflow)
        && cases::state(db, workflow).await? == Some(CaseState::Cancelled)
    {
        item.state = IncomingState::Matched;
    }
    Ok(item)
}

fn open(item: &Incoming, version: i64) -> Result<(), ServiceError> {
    let open = matches!(item.state, IncomingState::Registered | IncomingState::Matched);
    if open && item.version == version { Ok(()) } else { Err(ServiceError::Conflict) }
}
