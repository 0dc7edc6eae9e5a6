//! A command to a running workflow: load, decide, save, append, tell. One transaction.

use workflow::case::history::Entry;
use workflow::case::{self, Case, Circumstances, Command, Fact};
use workflow::ids::{HandOffId, TaskId, WorkflowId};

use super::checks::Policy;
use super::error::ServiceError;
use super::tools::{Request, Tools};
use super::{circumstances, notify, typed};
use crate::store::{self, StoreError, cases::Stored};

/// By what a command finds its workflow.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Of {
    Workflow(WorkflowId),
    Task(TaskId),
    HandOff(HandOffId),
}

/// What a command led to.
#[derive(Debug, Clone)]
pub struct Done {
    /// The workflow now.
    pub case: Case,
    /// Whether this request had been carried out before; then nothing happened now.
    pub repeated: bool,
}

/// Carries out a command. The same request again changes nothing and is no error.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of the workflow, [`ServiceError::Refused`] when the rules refuse,
/// [`ServiceError::Conflict`] when somebody else was quicker.
pub async fn act(tools: &Tools, request: Request<'_>, of: Of, command: &Command) -> Result<Done, ServiceError> {
    typed::check(command)?;
    let tx = tools.store.begin().await?;
    let found = match of {
        Of::Workflow(id) => store::cases::find(request.viewer, &tx, id).await?,
        Of::Task(id) => store::cases::find_by_task(request.viewer, &tx, id).await?,
        Of::HandOff(id) => store::cases::find_by_hand_off(request.viewer, &tx, id).await?,
    };
    let Some(stored) = found else { return Err(ServiceError::NotFound) };
    if store::cases::has_answered(&tx, stored.case.id, request.command).await? {
        return Ok(Done { case: stored.case, repeated: true });
    }
    let known = circumstances::load(&tx, stored.case.town, tools.now()).await?;
    let now = tools.now();
    let ctx = Circumstances {
        now,
        actor: request.viewer,
        calendar: &tools.calendar,
        limits: known.limits,
        ids: &tools.ids,
        bodies_in_system: &known.bodies_in_system,
        town_units: &known.town_units,
    };
    let (after, facts) = case::apply(&stored.case, command, &ctx)?;
    if facts.is_empty() {
        return Ok(Done { case: stored.case, repeated: true });
    }
    let entry = entry(&stored, &after, request, command, facts, now)?;
    let policy = Policy { now, calendar: &tools.calendar, limits: known.limits };
    match store::cases::save(&tx, &stored, &after, &entry, tools.ids.next(now), &policy).await {
        // PostgreSQL: another server wrote the same entry number first.
        Err(StoreError::Unique(_)) => return Err(ServiceError::Conflict),
        other => other?,
    }
    notify::tell(&tx, tools, request.viewer.person, &after, &entry.facts).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(Done { case: after, repeated: false })
}

fn entry(
    before: &Stored,
    after: &Case,
    request: Request<'_>,
    command: &Command,
    facts: Vec<Fact>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Entry, ServiceError> {
    chained(
        Entry {
            seq: after.seq,
            at: now,
            actor: Some(request.viewer.person),
            command_id: request.command,
            kind: command.code().to_owned(),
            facts,
            on_behalf: command.on_behalf().cloned(),
            prev_hash: before.head_hash.clone(),
            hash: String::new(),
        },
        after.id,
    )
}

/// The entry with its hash.
pub(super) fn chained(mut entry: Entry, workflow: WorkflowId) -> Result<Entry, ServiceError> {
    entry.hash = entry.expected_hash(workflow).map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(entry)
}
