//! Leads on problems: their rows and their history. Finders take the viewer first; the rule is [`workflow::lead::sees`], here also as a condition.

use chrono::{DateTime, Utc};
use entity::{lead as lead_row, lead_event};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use workflow::ids::{BodyId, CommandId, DutyId, LeadId, PersonId, TownId, WorkflowId};
use workflow::lead::history::Entry;
use workflow::lead::{Lead, LeadState, sees};
use workflow::people::{Role, Scope, TownScope, Unit, Viewer};

use super::StoreError;
use super::cases::unit_id;
use super::error::inconsistent;

/// A lead as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Stored {
    pub lead: Lead,
    /// The year in which it was reported, and its number in it.
    pub year: i32,
    pub number: i32,
    pub head_hash: String,
}

/// Which leads are wanted; all that the viewer may see by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadFilter {
    /// Empty: any.
    pub states: Vec<LeadState>,
    /// Reported by the viewer.
    pub mine: bool,
    /// Those that lie with one of the viewer's bodies.
    pub with_bodies: bool,
    /// Those found in this workflow.
    pub workflow: Option<WorkflowId>,
}

/// Writes a new lead under the next number of its town and year, with its first entry. The town is held until the transaction ends.
///
/// # Errors
/// See [`StoreError`].
pub async fn create(
    db: &impl ConnectionTrait,
    lead: &Lead,
    year: i32,
    command: CommandId,
    entry: &Entry,
    check: Option<DateTime<Utc>>,
) -> Result<i32, StoreError> {
    super::lock_town(db, lead.town).await?;
    let last: Option<Option<i32>> = lead_row::Entity::find()
        .select_only()
        .column_as(lead_row::Column::Number.max(), "last")
        .filter(lead_row::Column::TownId.eq(lead.town.uuid()))
        .filter(lead_row::Column::Year.eq(year))
        .into_tuple()
        .one(db)
        .await?;
    let number = last.flatten().unwrap_or(0) + 1;
    let mut row = model(lead, &entry.hash, check)?;
    row.id = Set(lead.id.uuid());
    row.town_id = Set(lead.town.uuid());
    row.year = Set(year);
    row.number = Set(number);
    row.unit_kind = Set(lead.unit.code().to_owned());
    row.unit_id = Set(unit_id(lead.unit));
    row.reported_by = Set(lead.reported_by.uuid());
    row.reported_at = Set(lead.reported_at);
    row.command_id = Set(command.uuid());
    row.insert(db).await?;
    append(db, lead.id, entry).await?;
    Ok(number)
}

/// Writes what a command changed, and its entry.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed the lead since it was read.
pub async fn save(
    db: &impl ConnectionTrait,
    before: &Stored,
    after: &Lead,
    entry: &Entry,
    check: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let query = lead_row::Entity::update_many().set(model(after, &entry.hash, check)?).filter(lead_row::Column::Id.eq(after.id.uuid()));
    if query.filter(lead_row::Column::Version.eq(before.lead.seq)).exec(db).await?.rows_affected != 1 {
        return Err(StoreError::Conflict("lead"));
    }
    append(db, after.id, entry).await
}

async fn append(db: &impl ConnectionTrait, lead: LeadId, entry: &Entry) -> Result<(), StoreError> {
    let row = lead_event::ActiveModel {
        lead_id: Set(lead.uuid()),
        seq: Set(entry.seq),
        at: Set(entry.at),
        actor_id: Set(entry.actor.map(PersonId::uuid)),
        command_id: Set(entry.command_id.uuid()),
        kind: Set(entry.kind.clone()),
        facts: Set(json(&entry.facts)?),
        on_behalf: Set(entry.on_behalf.as_ref().map(json).transpose()?),
        prev_hash: Set(entry.prev_hash.clone()),
        hash: Set(entry.hash.clone()),
    };
    row.insert(db).await?;
    Ok(())
}

/// The lead, when the viewer may see it.
///
/// # Errors
/// See [`StoreError`].
pub async fn find(viewer: &Viewer, db: &impl ConnectionTrait, id: LeadId) -> Result<Option<Stored>, StoreError> {
    Ok(load_unscoped(db, id).await?.filter(|stored| sees(viewer, &stored.lead)))
}

/// The lead, for the system itself: sweeps, mails, verification.
///
/// # Errors
/// See [`StoreError`].
pub async fn load_unscoped(db: &impl ConnectionTrait, id: LeadId) -> Result<Option<Stored>, StoreError> {
    lead_row::Entity::find_by_id(id.uuid()).one(db).await?.map(to_stored).transpose()
}

/// Holds a lead's row until the transaction ends. SQLite has one writer anyway.
///
/// # Errors
/// See [`StoreError`].
pub async fn hold(db: &impl ConnectionTrait, id: LeadId) -> Result<(), StoreError> {
    lead_row::Entity::find_by_id(id.uuid()).lock_exclusive().one(db).await?;
    Ok(())
}

/// The ids of all leads, for verification.
///
/// # Errors
/// See [`StoreError`].
pub async fn all_ids_unscoped(db: &impl ConnectionTrait) -> Result<Vec<LeadId>, StoreError> {
    let query = lead_row::Entity::find().select_only().column(lead_row::Column::Id).order_by_asc(lead_row::Column::Id);
    let ids: Vec<Uuid> = query.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// The leads with a date that runs, for what the system itself does when the calendar changes.
///
/// # Errors
/// See [`StoreError`].
pub async fn with_dates_unscoped(db: &impl ConnectionTrait) -> Result<Vec<LeadId>, StoreError> {
    let dated = lead_row::Column::SignDueAt.is_not_null().or(lead_row::Column::AnswerDueAt.is_not_null());
    let query = lead_row::Entity::find().filter(dated).select_only().column(lead_row::Column::Id).order_by_asc(lead_row::Column::Id);
    let ids: Vec<Uuid> = query.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// The lead that this request has reported already, if it has.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_command(db: &impl ConnectionTrait, town: TownId, command: CommandId, by: PersonId) -> Result<Option<LeadId>, StoreError> {
    let query = lead_row::Entity::find().filter(lead_row::Column::TownId.eq(town.uuid()));
    let query = query.filter(lead_row::Column::CommandId.eq(command.uuid())).filter(lead_row::Column::ReportedBy.eq(by.uuid()));
    Ok(query.one(db).await?.map(|row| row.id.into()))
}

/// The leads that the viewer may see and that fit, urgent ones first, then the latest.
///
/// # Errors
/// See [`StoreError`].
pub async fn list(
    viewer: &Viewer,
    db: &impl ConnectionTrait,
    filter: &LeadFilter,
    limit: u64,
    offset: u64,
) -> Result<Vec<Stored>, StoreError> {
    let mut query = lead_row::Entity::find().filter(visible(viewer));
    if !filter.states.is_empty() {
        query = query.filter(lead_row::Column::State.is_in(filter.states.iter().map(|state| state.code())));
    }
    if filter.mine {
        query = query.filter(lead_row::Column::ReportedBy.eq(viewer.person.uuid()));
    }
    if filter.with_bodies {
        query = query.filter(lead_row::Column::ReceiverBodyId.is_in(viewer.bodies().into_iter().map(BodyId::uuid)));
    }
    if let Some(workflow) = filter.workflow {
        query = query.filter(lead_row::Column::WorkflowId.eq(workflow.uuid()));
    }
    let query = query.order_by_desc(lead_row::Column::Urgent).order_by_desc(lead_row::Column::ReportedAt);
    query.order_by_desc(lead_row::Column::Id).limit(limit).offset(offset).all(db).await?.into_iter().map(to_stored).collect()
}

/// Leads whose check has come at `now`.
///
/// # Errors
/// See [`StoreError`].
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<LeadId>, StoreError> {
    let query = lead_row::Entity::find().filter(lead_row::Column::NextCheckAt.lte(now)).order_by_asc(lead_row::Column::NextCheckAt);
    let ids: Vec<Uuid> = query.limit(limit).select_only().column(lead_row::Column::Id).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Sets when a lead is to be looked at next, without an event.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_check(db: &impl ConnectionTrait, id: LeadId, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    let query = lead_row::Entity::update_many().col_expr(lead_row::Column::NextCheckAt, Expr::value(at));
    query.filter(lead_row::Column::Id.eq(id.uuid())).exec(db).await?;
    Ok(())
}

/// The whole history of a lead that was loaded, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn history(db: &impl ConnectionTrait, id: LeadId) -> Result<Vec<Entry>, StoreError> {
    let query = lead_event::Entity::find().filter(lead_event::Column::LeadId.eq(id.uuid())).order_by_asc(lead_event::Column::Seq);
    query.all(db).await?.into_iter().map(to_entry).collect()
}

/// The entry with which the lead has answered this request already: the command's code and who asked.
///
/// # Errors
/// See [`StoreError`].
pub async fn answer_to(
    db: &impl ConnectionTrait,
    id: LeadId,
    command: CommandId,
) -> Result<Option<(String, Option<PersonId>)>, StoreError> {
    let query = lead_event::Entity::find().filter(lead_event::Column::LeadId.eq(id.uuid()));
    let found = query.filter(lead_event::Column::CommandId.eq(command.uuid())).one(db).await?;
    Ok(found.map(|row| (row.kind, row.actor_id.map(Into::into))))
}

fn visible(viewer: &Viewer) -> Condition {
    let mut any = Condition::any();
    if viewer.has(Role::Supervisor, Scope::County) || viewer.has(Role::CountyCoordinator, Scope::County) {
        return any.add(Expr::val(1).eq(1));
    }
    let towns = viewer.grants.iter().filter_map(|grant| match (grant.role, grant.scope) {
        (Role::Coordinator | Role::Leader | Role::Supervisor, Scope::Town(TownScope { town })) => Some(town.uuid()),
        _ => None,
    });
    any = any.add(lead_row::Column::TownId.is_in(towns));
    let units = viewer.units().into_iter().filter(|unit| matches!(unit, Unit::Office(_) | Unit::Village(_)));
    any = any.add(lead_row::Column::UnitId.is_in(units.map(unit_id)));
    let own = lead_row::Column::ReportedBy.eq(viewer.person.uuid());
    any = any.add(own.and(lead_row::Column::TownId.is_in(viewer.towns().into_iter().map(TownId::uuid))));
    any.add(lead_row::Column::ReceiverBodyId.is_in(viewer.bodies().into_iter().map(BodyId::uuid)))
}

/// The columns that change.
fn model(lead: &Lead, head: &str, check: Option<DateTime<Utc>>) -> Result<lead_row::ActiveModel, StoreError> {
    Ok(lead_row::ActiveModel {
        state: Set(lead.state.code().to_owned()),
        urgent: Set(lead.urgent),
        receiver_body_id: Set(lead.receiver.map(BodyId::uuid)),
        duty_id: Set(lead.duty.map(DutyId::uuid)),
        workflow_id: Set(lead.workflow.map(WorkflowId::uuid)),
        sign_due_at: Set(lead.sign_due.as_ref().map(|due| due.at)),
        answer_due_at: Set(lead.answer_due.as_ref().map(|due| due.at)),
        content: Set(json(lead)?),
        next_check_at: Set(check),
        head_hash: Set(head.to_owned()),
        version: Set(lead.seq),
        ..Default::default()
    })
}

fn to_stored(row: lead_row::Model) -> Result<Stored, StoreError> {
    let lead: Lead = read("lead", "content", row.content)?;
    // Lists and rights read the columns: they say what the content says.
    let same = lead.state.code() == row.state
        && lead.seq == row.version
        && lead.urgent == row.urgent
        && lead.town.uuid() == row.town_id
        && lead.unit.code() == row.unit_kind
        && lead.receiver.map(BodyId::uuid) == row.receiver_body_id
        && lead.duty.map(DutyId::uuid) == row.duty_id
        && lead.workflow.map(WorkflowId::uuid) == row.workflow_id
        && lead.sign_due.as_ref().map(|due| due.at) == row.sign_due_at
        && lead.answer_due.as_ref().map(|due| due.at) == row.answer_due_at;
    if !same {
        return Err(inconsistent("lead", "content", lead.id));
    }
    Ok(Stored { lead, year: row.year, number: row.number, head_hash: row.head_hash })
}

fn to_entry(row: lead_event::Model) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: row.seq,
        at: row.at,
        actor: row.actor_id.map(Into::into),
        command_id: row.command_id.into(),
        kind: row.kind,
        facts: read("lead_event", "facts", row.facts)?,
        on_behalf: row.on_behalf.map(|value| read("lead_event", "on_behalf", value)).transpose()?,
        prev_hash: row.prev_hash,
        hash: row.hash,
    })
}

fn json<T: Serialize>(value: &T) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(value).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

fn read<T: DeserializeOwned>(table: &str, column: &str, value: serde_json::Value) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|error| inconsistent(table, column, error))
}
