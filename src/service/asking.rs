//! 商请: what a town can ask of the departments in a running workflow, and asking it.

use workflow::case::{Asked, Case, Command, Lane, LimitSpec, TaskState};
use workflow::ids::{BodyId, WorkflowId};
use workflow::people::Viewer;
use workflow::template::{Party, Track};

use super::act::{self, Done, Of};
use super::error::ServiceError;
use super::tools::{Request, Tools};
use super::view::{self, WorkflowView};
use crate::store::{ConnectionTrait, StoreError, org};

/// A duty of a body that no step of the workflow asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Askable {
    /// The step of the template.
    pub step_key: String,
    /// Whose it is.
    pub body: BodyId,
    /// Its name.
    pub name: String,
    /// The clause, verbatim.
    pub clause: String,
}

/// What is asked, in the town's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The step of the template.
    pub step_key: String,
    /// What the town asks.
    pub ask: String,
    /// By when.
    pub limit: Option<LimitSpec>,
    /// The town's document number.
    pub document_no: Option<String>,
}

/// The workflow with what can be asked of the departments in it.
///
/// # Errors
/// [`ServiceError::NotFound`] when the viewer may not know of the workflow, or does not see the town's inside.
pub async fn askable(tools: &Tools, viewer: &Viewer, id: WorkflowId) -> Result<(WorkflowView, Vec<Askable>), ServiceError> {
    let view = view::workflow(tools, viewer, Of::Workflow(id)).await?;
    if !view.inside {
        return Err(ServiceError::NotFound);
    }
    let found = of_track(tools.store.read(), view.track.as_ref(), &view.case).await?;
    Ok((view, found))
}

async fn of_track(db: &impl ConnectionTrait, track: Option<&Track>, case: &Case) -> Result<Vec<Askable>, StoreError> {
    let mut found = Vec::new();
    for step in track.into_iter().flat_map(|track| &track.steps) {
        let Party::Body { name } = &step.party else { continue };
        let Some(body) = org::find_body_by_name(db, name).await? else { continue };
        let known = case.tasks.values().any(|task| {
            task.lane == Lane::Body(body.id)
                && task.step_key == step.key
                && !matches!(task.state, TaskState::LeftOut | TaskState::Cancelled)
        });
        if !known && !body.archived {
            found.push(Askable { step_key: step.key.clone(), body: body.id, name: body.name, clause: step.text.clone() });
        }
    }
    Ok(found)
}

/// Asks a body for it: a task that asks, the body's step, and the hand-off between them.
///
/// # Errors
/// [`ServiceError::Invalid`] when there is no such step; as [`act::act`].
pub async fn ask(tools: &Tools, request: Request<'_>, id: WorkflowId, ask: Ask) -> Result<Done, ServiceError> {
    let view = view::workflow(tools, request.viewer, Of::Workflow(id)).await?;
    let step = view.track.iter().flat_map(|track| &track.steps).find(|step| step.key == ask.step_key);
    let unknown = || ServiceError::invalid("step", "unknown", "没有这一项部门职责，请重新选择");
    let step = step.ok_or_else(unknown)?;
    let Party::Body { name } = &step.party else { return Err(unknown()) };
    let body = org::find_body_by_name(tools.store.read(), name).await?.ok_or_else(unknown)?;
    let asked = Asked {
        body: body.id,
        step_key: step.key.clone(),
        clause: step.text.clone(),
        ask: ask.ask,
        limit: ask.limit,
        document_no: ask.document_no,
    };
    act::act(tools, request, Of::Workflow(id), &Command::Request { asked: Box::new(asked) }).await
}
