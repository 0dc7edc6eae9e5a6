//! A case into rows: only what changed, under the optimistic version.

use entity::{event, external_wait, hand_off, leader_note, task, task_dependency, workflow as workflow_row, workflow_copy};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;
use workflow::case::history::Entry;
use workflow::case::{Case, CopyTo, HandOff, Lane, LeaderNote, Task, Wait};
use workflow::ids::{EventId, WorkflowId};
use workflow::people::Unit;

use super::{NextCheck, Origin, Stored};
use crate::store::StoreError;

/// Writes a new workflow with its first entry.
///
/// # Errors
/// See [`StoreError`].
pub async fn create(
    db: &impl ConnectionTrait,
    case: &Case,
    origin: Origin,
    entry: &Entry,
    event: EventId,
    checks: &impl NextCheck,
) -> Result<(), StoreError> {
    workflow_model(case, origin, &entry.hash)?.insert(db).await?;
    for task in in_order(case) {
        task_model(case, task, checks)?.insert(db).await?;
    }
    let dependencies: Vec<task_dependency::ActiveModel> = case.tasks.values().flat_map(dependencies).collect();
    if !dependencies.is_empty() {
        task_dependency::Entity::insert_many(dependencies).exec(db).await?;
    }
    for wait in case.waits.values() {
        wait_model(case.id, wait).insert(db).await?;
    }
    append(db, case.id, entry, event).await
}

/// Writes what a command changed, and its entry.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else changed the workflow since it was read.
pub async fn save(
    db: &impl ConnectionTrait,
    before: &Stored,
    after: &Case,
    entry: &Entry,
    event: EventId,
    checks: &impl NextCheck,
) -> Result<(), StoreError> {
    let moved = workflow_row::Entity::update_many()
        .set(workflow_model(after, before.origin, &entry.hash)?)
        .filter(workflow_row::Column::Id.eq(after.id.uuid()))
        .filter(workflow_row::Column::Version.eq(before.case.seq))
        .exec(db)
        .await?;
    if moved.rows_affected != 1 {
        return Err(StoreError::Conflict("workflow"));
    }
    // Suspending and resuming changes when everything is to be looked at.
    let all = before.case.state != after.state;
    for task in in_order(after) {
        match before.case.tasks.get(&task.id) {
            None => {
                task_model(after, task, checks)?.insert(db).await?;
                let dependencies: Vec<task_dependency::ActiveModel> = dependencies(task).collect();
                if !dependencies.is_empty() {
                    task_dependency::Entity::insert_many(dependencies).exec(db).await?;
                }
            }
            Some(known) if all || known != task || is_summary(after, task) => {
                task_model(after, task, checks)?.update(db).await?;
            }
            Some(_) => {}
        }
    }
    for hand_off in after.hand_offs.values() {
        match before.case.hand_offs.get(&hand_off.id) {
            None => {
                hand_off_model(after, hand_off, checks)?.insert(db).await?;
            }
            Some(known) if all || known != hand_off => {
                hand_off_model(after, hand_off, checks)?.update(db).await?;
            }
            Some(_) => {}
        }
    }
    for wait in after.waits.values() {
        match before.case.waits.get(&wait.id) {
            None => drop(wait_model(after.id, wait).insert(db).await?),
            Some(known) if known != wait => drop(wait_model(after.id, wait).update(db).await?),
            Some(_) => {}
        }
    }
    for note in after.notes.iter().skip(before.case.notes.len()) {
        note_model(after.id, note).insert(db).await?;
    }
    for to in after.copied.difference(&before.case.copied) {
        copy_model(after.id, *to).insert(db).await?;
    }
    append(db, after.id, entry, event).await
}

/// Sets when a task is to be looked at next, without an event: the sweep has looked at it.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_task_check(db: &impl ConnectionTrait, id: Uuid, at: Option<chrono::DateTime<chrono::Utc>>) -> Result<(), StoreError> {
    task::Entity::update_many().col_expr(task::Column::NextCheckAt, Expr::value(at)).filter(task::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Sets when a hand-off is to be looked at next, without an event.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_hand_off_check(db: &impl ConnectionTrait, id: Uuid, at: Option<chrono::DateTime<chrono::Utc>>) -> Result<(), StoreError> {
    hand_off::Entity::update_many()
        .col_expr(hand_off::Column::NextCheckAt, Expr::value(at))
        .filter(hand_off::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

async fn append(db: &impl ConnectionTrait, workflow: WorkflowId, entry: &Entry, id: EventId) -> Result<(), StoreError> {
    let row = event::ActiveModel {
        workflow_id: Set(workflow.uuid()),
        seq: Set(entry.seq),
        id: Set(id.uuid()),
        at: Set(entry.at),
        actor_id: Set(entry.actor.map(Into::into)),
        in_place_of_id: Set(entry.in_place_of.map(Into::into)),
        command_id: Set(entry.command_id.uuid()),
        kind: Set(entry.kind.clone()),
        facts: Set(json(&entry.facts)?),
        on_behalf: Set(entry.on_behalf.as_ref().map(json).transpose()?),
        prev_hash: Set(entry.prev_hash.clone()),
        hash: Set(entry.hash.clone()),
    };
    event::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Whole steps before their parts, so that a part's parent is there.
fn in_order(case: &Case) -> impl Iterator<Item = &Task> {
    let parts = case.tasks.values().filter(|task| task.parent.is_some());
    case.tasks.values().filter(|task| task.parent.is_none()).chain(parts)
}

/// A distributed step's own reminders depend on its parts.
fn is_summary(case: &Case, task: &Task) -> bool {
    case.tasks.values().any(|part| part.parent == Some(task.id))
}

fn workflow_model(case: &Case, origin: Origin, head: &str) -> Result<workflow_row::ActiveModel, StoreError> {
    Ok(workflow_row::ActiveModel {
        id: Set(case.id.uuid()),
        town_id: Set(case.town.uuid()),
        duty_id: Set(origin.duty.uuid()),
        duty_text_id: Set(origin.duty_text.uuid()),
        template_version_id: Set(origin.template_version.uuid()),
        track_index: Set(origin.track_index),
        title: Set(case.title.clone()),
        incoming_item_id: Set(origin.incoming.map(Into::into)),
        state: Set(case.state.code().to_owned()),
        urgent: Set(case.urgent),
        official_due_at: Set(case.official_due.as_ref().map(|due| due.at)),
        official_due: Set(case.official_due.as_ref().map(json).transpose()?),
        started_by: Set(case.started_by.uuid()),
        started_at: Set(case.started_at),
        suspended_at: Set(case.suspended_at),
        ended_at: Set(case.ended_at),
        head_hash: Set(head.to_owned()),
        version: Set(case.seq),
    })
}

fn task_model(case: &Case, task: &Task, checks: &impl NextCheck) -> Result<task::ActiveModel, StoreError> {
    let (lane, body) = match task.lane {
        Lane::Town => ("town", None),
        Lane::Body(body) => ("body", Some(body.uuid())),
    };
    let unit = task.holder.map(|holder| holder.unit);
    let lender = task.lent.as_ref().map(|lent| lent.from);
    Ok(task::ActiveModel {
        id: Set(task.id.uuid()),
        workflow_id: Set(case.id.uuid()),
        town_id: Set(case.town.uuid()),
        parent_id: Set(task.parent.map(Into::into)),
        position: Set(number(task.position)),
        step_key: Set(task.step_key.clone()),
        lane: Set(lane.to_owned()),
        body_id: Set(body),
        text: Set(task.text.clone()),
        nature: Set(task.nature.map(|nature| nature.code().to_owned())),
        required: Set(task.required),
        state: Set(task.state.code().to_owned()),
        round: Set(number(task.round)),
        holding_period: Set(number(task.holding)),
        unit_kind: Set(unit.map(|unit| unit.code().to_owned())),
        unit_id: Set(unit.map(unit_id)),
        person_id: Set(task.holder.and_then(|holder| holder.person).map(Into::into)),
        limit_spec: Set(task.limit.as_ref().map(json).transpose()?),
        due_at: Set(task.due.as_ref().map(|due| due.at)),
        due: Set(task.due.as_ref().map(json).transpose()?),
        any_receiver: Set(task.any_receiver),
        plan: Set(json(&task.receivers)?),
        opened_at: Set(task.opened_at),
        done_at: Set(task.done_at),
        result: Set(task.result.as_ref().map(json).transpose()?),
        reason: Set(task.reason.clone()),
        sign_off: Set(task.sign_off.code().to_owned()),
        signing: Set(task.signing.as_ref().map(json).transpose()?),
        lent: Set(task.lent.as_ref().map(json).transpose()?),
        lender_unit_kind: Set(lender.map(|lender| lender.unit.code().to_owned())),
        lender_unit_id: Set(lender.map(|lender| unit_id(lender.unit))),
        lender_person_id: Set(lender.and_then(|lender| lender.person).map(Into::into)),
        extension: Set(task.extension.as_ref().map(json).transpose()?),
        nudge: Set(task.nudge.as_ref().map(json).transpose()?),
        objection: Set(task.objection.as_ref().map(json).transpose()?),
        objections: Set(number(task.objections)),
        next_check_at: Set(checks.of_task(case, task)),
        version: Set(case.seq),
    })
}

fn dependencies(task: &Task) -> impl Iterator<Item = task_dependency::ActiveModel> + '_ {
    task.after.iter().map(|before| task_dependency::ActiveModel {
        task_id: Set(task.id.uuid()),
        after_task_id: Set(before.uuid()),
        kind: Set("order".to_owned()),
    })
}

fn hand_off_model(case: &Case, hand_off: &HandOff, checks: &impl NextCheck) -> Result<hand_off::ActiveModel, StoreError> {
    Ok(hand_off::ActiveModel {
        id: Set(hand_off.id.uuid()),
        workflow_id: Set(case.id.uuid()),
        task_id: Set(hand_off.task.uuid()),
        town_id: Set(case.town.uuid()),
        receiver_body_id: Set(hand_off.receiver.body().map(Into::into)),
        kind: Set(hand_off.kind.code().to_owned()),
        feeds_task_id: Set(hand_off.feeds.map(Into::into)),
        state: Set(hand_off.state.code().to_owned()),
        round: Set(number(hand_off.round)),
        offered_at: Set(hand_off.offered_at),
        offered_by: Set(hand_off.offered_by.uuid()),
        signed_at: Set(hand_off.signed_at),
        settled_at: Set(hand_off.settled_at),
        sign_due: Set(hand_off.sign_due.as_ref().map(json).transpose()?),
        sign_due_at: Set(hand_off.sign_due.as_ref().map(|due| due.at)),
        answer_due: Set(hand_off.answer_due.as_ref().map(json).transpose()?),
        answer_due_at: Set(hand_off.answer_due.as_ref().map(|due| due.at)),
        person_id: Set(hand_off.person.map(Into::into)),
        note: Set(hand_off.note.clone()),
        answer: Set(hand_off.answer.as_ref().map(json).transpose()?),
        reason: Set(hand_off.reason.clone()),
        returned_count: Set(hand_off.returned_count.map(number)),
        document_no: Set(hand_off.document_no.clone()),
        extension: Set(hand_off.extension.as_ref().map(json).transpose()?),
        nudge: Set(hand_off.nudge.as_ref().map(json).transpose()?),
        request: Set(hand_off.request),
        sent_count: Set(hand_off.count.map(number)),
        kept_count: Set(number(hand_off.kept)),
        objection: Set(hand_off.objection.as_ref().map(json).transpose()?),
        objections: Set(number(hand_off.objections)),
        coordination: Set(hand_off.coordination.as_ref().map(json).transpose()?),
        coordination_level: Set(hand_off.coordination.as_ref().map(|open| open.level.code().to_owned())),
        next_check_at: Set(checks.of_hand_off(case, hand_off)),
        version: Set(case.seq),
    })
}

fn wait_model(workflow: WorkflowId, wait: &Wait) -> external_wait::ActiveModel {
    let met = wait.met.as_ref();
    external_wait::ActiveModel {
        id: Set(wait.id.uuid()),
        workflow_id: Set(workflow.uuid()),
        task_id: Set(wait.task.uuid()),
        body_id: Set(wait.body.map(Into::into)),
        party_text: Set(String::new()),
        text: Set(wait.text.clone()),
        met_at: Set(met.map(|met| met.at)),
        met_on: Set(met.map(|met| met.on)),
        document_no: Set(met.and_then(|met| met.document_no.clone())),
        note: Set(met.and_then(|met| met.note.clone())),
        met_by: Set(met.map(|met| met.by.uuid())),
    }
}

fn note_model(workflow: WorkflowId, note: &LeaderNote) -> leader_note::ActiveModel {
    leader_note::ActiveModel {
        id: Set(note.id.uuid()),
        workflow_id: Set(workflow.uuid()),
        text: Set(note.text.clone()),
        by_id: Set(note.by.uuid()),
        written_on: Set(note.on),
        on_paper: Set(note.on_paper),
        entered_by_id: Set(note.entered_by.uuid()),
        at: Set(note.at),
    }
}

fn copy_model(workflow: WorkflowId, to: CopyTo) -> workflow_copy::ActiveModel {
    let (kind, id) = match to {
        CopyTo::Unit(unit) => (unit.code(), unit_id(unit)),
        CopyTo::Person(person) => ("person", person.uuid()),
    };
    workflow_copy::ActiveModel { workflow_id: Set(workflow.uuid()), kind: Set(kind.to_owned()), to_id: Set(id) }
}

/// The bare id of a unit.
pub(crate) fn unit_id(unit: Unit) -> Uuid {
    match unit {
        Unit::Town(id) => id.uuid(),
        Unit::Office(id) => id.uuid(),
        Unit::Village(id) => id.uuid(),
        Unit::Body(id) => id.uuid(),
    }
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn json<T: Serialize>(value: &T) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(value).map_err(|error| StoreError::Inconsistent(error.to_string()))
}
