//! A further step of a running workflow: a clause of its track that is done when it is needed, or something of the town's own.

use std::collections::BTreeMap;

use duty_list::Nature;
use workflow::case::{self, Case, Command, Lane, LimitSpec, SignOff, Task, TaskState, Wait};
use workflow::ids::{TaskId, WorkflowId};
use workflow::people::Holder;
use workflow::template::{Party, Track};

use super::act::{self, Done, Of};
use super::error::{Problem, ServiceError};
use super::start::spellings;
use super::tools::{Request, Tools};
use super::{view, words};

/// What is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A clause of the track, by its step's key.
    Clause(String),
    /// In the town's own words.
    Own(String),
}

/// A further step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStep {
    /// What is to be done.
    pub what: What,
    /// Who does it; nobody yet.
    pub holder: Option<Holder>,
    /// After which of the workflow's steps it can begin; at once without one.
    pub after: Option<TaskId>,
    /// By when.
    pub limit: Option<LimitSpec>,
}

/// The clauses that can be added: those of the town that are done by schedule or on an event, unless they are being done already.
pub fn clauses<'a>(track: &'a Track, case: &'a Case) -> impl Iterator<Item = &'a workflow::template::Step> {
    let open = |key: &str| case.tasks.values().any(|task| task.step_key == key && !task.is_over());
    let needed = |nature: Option<Nature>| matches!(nature, Some(Nature::OnEvent | Nature::Periodic));
    track.steps.iter().filter(move |step| step.party == Party::Town && needed(step.nature) && !open(&step.key))
}

/// Adds a step to a running workflow.
///
/// # Errors
/// As [`act::act`]; [`ServiceError::Invalid`] without words, or for a clause that the track does not have.
pub async fn add(tools: &Tools, request: Request<'_>, workflow: WorkflowId, new: NewStep) -> Result<Done, ServiceError> {
    let seen = view::workflow(tools, request.viewer, Of::Workflow(workflow)).await?;
    let case = &seen.case;
    let position = case.tasks.values().map(|task| task.position).max().unwrap_or(0).saturating_add(1);
    let after: Vec<TaskId> = new.after.into_iter().collect();
    let (task, waits) = match new.what {
        What::Own(text) => {
            let mut problems = Vec::new();
            let text = words::required("text", &text, words::NOTE, &mut problems);
            if !problems.is_empty() {
                return Err(ServiceError::Invalid(problems));
            }
            (own(tools, text), Vec::new())
        }
        What::Clause(key) => {
            let track = seen.track.as_ref();
            let step = track.and_then(|track| clauses(track, case).find(|step| step.key == key));
            let only = track.zip(step).and_then(|(track, step)| track.only(std::slice::from_ref(&step.text)));
            let track =
                only.ok_or_else(|| ServiceError::Invalid(vec![Problem::new("clause", "unknown", "这一条款不能增加为环节，请重新选择")]))?;
            of_clause(tools, case, &track, &key).await?
        }
    };
    let task = Task {
        position,
        after: task.after.iter().copied().chain(after).collect(),
        holder: new.holder,
        limit: new.limit.or(task.limit),
        ..task
    };
    act::act(tools, request, Of::Workflow(workflow), &Command::StartStep { task: Box::new(task), waits }).await
}

fn own(tools: &Tools, text: String) -> Task {
    let id: TaskId = tools.ids.next(tools.now());
    Task {
        id,
        position: 0,
        step_key: format!("own-{id}"),
        parent: None,
        lane: Lane::Town,
        text,
        nature: Some(Nature::Step),
        required: true,
        state: TaskState::Blocked,
        round: 1,
        holding: 1,
        holder: None,
        limit: None,
        due: None,
        after: Vec::new(),
        receivers: Vec::new(),
        any_receiver: false,
        opened_at: None,
        done_at: None,
        result: None,
        reason: None,
        sign_off: SignOff::None,
        signing: None,
        lent: None,
        extension: None,
        nudge: None,
        objection: None,
        objections: 0,
    }
}

/// The task of a clause, with what it waits for. What its hand-offs feed is a body's step that is there already.
async fn of_clause(tools: &Tools, case: &Case, track: &Track, key: &str) -> Result<(Task, Vec<Wait>), ServiceError> {
    let bodies = spellings(tools.store.read(), track).await?;
    let plan = case::plan(track, &bodies, &BTreeMap::new(), &BTreeMap::new(), &tools.ids, tools.now())?;
    let there = |id: &TaskId| -> Option<TaskId> {
        let planned = plan.tasks.iter().find(|task| task.id == *id)?;
        case.tasks.values().find(|task| task.step_key == planned.step_key && !task.is_over()).map(|task| task.id)
    };
    let task = plan.tasks.iter().find(|task| task.step_key == key).ok_or(ServiceError::NotFound)?;
    let mut task = task.clone();
    task.after = task.after.iter().filter_map(there).collect();
    for planned in &mut task.receivers {
        planned.feeds = planned.feeds.iter().filter_map(there).collect();
    }
    let waits = plan.waits.iter().filter(|wait| wait.task == task.id).cloned().collect();
    Ok((task, waits))
}
