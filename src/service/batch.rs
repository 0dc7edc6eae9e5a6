//! Several pieces of work asked for in one go: the batch is one object with its own progress, each row is carried out in a transaction of its own and keeps
//! its own result. A crash loses nothing: the job `run-batch` carries out what still waits, and a row is never carried out twice.
//!
//! A kind of work is a variant of [`Work`] and its arm in [`carry_out`]; everything else here knows nothing of what a row does.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Asia::Shanghai;
use serde::{Deserialize, Serialize};
use workflow::calendar::LimitSource;
use workflow::case::LimitSpec;
use workflow::ids::{BatchId, DutyId, IncomingId, PersonId, TownId};
use workflow::people::{Holder, Role, Viewer};
use workflow::refusal::Refusal;
use workflow::template::Party;

use super::error::{Problem, ServiceError};
use super::start::{self, NewWorkflow};
use super::tools::{Request, Tools};
use super::words;
use crate::store::batches::{self as rows, BatchRow};
use crate::store::incoming::{self, NewIncoming};
use crate::store::names::{self, Names, Wanted};
use crate::store::{StoreError, Tx, grants, templates};

pub use crate::store::batches::{Batch, RowState};

/// The most rows of a batch.
pub const MOST_ROWS: usize = 30;
/// A row that meets another transaction is tried so often before the job takes over.
const TRIES: usize = 5;

/// What a row does. Stored: a variant keeps its name and its meaning, and new fields have a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "kebab-case")]
pub enum Work {
    /// Starts a workflow.
    Start(StartRow),
    /// Registers an incoming item: the work is off the list, and the office arranges it.
    Register(RegisterRow),
}

/// An incoming item to be registered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RegisterRow {
    pub title: String,
    #[serde(default)]
    pub limit: Option<DateTime<Utc>>,
    /// Who is to see to it.
    #[serde(default)]
    pub holder: Option<Holder>,
    /// The leader who answers for it.
    #[serde(default)]
    pub leader: Option<PersonId>,
}

/// A workflow to be started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct StartRow {
    pub title: String,
    pub duty: DutyId,
    /// Which track, from 0.
    #[serde(default)]
    pub track: usize,
    #[serde(default)]
    pub urgent: bool,
    #[serde(default)]
    pub incoming: Option<IncomingId>,
    /// The date that is reported upward.
    #[serde(default)]
    pub official: Option<LimitSpec>,
    /// Who holds every step of the town.
    #[serde(default)]
    pub holder: Option<Holder>,
    /// The leader who answers for it.
    #[serde(default)]
    pub leader: Option<PersonId>,
}

/// A batch to be carried out.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct NewBatch {
    pub town: TownId,
    /// A code: `meeting`, `event`.
    pub kind: &'static str,
    pub title: String,
    pub held_on: Option<NaiveDate>,
    pub document_no: Option<String>,
    pub rows: Vec<Work>,
}

/// Writes a batch with its rows and the job that carries them out, then carries out what it can at once. The same request again answers with the same
/// batch.
///
/// # Errors
/// [`Refusal::NotPermitted`] for who does not coordinate the town; [`ServiceError::Invalid`] for a title that is missing, no row or too many.
pub async fn create(tools: &Tools, request: Request<'_>, new: NewBatch) -> Result<BatchId, ServiceError> {
    let tx = tools.store.begin().await?;
    let id = create_in(&tx, tools, request, new).await?;
    tx.commit().await?;
    // The job is there already: whatever fails here, it is done later.
    if let Err(error) = run(tools, id).await {
        tracing::warn!(batch = %id, %error, "a batch is left to its job");
    }
    tools.wake.ring();
    Ok(id)
}

/// [`create`] in the caller's transaction; after its commit the job carries the rows out, or [`run`] at once.
///
/// # Errors
/// As [`create`].
pub async fn create_in(tx: &Tx, tools: &Tools, request: Request<'_>, new: NewBatch) -> Result<BatchId, ServiceError> {
    if !request.viewer.in_town(&[Role::Coordinator], new.town) {
        return Err(Refusal::NotPermitted.into());
    }
    let mut problems = Vec::new();
    let title = words::required("title", &new.title, start::TITLE_LIMIT, &mut problems);
    let document_no = words::optional("document_no", new.document_no.as_deref(), words::SHORT, &mut problems);
    if new.rows.is_empty() {
        problems.push(Problem::new("rows", "missing", "请至少填写一项"));
    }
    if new.rows.len() > MOST_ROWS {
        problems.push(Problem::new("rows", "too-many", format!("一次最多 {MOST_ROWS} 项")));
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    crate::store::lock_town(tx, new.town).await?;
    if let Some(before) = rows::by_command(tx, new.town, request.command, request.viewer.person).await? {
        return Ok(before);
    }
    let now = tools.now();
    let id: BatchId = tools.ids.next(now);
    let batch = Batch {
        id,
        town: new.town,
        kind: new.kind.to_owned(),
        title,
        held_on: new.held_on,
        document_no,
        created_by: request.viewer.person,
        created_at: now,
        finished_at: None,
    };
    let internal = |error: serde_json::Error| ServiceError::Internal(error.to_string());
    let rows = (1..)
        .zip(&new.rows)
        .map(|(position, work)| {
            let work = serde_json::to_value(work).map_err(internal)?;
            Ok(BatchRow { batch: id, position, work, command: tools.command(), state: RowState::Waiting, done_at: None })
        })
        .collect::<Result<Vec<_>, ServiceError>>()?;
    rows::create(tx, &batch, request.command, &rows).await?;
    jobs::enqueue(tx, now, &jobs::RunBatch { batch_id: id.uuid() }, now, Some(&id.to_string())).await?;
    Ok(id)
}

/// Carries out every row that still waits, each in a transaction of its own. Two runs at the same time, or one after a crash, carry out each row once.
///
/// # Errors
/// When the database or the queue fails; what was done until then stays done.
pub async fn run(tools: &Tools, id: BatchId) -> Result<(), ServiceError> {
    let mut tries = 0;
    loop {
        match run_next(tools, id).await {
            Ok(true) => tries = 0,
            Ok(false) => return Ok(()),
            Err(ServiceError::Conflict) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Carries out the next row; false when none waits.
async fn run_next(tools: &Tools, id: BatchId) -> Result<bool, ServiceError> {
    let tx = tools.store.begin().await?;
    let batch = rows::find_unscoped(&tx, id).await?.ok_or(ServiceError::NotFound)?;
    let now = tools.now();
    let Some(row) = rows::next_waiting(&tx, id).await? else {
        rows::finish(&tx, id, now).await?;
        tx.commit().await?;
        return Ok(false);
    };
    let done = match grants::viewer(&tx, batch.created_by, now).await? {
        Some(viewer) => work_of(&row.work)?.carry_out(&tx, tools, Request { viewer: &viewer, command: row.command }, &batch).await,
        None => Err(Refusal::NotPermitted.into()),
    };
    match done {
        Ok(done) => {
            rows::settle(&tx, id, row.position, &done, now).await?;
            tx.commit().await?;
            tools.wake.ring();
        }
        Err(error) => {
            let refused = refused(error)?;
            // Nothing of the row remains but the reason.
            drop(tx);
            let tx = tools.store.begin().await?;
            rows::settle(&tx, id, row.position, &refused, now).await?;
            tx.commit().await?;
        }
    }
    Ok(true)
}

fn work_of(value: &serde_json::Value) -> Result<Work, ServiceError> {
    Work::deserialize(value).map_err(|error| ServiceError::Store(StoreError::Inconsistent(format!("batch_row.work: {error}"))))
}

/// What a row was refused for; an error that trying again may mend stays one.
fn refused(error: ServiceError) -> Result<RowState, ServiceError> {
    let words = error.to_string();
    let code = match &error {
        ServiceError::Refused(refusal) => refusal.code(),
        ServiceError::NotFound => "not-found",
        ServiceError::Invalid(problems) => problems.first().map_or("invalid", |problem| problem.code),
        ServiceError::Plan(workflow::case::PlanError::NothingToDo) => "nothing-to-do",
        ServiceError::Plan(_) => "unknown-body",
        ServiceError::Edit(_) => "template",
        ServiceError::Conflict | ServiceError::Store(_) | ServiceError::Queue(_) | ServiceError::Internal(_) => return Err(error),
    };
    let words = match error {
        ServiceError::Invalid(problems) => problems.into_iter().next().map(|problem| problem.message).unwrap_or(words),
        _ => words,
    };
    Ok(RowState::Refused { code: code.to_owned(), words })
}

impl Work {
    async fn carry_out(self, tx: &Tx, tools: &Tools, request: Request<'_>, batch: &Batch) -> Result<RowState, ServiceError> {
        match self {
            Self::Start(row) => row.start(tx, tools, request, batch).await,
            Self::Register(row) => row.register(tx, tools, request, batch).await,
        }
    }

    /// Who is to see to it, and the leader.
    fn people(&self) -> (Option<Holder>, Option<PersonId>) {
        match self {
            Self::Start(row) => (row.holder, row.leader),
            Self::Register(row) => (row.holder, row.leader),
        }
    }
}

impl RegisterRow {
    async fn register(self, tx: &Tx, tools: &Tools, request: Request<'_>, batch: &Batch) -> Result<RowState, ServiceError> {
        if !request.viewer.in_town(&[Role::Coordinator], batch.town) {
            return Err(Refusal::NotPermitted.into());
        }
        let mut problems = Vec::new();
        let summary = words::required("title", &self.title, words::SUMMARY, &mut problems);
        if !problems.is_empty() {
            return Err(ServiceError::Invalid(problems));
        }
        let now = tools.now();
        let new = NewIncoming {
            id: tools.ids.next(now),
            town: batch.town,
            year: now.with_timezone(&Shanghai).year(),
            source: "meeting".to_owned(),
            summary,
            document_no: batch.document_no.clone(),
            from_body: None,
            from_text: Some(batch.title.chars().take(words::SHORT).collect()),
            limit_at: self.limit,
            limit_source: if self.limit.is_some() { LimitSource::Meeting } else { LimitSource::None },
            received_at: now,
            registered_by: request.viewer.person,
            command: request.command,
        };
        Ok(RowState::Registered(incoming::register(tx, &new, now).await?.id))
    }
}

impl StartRow {
    async fn start(self, tx: &Tx, tools: &Tools, request: Request<'_>, batch: &Batch) -> Result<RowState, ServiceError> {
        let (town, _) = crate::store::duties::town_and_kind(tx, self.duty).await?.ok_or(ServiceError::NotFound)?;
        if town != batch.town {
            return Err(ServiceError::NotFound);
        }
        let holders = match self.holder {
            Some(holder) => self.steps(tx).await?.into_iter().map(|key| (key, holder)).collect(),
            None => BTreeMap::new(),
        };
        let new = NewWorkflow {
            duty: self.duty,
            track: self.track,
            title: self.title,
            urgent: self.urgent,
            incoming: self.incoming,
            official: self.official,
            holders,
            limits: BTreeMap::new(),
        };
        Ok(RowState::Started(start::start_in(tx, tools, request, new).await?))
    }

    /// The keys of the town's steps.
    async fn steps(&self, tx: &Tx) -> Result<Vec<String>, ServiceError> {
        let version = templates::published(tx, self.duty).await?;
        let track = version.and_then(|version| version.content.tracks.into_iter().nth(self.track));
        let steps = track.map(|track| track.steps).unwrap_or_default();
        Ok(steps.into_iter().filter(|step| step.party == Party::Town && step.required).map(|step| step.key).collect())
    }
}

/// The first track of a duty that has a step of the town's to do; the first when none has.
///
/// # Errors
/// See [`ServiceError`].
pub async fn first_track(tools: &Tools, duty: DutyId) -> Result<usize, ServiceError> {
    let version = templates::published(tools.store.read(), duty).await?;
    let tracks = version.map(|version| version.content.tracks).unwrap_or_default();
    let doable = |track: &workflow::template::Track| track.steps.iter().any(|step| step.party == Party::Town && step.required);
    Ok(tracks.iter().position(doable).unwrap_or(0))
}

/// A row as it is shown.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct RowView {
    pub position: i32,
    pub work: Work,
    pub state: RowState,
}

/// A batch with its rows.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct BatchView {
    pub batch: Batch,
    pub rows: Vec<RowView>,
    pub names: Names,
}

impl BatchView {
    /// How many rows wait, were started, were refused.
    #[must_use]
    pub fn progress(&self) -> (usize, usize, usize) {
        let count = |is: fn(&RowState) -> bool| self.rows.iter().filter(|row| is(&row.state)).count();
        (
            count(|state| matches!(state, RowState::Waiting)),
            count(|state| matches!(state, RowState::Started(_))),
            count(|state| matches!(state, RowState::Refused { .. })),
        )
    }
}

/// A batch with its rows.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of it.
pub async fn show(tools: &Tools, viewer: &Viewer, id: BatchId) -> Result<BatchView, ServiceError> {
    let db = tools.store.read();
    let batch = rows::find(viewer, db, id).await?.ok_or(ServiceError::NotFound)?;
    let mut wanted = Wanted::default();
    wanted.person(batch.created_by);
    wanted.unit(workflow::people::Unit::Town(batch.town));
    let mut views = Vec::new();
    for row in rows::rows(db, id).await? {
        let work = work_of(&row.work)?;
        let (holder, leader) = work.people();
        if let Some(holder) = holder {
            wanted.holder(holder);
        }
        if let Some(leader) = leader {
            wanted.person(leader);
        }
        views.push(RowView { position: row.position, work, state: row.state });
    }
    let names = names::load(db, &wanted).await?;
    Ok(BatchView { batch, rows: views, names })
}

/// Batches on a page.
pub const PER_PAGE: u64 = 50;

/// The batches that the viewer may see, the latest first.
///
/// # Errors
/// See [`ServiceError`].
pub async fn list(tools: &Tools, viewer: &Viewer, kind: Option<&str>, page: u64) -> Result<Vec<Batch>, ServiceError> {
    Ok(rows::list(viewer, tools.store.read(), kind, PER_PAGE, page.min(1_000_000) * PER_PAGE).await?)
}
