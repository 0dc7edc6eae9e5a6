//! From a track of a template to the tasks of a workflow.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use duty_list::Nature;

use super::state::{Lane, LimitSpec, PlannedReceiver, Task, TaskState, Wait};
use crate::ids::{BodyId, IdGen, TaskId, WaitId};
use crate::people::{Holder, Unit};
use crate::template::{Party, SignOff, Step, Track};

/// What a workflow starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Plan {
    pub tasks: Vec<Task>,
    pub waits: Vec<Wait>,
}

/// Why a track cannot be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Nothing in it makes a task.
    #[error("这一分项没有需要办理的环节")]
    NothingToDo,
    /// A party is not known as a body.
    #[error("单位“{0}”尚未登记")]
    UnknownBody(
        /// Its spelling.
        String,
    ),
}

/// Instantiates a track: a task for each required step, with order, waits and planned receivers.
///
/// `bodies` resolves the spellings of the template; `limits` and `holders` are set by step key.
///
/// # Errors
/// When the track has no required step, or a party is unknown.
pub fn plan(
    track: &Track,
    bodies: &BTreeMap<String, BodyId>,
    limits: &BTreeMap<String, LimitSpec>,
    holders: &BTreeMap<String, Holder>,
    ids: &IdGen,
    now: DateTime<Utc>,
) -> Result<Plan, PlanError> {
    let steps: Vec<&Step> = track.steps.iter().filter(|step| step.required).collect();
    if !steps.iter().any(|step| step.party == Party::Town) {
        return Err(PlanError::NothingToDo);
    }
    let keys: BTreeMap<&str, TaskId> = steps.iter().map(|step| (step.key.as_str(), ids.next(now))).collect();
    let body = |name: &str| bodies.get(name).copied().ok_or_else(|| PlanError::UnknownBody(name.to_owned()));
    let mut waits = Vec::new();
    let mut tasks = Vec::new();
    for (position, step) in steps.iter().enumerate() {
        let Some(id) = keys.get(step.key.as_str()).copied() else { continue };
        let lane = match &step.party {
            Party::Town => Lane::Town,
            Party::Body { name } => Lane::Body(body(name)?),
        };
        let mut after: Vec<TaskId> = step.after.iter().filter_map(|key| keys.get(key.as_str()).copied()).collect();
        for wait in &step.waits_for {
            match wait.step.as_deref().and_then(|key| keys.get(key)) {
                Some(task) => after.push(*task),
                None => {
                    let from = match &wait.party {
                        Party::Body { name } => bodies.get(name).copied(),
                        Party::Town => None,
                    };
                    let words = step.why.iter().find(|why| why.what == "wait").map_or(step.text.as_str(), |why| why.words.as_str());
                    waits.push(Wait { id: ids.next::<WaitId>(now), task: id, body: from, text: words.to_owned(), met: None });
                }
            }
        }
        // The feeding of a body's step is the hand-off's business, not the order's.
        let fed = |key: &str| {
            steps.iter().filter(|other| other.key == key).flat_map(|other| &other.hands_to).any(|planned| planned.feeds.contains(&step.key))
        };
        if matches!(lane, Lane::Body(_)) {
            after.retain(|task| !keys.iter().any(|(key, id)| id == task && fed(key)));
        }
        after.sort_unstable();
        after.dedup();
        let receivers = step
            .hands_to
            .iter()
            .map(|planned| {
                let receiver = if planned.receiver == "*" { None } else { Some(body(&planned.receiver)?) };
                let feeds = planned.feeds.iter().filter_map(|key| keys.get(key.as_str()).copied()).collect();
                Ok(PlannedReceiver { body: receiver, kind: planned.kind, feeds })
            })
            .collect::<Result<Vec<_>, PlanError>>()?;
        let holder = match lane {
            Lane::Town => holders.get(&step.key).copied(),
            Lane::Body(body) => Some(Holder { unit: Unit::Body(body), person: None }),
        };
        tasks.push(Task {
            id,
            position: u32::try_from(position).unwrap_or(u32::MAX),
            step_key: step.key.clone(),
            parent: None,
            lane,
            text: step.text.clone(),
            nature: if lane == Lane::Town { step.nature.or(Some(Nature::Step)) } else { None },
            required: true,
            state: TaskState::Blocked,
            round: 1,
            holding: 1,
            holder,
            limit: limits.get(&step.key).or(step.limit.as_ref()).cloned(),
            due: None,
            after,
            receivers,
            any_receiver: step.any_receiver,
            opened_at: None,
            done_at: None,
            result: None,
            reason: None,
            sign_off: if lane == Lane::Town { step.sign_off } else { SignOff::None },
            signing: None,
            lent: None,
            extension: None,
            nudge: None,
            objection: None,
            objections: 0,
        });
    }
    Ok(Plan { tasks, waits })
}
