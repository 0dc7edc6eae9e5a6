//! Recurring work and its runs. Finders take the viewer first: the town's coordinators, leaders and supervisors see all of it, the county's supervisors every
//! town's, an office its own.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{recurrence, recurrence_run, workflow as workflow_row};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use serde_json::json;
use workflow::calendar::LimitSource;
use workflow::ids::{CommandId, DutyId, OfficeId, PersonId, RecurrenceId, TownId, WorkflowId};
use workflow::people::{Role, Scope, TownScope, Viewer};
use workflow::recurrence::{Arrangement, Rhythm};

use super::StoreError;
use super::error::inconsistent;

/// Whether it is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecurrenceState {
    /// 执行中
    Active,
    /// 已暂停
    Paused,
    /// 已停用
    Ended,
}

impl RecurrenceState {
    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::Ended].into_iter().find(|state| state.code() == code)
    }
}

/// Recurring work.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Recurrence {
    pub id: RecurrenceId,
    pub town: TownId,
    /// The office that owns it; none: the town's coordinators.
    pub office: Option<OfficeId>,
    pub duty: DutyId,
    /// Which track, from 0.
    pub track: usize,
    /// Words of the town steps that are started, for keys mean something only inside one version; empty: all that make a task each time.
    pub steps: Vec<String>,
    pub title: String,
    pub arrangement: Arrangement,
    /// For an event: how many working days there are.
    pub limit_days: Option<u32>,
    pub source: LimitSource,
    pub urgent: bool,
    pub state: RecurrenceState,
    /// Since when it has been at work.
    pub since: DateTime<Utc>,
    /// The day of the first time that was not started yet.
    pub next_on: Option<NaiveDate>,
    pub next_start_at: Option<DateTime<Utc>>,
    pub arranged_by: PersonId,
    pub command: CommandId,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

/// One time that it came round.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct RunRow {
    pub recurrence: RecurrenceId,
    /// The day, or the report of the event.
    pub occurrence: String,
    pub due_at: Option<DateTime<Utc>>,
    /// Whether it was started on a later day than it should have been.
    pub late: bool,
    /// Times before it that were left out.
    pub missed: u32,
    pub workflow: Option<WorkflowId>,
    /// Why nothing was started.
    pub problem: Option<String>,
    pub reported_by: Option<PersonId>,
    pub note: Option<String>,
    pub at: DateTime<Utc>,
}

fn kind(arrangement: &Arrangement) -> &'static str {
    match arrangement.rhythm {
        Rhythm::OnEvent { .. } => "event",
        Rhythm::AfterCompletion { .. } => "after",
        _ => "fixed",
    }
}

/// Writes a new one.
///
/// # Errors
/// [`StoreError::Unique`] when the request has written it already.
pub async fn create(db: &impl ConnectionTrait, new: &Recurrence) -> Result<(), StoreError> {
    to_model(new)?.insert(db).await?;
    Ok(())
}

/// Writes what may change of one that was read before, and counts its version on.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody changed it since.
pub async fn update(db: &impl ConnectionTrait, changed: &Recurrence) -> Result<(), StoreError> {
    let row = recurrence::ActiveModel {
        state: Set(changed.state.code().to_owned()),
        since: Set(changed.since),
        next_on: Set(changed.next_on),
        next_start_at: Set(changed.next_start_at),
        version: Set(changed.version + 1),
        ..Default::default()
    };
    let query = recurrence::Entity::update_many().set(row).filter(recurrence::Column::Id.eq(changed.id.uuid()));
    let done = query.filter(recurrence::Column::Version.eq(changed.version)).exec(db).await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Conflict("recurrence")) }
}

/// The one that this request has written already, if it has.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_command(db: &impl ConnectionTrait, command: CommandId, by: PersonId) -> Result<Option<RecurrenceId>, StoreError> {
    let query = recurrence::Entity::find().filter(recurrence::Column::CommandId.eq(command.uuid()));
    Ok(query.filter(recurrence::Column::ArrangedBy.eq(by.uuid())).one(db).await?.map(|row| row.id.into()))
}

/// One that the viewer may see.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(viewer: &Viewer, db: &impl ConnectionTrait, id: RecurrenceId) -> Result<Option<Recurrence>, StoreError> {
    recurrence::Entity::find_by_id(id.uuid()).filter(visible(viewer)).one(db).await?.map(to_recurrence).transpose()
}

/// All that the viewer may see, what comes next first; those without a date after them, the ended ones last.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(viewer: &Viewer, db: &impl ConnectionTrait) -> Result<Vec<Recurrence>, StoreError> {
    let rows = recurrence::Entity::find().filter(visible(viewer)).order_by_asc(recurrence::Column::Id).all(db).await?;
    let mut found = rows.into_iter().map(to_recurrence).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|row| (row.state == RecurrenceState::Ended, row.next_start_at.is_none(), row.next_start_at));
    Ok(found)
}

/// Holds one until the transaction ends. SQLite has one writer anyway.
///
/// # Errors
/// See [`StoreError`].
pub async fn hold_unscoped(db: &impl ConnectionTrait, id: RecurrenceId) -> Result<Option<Recurrence>, StoreError> {
    recurrence::Entity::find_by_id(id.uuid()).lock_exclusive().one(db).await?.map(to_recurrence).transpose()
}

/// Those whose start has come, the earliest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, most: u64) -> Result<Vec<RecurrenceId>, StoreError> {
    let query = active().filter(recurrence::Column::NextStartAt.lte(now)).order_by_asc(recurrence::Column::NextStartAt);
    ids(query.order_by_asc(recurrence::Column::Id).limit(most).all(db).await?)
}

/// Those that wait for their last run to be finished, when it is: with when that was.
///
/// # Errors
/// See [`StoreError`].
pub async fn finished(db: &impl ConnectionTrait) -> Result<Vec<(RecurrenceId, DateTime<Utc>)>, StoreError> {
    let waiting = active().filter(recurrence::Column::Kind.eq("after")).filter(recurrence::Column::NextStartAt.is_null()).all(db).await?;
    let mut found = Vec::new();
    for row in waiting {
        let id = RecurrenceId::from(row.id);
        let Some(last) = runs(db, id, 1).await?.into_iter().next() else { continue };
        let ended = match last.workflow {
            // Nothing was started: the next time is counted from when it should have been.
            None => Some(last.at),
            Some(workflow) => workflow_row::Entity::find_by_id(workflow.uuid()).one(db).await?.and_then(|row| row.ended_at),
        };
        found.extend(ended.map(|at| (id, at)));
    }
    Ok(found)
}

/// Those of a town that an event starts, in the order in which they were arranged.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_trigger(db: &impl ConnectionTrait, town: TownId, trigger: &str) -> Result<Vec<RecurrenceId>, StoreError> {
    let query = active().filter(recurrence::Column::TownId.eq(town.uuid())).filter(recurrence::Column::TriggerName.eq(trigger));
    ids(query.order_by_asc(recurrence::Column::Id).all(db).await?)
}

/// The active ones with a date, of every town: after a change of calendar they are reckoned again.
///
/// # Errors
/// See [`StoreError`].
pub async fn dated(db: &impl ConnectionTrait) -> Result<Vec<RecurrenceId>, StoreError> {
    ids(active().filter(recurrence::Column::NextOn.is_not_null()).order_by_asc(recurrence::Column::Id).all(db).await?)
}

fn active() -> sea_orm::Select<recurrence::Entity> {
    recurrence::Entity::find().filter(recurrence::Column::State.eq(RecurrenceState::Active.code()))
}

fn ids(rows: Vec<recurrence::Model>) -> Result<Vec<RecurrenceId>, StoreError> {
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// Notes a run; false when this time has been noted already.
///
/// # Errors
/// See [`StoreError`].
pub async fn note_run(db: &impl ConnectionTrait, run: &RunRow) -> Result<bool, StoreError> {
    let row = recurrence_run::ActiveModel {
        recurrence_id: Set(run.recurrence.uuid()),
        occurrence: Set(run.occurrence.clone()),
        due_at: Set(run.due_at),
        late: Set(run.late),
        missed: Set(super::to_i32("recurrence_run.missed", run.missed)?),
        workflow_id: Set(run.workflow.map(WorkflowId::uuid)),
        problem: Set(run.problem.clone()),
        reported_by: Set(run.reported_by.map(PersonId::uuid)),
        note: Set(run.note.clone()),
        at: Set(run.at),
    };
    let key = [recurrence_run::Column::RecurrenceId, recurrence_run::Column::Occurrence];
    let insert = recurrence_run::Entity::insert(row).on_conflict(OnConflict::columns(key).do_nothing().to_owned());
    Ok(insert.exec_without_returning(db).await? == 1)
}

/// A run by its key.
///
/// # Errors
/// See [`StoreError`].
pub async fn run_of(db: &impl ConnectionTrait, id: RecurrenceId, occurrence: &str) -> Result<Option<RunRow>, StoreError> {
    recurrence_run::Entity::find_by_id((id.uuid(), occurrence.to_owned())).one(db).await?.map(to_run).transpose()
}

/// The latest runs, the last first.
///
/// # Errors
/// See [`StoreError`].
pub async fn runs(db: &impl ConnectionTrait, id: RecurrenceId, most: u64) -> Result<Vec<RunRow>, StoreError> {
    let query = recurrence_run::Entity::find().filter(recurrence_run::Column::RecurrenceId.eq(id.uuid()));
    let query = query.order_by_desc(recurrence_run::Column::At).order_by_desc(recurrence_run::Column::Occurrence);
    query.limit(most).all(db).await?.into_iter().map(to_run).collect()
}

/// The workflow of the last run, while it goes on.
///
/// # Errors
/// See [`StoreError`].
pub async fn going_on(db: &impl ConnectionTrait, id: RecurrenceId) -> Result<Option<WorkflowId>, StoreError> {
    let Some(workflow) = runs(db, id, 1).await?.into_iter().next().and_then(|run| run.workflow) else { return Ok(None) };
    let row = workflow_row::Entity::find_by_id(workflow.uuid()).filter(workflow_row::Column::EndedAt.is_null()).one(db).await?;
    Ok(row.map(|_| workflow))
}

fn visible(viewer: &Viewer) -> Condition {
    if viewer.has(Role::Supervisor, Scope::County) {
        return Condition::all();
    }
    let towns = viewer.grants.iter().filter_map(|grant| match (grant.role, grant.scope) {
        (Role::Coordinator | Role::Leader | Role::Supervisor, Scope::Town(TownScope { town })) => Some(town.uuid()),
        _ => None,
    });
    let offices = viewer.grants.iter().filter_map(|grant| match grant.scope {
        Scope::Office { office, .. } => Some(office.uuid()),
        _ => None,
    });
    Condition::any().add(recurrence::Column::TownId.is_in(towns)).add(recurrence::Column::OfficeId.is_in(offices))
}

fn to_model(row: &Recurrence) -> Result<recurrence::ActiveModel, StoreError> {
    let arrangement = serde_json::to_value(&row.arrangement).map_err(|error| inconsistent("recurrence", "arrangement", error))?;
    let trigger = match &row.arrangement.rhythm {
        Rhythm::OnEvent { trigger } => Some(trigger.trim().to_owned()),
        _ => None,
    };
    Ok(recurrence::ActiveModel {
        id: Set(row.id.uuid()),
        town_id: Set(row.town.uuid()),
        office_id: Set(row.office.map(OfficeId::uuid)),
        duty_id: Set(row.duty.uuid()),
        track_index: Set(i32::try_from(row.track).map_err(|_| inconsistent("recurrence", "track_index", row.track))?),
        steps: Set(json!(row.steps)),
        title: Set(row.title.clone()),
        arrangement: Set(arrangement),
        kind: Set(kind(&row.arrangement).to_owned()),
        trigger_name: Set(trigger),
        limit_days: Set(row.limit_days.map(|days| super::to_i32("recurrence.limit_days", days)).transpose()?),
        limit_source: Set(row.source.number().map_or_else(|| row.source.code().to_owned(), |no| format!("{}:{no}", row.source.code()))),
        urgent: Set(row.urgent),
        state: Set(row.state.code().to_owned()),
        since: Set(row.since),
        next_on: Set(row.next_on),
        next_start_at: Set(row.next_start_at),
        arranged_by: Set(row.arranged_by.uuid()),
        command_id: Set(row.command.uuid()),
        created_at: Set(row.created_at),
        version: Set(row.version),
    })
}

fn to_recurrence(row: recurrence::Model) -> Result<Recurrence, StoreError> {
    let (code, number) = row.limit_source.split_once(':').map_or((row.limit_source.as_str(), None), |(code, number)| (code, Some(number)));
    Ok(Recurrence {
        source: LimitSource::from_code(code, number).ok_or_else(|| inconsistent("recurrence", "limit_source", code))?,
        state: RecurrenceState::from_code(&row.state).ok_or_else(|| inconsistent("recurrence", "state", &row.state))?,
        arrangement: Arrangement::deserialize(&row.arrangement).map_err(|error| inconsistent("recurrence", "arrangement", error))?,
        steps: Vec::deserialize(&row.steps).map_err(|error| inconsistent("recurrence", "steps", error))?,
        track: usize::try_from(row.track_index).map_err(|_| inconsistent("recurrence", "track_index", row.track_index))?,
        limit_days: row.limit_days.map(|days| super::to_u32("recurrence.limit_days", days)).transpose()?,
        id: row.id.into(),
        town: row.town_id.into(),
        office: row.office_id.map(OfficeId::from),
        duty: row.duty_id.into(),
        title: row.title,
        urgent: row.urgent,
        since: row.since,
        next_on: row.next_on,
        next_start_at: row.next_start_at,
        arranged_by: row.arranged_by.into(),
        command: row.command_id.into(),
        created_at: row.created_at,
        version: row.version,
    })
}

fn to_run(row: recurrence_run::Model) -> Result<RunRow, StoreError> {
    Ok(RunRow {
        missed: super::to_u32("recurrence_run.missed", row.missed)?,
        recurrence: row.recurrence_id.into(),
        occurrence: row.occurrence,
        due_at: row.due_at,
        late: row.late,
        workflow: row.workflow_id.map(WorkflowId::from),
        problem: row.problem,
        reported_by: row.reported_by.map(PersonId::from),
        note: row.note,
        at: row.at,
    })
}
