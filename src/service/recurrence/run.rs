//! Starting what comes round: by the clock or by a reported event. Each time in a transaction of its own, under a key of its own: two workers, a crash or a
//! repeated report start nothing twice.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use workflow::calendar::{Limit, LimitSource, local_date};
use workflow::case::LimitSpec;
use workflow::ids::{PersonId, RecurrenceId, TownId, WorkflowId};
use workflow::people::{Grant, Holder, Role, Scope, Unit, Viewer};
use workflow::recurrence::Rhythm;
use workflow::refusal::Refusal;
use workflow::template::Party;

use super::{hold, refused};
use crate::service::error::{Problem, ServiceError};
use crate::service::start::{self, NewWorkflow};
use crate::service::tools::{Request, Tools};
use crate::service::words;
use crate::store::recurrences::{self as rows, Recurrence, RecurrenceState, RunRow};
use crate::store::{Tx, templates};

/// Read at a time.
const BATCH: u64 = 100;

/// Starts everything whose time has come at `now`; how many were started.
///
/// # Errors
/// When the database cannot be read at all. One that fails is tried again by the next sweep.
pub async fn sweep(tools: &Tools, now: DateTime<Utc>) -> Result<usize, ServiceError> {
    for (id, ended) in rows::finished(tools.store.read()).await? {
        if let Err(error) = follow(tools, id, ended).await {
            tracing::error!(recurrence = %id, %error, "what follows a finished run could not be set");
        }
    }
    let mut started = 0;
    for id in rows::due(tools.store.read(), now, BATCH).await? {
        match come_round(tools, id, now).await {
            Ok(true) => started += 1,
            Ok(false) => {}
            Err(error) => tracing::error!(recurrence = %id, %error, "recurring work was not started; the next sweep tries again"),
        }
    }
    Ok(started)
}

/// Sets the next time of what comes round after completion.
async fn follow(tools: &Tools, id: RecurrenceId, ended: DateTime<Utc>) -> Result<(), ServiceError> {
    let tx = tools.store.begin().await?;
    let mut row = hold(&tx, id).await?;
    if row.state != RecurrenceState::Active || row.next_on.is_some() {
        return Ok(());
    }
    let next = row.arrangement.after_completion(local_date(ended));
    row.set_next(next, &tools.calendar.of(row.town));
    rows::update(&tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

/// Starts one whose time has come; false when it has not, or another worker was quicker.
async fn come_round(tools: &Tools, id: RecurrenceId, now: DateTime<Utc>) -> Result<bool, ServiceError> {
    match attempt(tools, id, now, None).await {
        Ok(started) => Ok(started),
        Err(error) => {
            // Nothing of the start remains but the reason, and the next time.
            let why = refused(error)?;
            attempt(tools, id, now, Some(why)).await?;
            Ok(false)
        }
    }
}

async fn attempt(tools: &Tools, id: RecurrenceId, now: DateTime<Utc>, problem: Option<String>) -> Result<bool, ServiceError> {
    let tx = tools.store.begin().await?;
    let mut row = hold(&tx, id).await?;
    let due = row.next_on.filter(|_| row.state == RecurrenceState::Active && row.next_start_at.is_some_and(|start| start <= now));
    let Some(next) = due else { return Ok(false) };
    let Some(run) = row.arrangement.run(next, row.since, now, &tools.calendar.of(row.town)) else {
        // The calendar has changed since: the start lies ahead again.
        row.set_next(Some(next), &tools.calendar.of(row.town));
        rows::update(&tx, &row).await?;
        tx.commit().await?;
        return Ok(false);
    };
    let day = run.occurrence.day;
    let workflow = match &problem {
        Some(_) => None,
        None => {
            let due = LimitSpec { limit: Limit::date(run.occurrence.due), source: row.source.clone() };
            let title = format!("{}（{day}）", row.title);
            Some(begin(&tx, tools, &row, (row.arranged_by, None), title, Some(due)).await?)
        }
    };
    let note = RunRow {
        recurrence: id,
        occurrence: day.to_string(),
        due_at: Some(run.occurrence.due),
        late: run.late,
        missed: run.missed,
        workflow,
        problem,
        reported_by: None,
        note: None,
        at: now,
    };
    if !rows::note_run(&tx, &note).await? {
        // This time was started before; only the date was not moved on.
        drop(tx);
        return skip(tools, id, day).await;
    }
    let after = row.arrangement.next(day).filter(|_| row.arrangement.is_fixed());
    row.set_next(after, &tools.calendar.of(row.town));
    rows::update(&tx, &row).await?;
    tx.commit().await?;
    tools.wake.ring();
    Ok(workflow.is_some())
}

/// Moves on from a time that was started already.
async fn skip(tools: &Tools, id: RecurrenceId, day: chrono::NaiveDate) -> Result<bool, ServiceError> {
    let tx = tools.store.begin().await?;
    let mut row = hold(&tx, id).await?;
    let after = row.arrangement.next(day).filter(|_| row.arrangement.is_fixed());
    row.set_next(after, &tools.calendar.of(row.town));
    rows::update(&tx, &row).await?;
    tx.commit().await?;
    Ok(false)
}

/// Starts the workflow; `by` is who stands in its record, and who acts now, if anybody.
async fn begin(
    tx: &Tx,
    tools: &Tools,
    row: &Recurrence,
    by: (PersonId, Option<PersonId>),
    title: String,
    due: Option<LimitSpec>,
) -> Result<WorkflowId, ServiceError> {
    // The arrangement was made by somebody who might; it is the town that starts, whatever became of that person.
    let town = Grant { role: Role::Coordinator, scope: Scope::town(row.town) };
    let viewer = Viewer { person: by.0, grants: vec![town], stands_for: Vec::new() };
    let holder = Holder { unit: row.office.map_or(Unit::Town(row.town), Unit::Office), person: None };
    let version = templates::published(tx, row.duty).await?;
    let track = version.and_then(|version| version.content.tracks.into_iter().nth(row.track));
    let track = track.ok_or_else(start::changed)?;
    let track = if row.steps.is_empty() { track } else { track.only(&row.steps).ok_or_else(start::changed)? };
    let own = || track.steps.iter().filter(|step| step.required && step.party == Party::Town).map(|step| step.key.clone());
    let new = NewWorkflow {
        duty: row.duty,
        track: row.track,
        title,
        urgent: row.urgent,
        incoming: None,
        official: due.clone().filter(|due| due.source != LimitSource::TownSetting),
        holders: own().map(|key| (key, holder)).collect(),
        limits: due.map_or_else(BTreeMap::new, |due| own().map(|key| (key, due.clone())).collect()),
    };
    let request = Request { viewer: &viewer, command: tools.command() };
    start::start_recurring(tx, tools, request, by.1, &row.steps, new).await
}

/// An event as it is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Report {
    pub town: TownId,
    /// 暴雨预警
    pub event: String,
    /// What, where, by which document.
    pub note: Option<String>,
    /// Whether work that still goes on from the last time is started once more.
    pub again: bool,
}

/// What became of one arrangement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// 已启动
    Started(WorkflowId),
    /// That of the last time goes on.
    GoesOn(WorkflowId),
    /// Not started, and why.
    Refused(String),
}

/// One arrangement that the event concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Fired {
    pub recurrence: RecurrenceId,
    pub title: String,
    pub outcome: Outcome,
}

/// Reports an event and starts everything that waits for it. The same request again starts nothing and answers the same.
///
/// # Errors
/// [`Refusal::NotPermitted`] for who has no part in the town's work; [`ServiceError::Invalid`] for an event without a name or one that nothing waits for.
pub async fn fire(tools: &Tools, request: Request<'_>, report: Report) -> Result<Vec<Fired>, ServiceError> {
    let permitted = request.viewer.grants.iter().any(|grant| {
        matches!(grant.role, Role::Coordinator | Role::Leader | Role::OfficeLead | Role::Staff)
            && grant.scope.town_id() == Some(report.town)
    });
    if !permitted {
        return Err(Refusal::NotPermitted.into());
    }
    let mut problems = Vec::new();
    let event = words::required("event", &report.event, words::SHORT, &mut problems);
    let note = words::optional("note", report.note.as_deref(), words::NOTE, &mut problems);
    let waiting = rows::by_trigger(tools.store.read(), report.town, &event).await?;
    if problems.is_empty() && waiting.is_empty() {
        problems.push(Problem::new("event", "nothing-waits", "没有安排由这一事件启动的工作；可先在“周期性工作”中安排，或登记来件"));
    }
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let mut fired = Vec::new();
    for id in waiting {
        let one = match fire_one(tools, request, id, &event, note.as_deref(), report.again, None).await {
            Err(error) => {
                let why = refused(error)?;
                fire_one(tools, request, id, &event, note.as_deref(), report.again, Some(why)).await?
            }
            Ok(one) => one,
        };
        fired.extend(one);
    }
    tools.wake.ring();
    Ok(fired)
}

async fn fire_one(
    tools: &Tools,
    request: Request<'_>,
    id: RecurrenceId,
    event: &str,
    note: Option<&str>,
    again: bool,
    problem: Option<String>,
) -> Result<Option<Fired>, ServiceError> {
    let tx = tools.store.begin().await?;
    let row = hold(&tx, id).await?;
    let key = format!("event:{}", request.command);
    let fired = |outcome| Some(Fired { recurrence: id, title: row.title.clone(), outcome });
    if let Some(before) = rows::run_of(&tx, id, &key).await? {
        let refused = || Outcome::Refused(before.problem.clone().unwrap_or_default());
        return Ok(fired(before.workflow.map_or_else(refused, Outcome::Started)));
    }
    if row.state != RecurrenceState::Active || !matches!(&row.arrangement.rhythm, Rhythm::OnEvent { trigger } if trigger.trim() == event) {
        return Ok(None);
    }
    if !again && let Some(running) = rows::going_on(&tx, id).await? {
        return Ok(fired(Outcome::GoesOn(running)));
    }
    let now = tools.now();
    let due = row.limit_days.map(|days| LimitSpec { limit: Limit::working_days(days), source: row.source.clone() });
    let due_at = due.as_ref().map(|due| tools.calendar.of(row.town).due(now, due.limit, due.source.clone()).at);
    let person = request.viewer.person;
    let workflow = match &problem {
        Some(_) => None,
        None => {
            let title = format!("{}（{event}，{}）", row.title, local_date(now));
            Some(begin(&tx, tools, &row, (person, Some(person)), title, due).await?)
        }
    };
    let run = RunRow {
        recurrence: id,
        occurrence: key,
        due_at,
        late: false,
        missed: 0,
        workflow,
        problem: problem.clone(),
        reported_by: Some(person),
        note: note.map(str::to_owned),
        at: now,
    };
    if !rows::note_run(&tx, &run).await? {
        return Err(ServiceError::Conflict);
    }
    // Two reports at the same moment: the second finds what the first has started.
    rows::update(&tx, &row).await?;
    tx.commit().await?;
    Ok(fired(workflow.map_or_else(|| Outcome::Refused(problem.unwrap_or_default()), Outcome::Started)))
}

/// Reckons the next start of everything anew, after a change of calendar; how many moved.
///
/// # Errors
/// See [`ServiceError`].
pub async fn reckon_again(tools: &Tools) -> Result<usize, ServiceError> {
    let mut moved = 0;
    for id in rows::dated(tools.store.read()).await? {
        let tx = tools.store.begin().await?;
        let mut row = hold(&tx, id).await?;
        let before = row.next_start_at;
        row.set_next(row.next_on, &tools.calendar.of(row.town));
        if row.next_start_at != before {
            rows::update(&tx, &row).await?;
            tx.commit().await?;
            moved += 1;
        }
    }
    Ok(moved)
}
