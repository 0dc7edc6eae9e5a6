//! A command to a running workflow: load, decide, save, append, tell. One transaction.

use crate::store::ConnectionTrait;
use workflow::case::history::{Entry, acts_inside};
use workflow::case::{self, Case, Command, Fact, Outcome};
use workflow::ids::{BodyId, HandOffId, PersonId, PrecedentId, TaskId, WorkflowId};
use workflow::people::Viewer;
use workflow::refusal::Refusal;

use super::checks::Policy;
use super::error::ServiceError;
use super::tools::{Request, Tools};
use super::{circumstances, notify, typed};
use crate::store::precedents::{self, AboutStep};
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
    match once(tools, request, of, command).await {
        // The same request may have come twice at the same moment: then the other one has answered it.
        Err(ServiceError::Conflict) => {
            let stored = find(tools.store.read(), request, of).await?;
            let answered = store::cases::answer_to(tools.store.read(), stored.case.id, request.command).await?;
            if is_same(answered.as_ref(), request, command)? {
                Ok(Done { case: stored.case, repeated: true })
            } else {
                Err(ServiceError::Conflict)
            }
        }
        other => other,
    }
}

async fn once(tools: &Tools, request: Request<'_>, of: Of, command: &Command) -> Result<Done, ServiceError> {
    let tx = tools.store.begin().await?;
    let stored = find(&tx, request, of).await?;
    let answered = store::cases::answer_to(&tx, stored.case.id, request.command).await?;
    if is_same(answered.as_ref(), request, command)? {
        return Ok(Done { case: stored.case, repeated: true });
    }
    receivers_exist(&tx, command).await?;
    let now = tools.now();
    let mut known = circumstances::load(&tx, tools, stored.case.town, now).await?;
    if matches!(command, Command::ShareOut { .. } | Command::Assign { .. }) {
        for body in request.viewer.bodies() {
            known = known.with_people_of(&tx, body, now).await?;
        }
    }
    if let Command::CorrectRecord { seq, .. } = command {
        was_recorded(&tx, stored.case.id, *seq).await?;
    }
    let (mut after, facts, in_place_of) =
        as_somebody(request.viewer, |actor| case::apply(&stored.case, command, &known.around(tools, now, actor)))?;
    if facts.is_empty() {
        return Ok(Done { case: stored.case, repeated: true });
    }
    if acts_inside(command.code()) {
        after.acted.insert(request.viewer.person);
    }
    let entry = chained(entry(&stored, &after, request, command, (facts, in_place_of), now), after.id)?;
    let policy = Policy { now, calendar: &known.calendar, limits: known.limits };
    match store::cases::save(&tx, &stored, &after, &entry, tools.ids.next(now), &policy).await {
        // PostgreSQL: another server wrote the same entry number first.
        Err(StoreError::Unique(_)) => return Err(ServiceError::Conflict),
        other => other?,
    }
    keep_results(&tx, tools, &stored, &after, &entry).await?;
    notify::tell(&tx, tools, Some(request.viewer.person), &after, &entry.facts, &known.leaders).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(Done { case: after, repeated: false })
}

/// What a coordination led to is kept on the duty (处理口径).
async fn keep_results(db: &impl ConnectionTrait, tools: &Tools, before: &Stored, after: &Case, entry: &Entry) -> Result<(), ServiceError> {
    let Some(by) = entry.actor else { return Ok(()) };
    for fact in &entry.facts {
        let (task, conclusion) = match fact {
            Fact::CoordinationConcluded { hand_off, conclusion } => {
                (after.hand_offs.get(hand_off).map(|hand_off| hand_off.task), conclusion)
            }
            Fact::TaskObjectionAnswered { task, decided: Some(conclusion), .. } => (Some(*task), conclusion),
            _ => continue,
        };
        // That work goes on says nothing about whose duty it is.
        let Some(task) = task.and_then(|id| after.tasks.get(&id)).filter(|_| conclusion.outcome != Outcome::GoesOn) else { continue };
        let about =
            AboutStep { duty: before.origin.duty, town: after.town, workflow: after.id, step_key: &task.step_key, clause: &task.text };
        precedents::keep(db, tools.ids.next::<PrecedentId>(entry.at), about, conclusion, by, entry.at).await?;
    }
    Ok(())
}

async fn find(db: &impl ConnectionTrait, request: Request<'_>, of: Of) -> Result<Stored, ServiceError> {
    let found = match of {
        Of::Workflow(id) => store::cases::find(request.viewer, db, id).await?,
        Of::Task(id) => store::cases::find_by_task(request.viewer, db, id).await?,
        Of::HandOff(id) => store::cases::find_by_hand_off(request.viewer, db, id).await?,
    };
    found.ok_or(ServiceError::NotFound)
}

/// Whether the request was answered before. A request id that was used for something else is refused: nothing of this was done under it.
fn is_same(answered: Option<&(String, Option<PersonId>)>, request: Request<'_>, command: &Command) -> Result<bool, ServiceError> {
    match answered {
        None => Ok(false),
        Some((kind, actor)) if kind == command.code() && *actor == Some(request.viewer.person) => Ok(true),
        Some(_) => Err(ServiceError::invalid("command_id", "reused", "这个请求编号已用于另一项操作，请刷新页面后重试")),
    }
}

/// Only what was recorded on behalf can be corrected.
async fn was_recorded(db: &impl ConnectionTrait, id: WorkflowId, seq: i64) -> Result<(), ServiceError> {
    let recorded = store::cases::history(db, id).await?.into_iter().any(|entry| entry.seq == seq && entry.on_behalf.is_some());
    if recorded { Ok(()) } else { Err(ServiceError::Refused(Refusal::NotRecorded)) }
}

/// Work can be sent only to bodies that are registered.
async fn receivers_exist(db: &impl ConnectionTrait, command: &Command) -> Result<(), ServiceError> {
    let ids: Vec<BodyId> = match command {
        Command::HandOff { receivers, .. } => receivers.iter().filter_map(|receiver| receiver.to.body()).collect(),
        Command::AnswerObjection { to, .. } | Command::Conclude { outcome: Outcome::Offer { to }, .. } => to.body().into_iter().collect(),
        Command::Request { asked } => vec![asked.body],
        _ => return Ok(()),
    };
    let known = store::org::bodies_by_id(db, &ids).await?;
    if ids.iter().all(|id| known.get(id).is_some_and(|body| !body.archived)) {
        Ok(())
    } else {
        Err(ServiceError::invalid("receivers", "unknown", "接收单位不存在或已停用，请重新选择"))
    }
}

fn entry(
    before: &Stored,
    after: &Case,
    request: Request<'_>,
    command: &Command,
    (facts, in_place_of): (Vec<Fact>, Option<PersonId>),
    now: chrono::DateTime<chrono::Utc>,
) -> Entry {
    Entry {
        seq: after.seq,
        at: now,
        actor: Some(request.viewer.person),
        command_id: request.command,
        kind: command.code().to_owned(),
        facts,
        on_behalf: command.on_behalf().cloned(),
        in_place_of,
        prev_hash: before.head_hash.clone(),
        hash: String::new(),
    }
}

/// Does something as oneself, and where that is not permitted in the place of an absent person for whom one acts. Answers with that person, too.
pub(super) fn as_somebody<T>(
    viewer: &Viewer,
    mut act: impl FnMut(&Viewer) -> Result<(T, Vec<Fact>), Refusal>,
) -> Result<(T, Vec<Fact>, Option<PersonId>), Refusal> {
    let mut refused = None;
    for face in viewer.faces() {
        match act(&face) {
            Ok((done, facts)) => return Ok((done, facts, Some(face.person).filter(|person| *person != viewer.person))),
            Err(refusal) => {
                let no_right = matches!(refusal, Refusal::NotPermitted | Refusal::HeldByOther(_));
                // What refuses for another reason than a missing right says more than a missing right does.
                if refused.is_none() || !no_right {
                    refused = Some(refusal);
                }
                if !no_right {
                    break;
                }
            }
        }
    }
    Err(refused.unwrap_or(Refusal::NotPermitted))
}

/// The entry with its hash.
pub(super) fn chained(mut entry: Entry, workflow: WorkflowId) -> Result<Entry, ServiceError> {
    entry.hash = entry.expected_hash(workflow).map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(entry)
}
