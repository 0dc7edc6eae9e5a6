//! Rows into a case.

use std::collections::{BTreeMap, BTreeSet};

use duty_list::{HandKind, Nature};
use entity::{event, external_wait, hand_off, leader_note, task, task_dependency, workflow as workflow_row, workflow_copy};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use workflow::case::history::Entry;
use workflow::case::{Case, CaseState, CopyTo, HandOff, HandOffState, Lane, LeaderNote, Side, SignOff, Task, TaskState, Wait, WaitMet};
use workflow::ids::PersonId;
use workflow::people::{Holder, Unit};

use super::{Origin, Stored};
use crate::store::StoreError;

/// What lies in tables of its own: notes, copies, and who acted.
pub(super) struct Inside {
    pub(super) notes: Vec<leader_note::Model>,
    pub(super) copies: Vec<workflow_copy::Model>,
    pub(super) acted: BTreeSet<PersonId>,
}

pub(super) fn stored(
    row: workflow_row::Model,
    tasks: Vec<task::Model>,
    dependencies: Vec<task_dependency::Model>,
    hand_offs: Vec<hand_off::Model>,
    waits: Vec<external_wait::Model>,
    inside: Inside,
) -> Result<Stored, StoreError> {
    let mut after: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for dependency in dependencies {
        after.entry(dependency.task_id).or_default().push(dependency.after_task_id);
    }
    let tasks = tasks
        .into_iter()
        .map(|row| {
            let before = after.remove(&row.id).unwrap_or_default();
            to_task(row, before).map(|task| (task.id, task))
        })
        .collect::<Result<_, _>>()?;
    let hand_offs = hand_offs.into_iter().map(|row| to_hand_off(row).map(|hand_off| (hand_off.id, hand_off))).collect::<Result<_, _>>()?;
    let waits = waits.into_iter().map(|row| to_wait(row).map(|wait| (wait.id, wait))).collect::<Result<_, _>>()?;
    let origin = Origin {
        duty: row.duty_id.into(),
        duty_text: row.duty_text_id.into(),
        template_version: row.template_version_id.into(),
        track_index: row.track_index,
        incoming: row.incoming_item_id.map(Into::into),
    };
    let case = Case {
        id: row.id.into(),
        town: row.town_id.into(),
        title: row.title,
        state: known(CaseState::from_code(&row.state), "workflow.state", &row.state)?,
        urgent: row.urgent,
        official_due: row.official_due.map(json).transpose()?,
        started_by: row.started_by.into(),
        started_at: row.started_at,
        suspended_at: row.suspended_at,
        ended_at: row.ended_at,
        seq: row.version,
        tasks,
        hand_offs,
        waits,
        notes: inside.notes.into_iter().map(to_note).collect(),
        copied: inside.copies.into_iter().map(to_copy).collect::<Result<_, _>>()?,
        acted: inside.acted,
    };
    Ok(Stored { case, origin, head_hash: row.head_hash })
}

pub(super) fn entry(row: event::Model) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: row.seq,
        at: row.at,
        actor: row.actor_id.map(Into::into),
        command_id: row.command_id.into(),
        kind: row.kind,
        facts: json(row.facts)?,
        on_behalf: row.on_behalf.map(json).transpose()?,
        in_place_of: row.in_place_of_id.map(Into::into),
        prev_hash: row.prev_hash,
        hash: row.hash,
    })
}

fn to_task(row: task::Model, mut after: Vec<Uuid>) -> Result<Task, StoreError> {
    after.sort_unstable();
    let lane = match (row.lane.as_str(), row.body_id) {
        ("town", None) => Lane::Town,
        ("body", Some(body)) => Lane::Body(body.into()),
        _ => return Err(StoreError::Inconsistent(format!("task.lane {} of {}", row.lane, row.id))),
    };
    let nature = row.nature.as_deref().map(|code| known(nature(code), "task.nature", code)).transpose()?;
    Ok(Task {
        id: row.id.into(),
        position: count(row.position),
        step_key: row.step_key,
        parent: row.parent_id.map(Into::into),
        lane,
        text: row.text,
        nature,
        required: row.required,
        state: known(TaskState::from_code(&row.state), "task.state", &row.state)?,
        round: count(row.round),
        holding: count(row.holding_period),
        holder: holder(row.unit_kind.as_deref(), row.unit_id, row.person_id)?,
        limit: row.limit_spec.map(json).transpose()?,
        due: row.due.map(json).transpose()?,
        after: after.into_iter().map(Into::into).collect(),
        receivers: json(row.plan)?,
        any_receiver: row.any_receiver,
        opened_at: row.opened_at,
        done_at: row.done_at,
        result: row.result.map(json).transpose()?,
        reason: row.reason,
        sign_off: known(SignOff::from_code(&row.sign_off), "task.sign_off", &row.sign_off)?,
        signing: row.signing.map(json).transpose()?,
        lent: row.lent.map(json).transpose()?,
        extension: row.extension.map(json).transpose()?,
        nudge: row.nudge.map(json).transpose()?,
        objection: row.objection.map(json).transpose()?,
        objections: count(row.objections),
    })
}

fn to_hand_off(row: hand_off::Model) -> Result<HandOff, StoreError> {
    Ok(HandOff {
        id: row.id.into(),
        task: row.task_id.into(),
        receiver: row.receiver_body_id.map_or(Side::Town, |body| Side::Body(body.into())),
        kind: known(HandKind::from_code(&row.kind), "hand_off.kind", &row.kind)?,
        feeds: row.feeds_task_id.map(Into::into),
        state: known(HandOffState::from_code(&row.state), "hand_off.state", &row.state)?,
        round: count(row.round),
        offered_by: row.offered_by.into(),
        offered_at: row.offered_at,
        signed_at: row.signed_at,
        settled_at: row.settled_at,
        sign_due: row.sign_due.map(json).transpose()?,
        answer_due: row.answer_due.map(json).transpose()?,
        note: row.note,
        document_no: row.document_no,
        answer: row.answer.map(json).transpose()?,
        reason: row.reason,
        returned_count: row.returned_count.map(count),
        extension: row.extension.map(json).transpose()?,
        nudge: row.nudge.map(json).transpose()?,
        person: row.person_id.map(Into::into),
        request: row.request,
        count: row.sent_count.map(count),
        kept: count(row.kept_count),
        objection: row.objection.map(json).transpose()?,
        objections: count(row.objections),
        coordination: row.coordination.map(json).transpose()?,
    })
}

fn to_wait(row: external_wait::Model) -> Result<Wait, StoreError> {
    let met = match (row.met_on, row.met_by, row.met_at) {
        (Some(on), Some(by), Some(at)) => Some(WaitMet { on, document_no: row.document_no, note: row.note, by: by.into(), at }),
        (None, None, None) => None,
        _ => return Err(StoreError::Inconsistent(format!("external_wait {} is half met", row.id))),
    };
    Ok(Wait { id: row.id.into(), task: row.task_id.into(), body: row.body_id.map(Into::into), text: row.text, met })
}

fn to_note(row: leader_note::Model) -> LeaderNote {
    LeaderNote {
        id: row.id.into(),
        text: row.text,
        by: row.by_id.into(),
        on: row.written_on,
        on_paper: row.on_paper,
        entered_by: row.entered_by_id.into(),
        at: row.at,
    }
}

fn to_copy(row: workflow_copy::Model) -> Result<CopyTo, StoreError> {
    if row.kind == "person" {
        return Ok(CopyTo::Person(row.to_id.into()));
    }
    let holder = holder(Some(&row.kind), Some(row.to_id), None)?;
    known(holder.map(|holder| CopyTo::Unit(holder.unit)), "workflow_copy.kind", &row.kind)
}

/// The holder of three columns.
pub(crate) fn holder(kind: Option<&str>, id: Option<Uuid>, person: Option<Uuid>) -> Result<Option<Holder>, StoreError> {
    let (Some(kind), Some(id)) = (kind, id) else { return Ok(None) };
    let unit = match kind {
        "town" => Unit::Town(id.into()),
        "office" => Unit::Office(id.into()),
        "village" => Unit::Village(id.into()),
        "body" => Unit::Body(id.into()),
        other => return Err(StoreError::Inconsistent(format!("unit kind {other}"))),
    };
    Ok(Some(Holder { unit, person: person.map(Into::into) }))
}

fn nature(code: &str) -> Option<Nature> {
    Nature::ALL.into_iter().find(|nature| nature.code() == code)
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn json<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

fn known<T>(value: Option<T>, column: &str, code: &str) -> Result<T, StoreError> {
    value.ok_or_else(|| StoreError::Inconsistent(format!("{column} {code}")))
}
