//! The forms of a task as they come back: read, carried out, or shown again with everything that was typed and the present state.

use axum::extract::State;
use axum::response::Response;
use workflow::case::{Case, Command, Task, TaskState};
use workflow::ids::TaskId;
use workflow::people::{Holder, Unit};

use super::fields;
use super::forms::Form;
use super::show;
use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::act::{self, Of};
use crate::service::{office, view};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::{Id, Page, Posted, Typed, WebError, html_refused, notice};

/// A form that has come back.
pub(super) struct Came {
    pub(super) state: AppState,
    pub(super) page: Page,
    pub(super) signed: SignedIn,
    pub(super) id: TaskId,
}

impl Came {
    /// Carries out what was read, and says so on the task's page; else shows the form again.
    pub(super) async fn carry_out(
        self,
        form: Form,
        mut typed: Typed,
        command: Option<Command>,
        said: impl AsyncFnOnce(&Self, &Case) -> Result<String, WebError>,
    ) -> Result<Response, WebError> {
        if let Some(command) = command {
            let request = Request { viewer: &self.signed.viewer, command: typed.command() };
            match act::act(&self.state.tools, request, Of::Task(self.id), &command).await {
                Ok(done) => {
                    let said = said(&self, &done.case).await?;
                    return Ok(notice::done(&self.next(&done.case), said));
                }
                Err(error) => {
                    mend_limit(&self, &mut typed, error)?;
                }
            }
        }
        html_refused(&show::load(&self.state, self.page, &self.signed, self.id, None, Some((form, typed))).await?)
    }

    /// Where to go on: the task while it is there to be seen, else my work.
    fn next(&self, case: &Case) -> Url {
        if workflow::case::sees(&self.signed.viewer, case) { Url::TaskShow(self.id) } else { Url::Work }
    }
}

/// A limit that cannot be counted is said beside its amount.
fn mend_limit(came: &Came, typed: &mut Typed, error: crate::service::ServiceError) -> Result<(), WebError> {
    refused(came.page.t, typed, error)?;
    if let Some(reason) = typed.error("limit").map(str::to_owned) {
        typed.wrong("limit_amount", reason);
    }
    Ok(())
}

/// 交办.
pub async fn assign(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let mut typed = posted.typed(Form::Assign.name());
    let command = fields::assign(page.t, &mut typed, id);
    let came = Came { state, page, signed, id };
    came.carry_out(Form::Assign, typed, command, async |came, case| {
        let holder = case.tasks.get(&id).and_then(|task| task.holder);
        Ok(fill(came.page.t.task.assigned, &[("holder", &came.holder_name(case, holder).await?)]))
    })
    .await
}

impl Came {
    async fn holder_name(&self, case: &Case, holder: Option<Holder>) -> Result<String, WebError> {
        let Some(holder) = holder else { return Ok(String::new()) };
        let units = office::units(&self.state.tools, case.town).await?;
        let Some(unit) = units.into_iter().find(|choice| choice.unit == holder.unit) else { return Ok(String::new()) };
        let person = unit.people.iter().find(|taker| Some(taker.id) == holder.person).map(|taker| taker.name.clone());
        Ok(match person {
            Some(person) => fill(self.page.t.task.held_by, &[("unit", &unit.name), ("person", &person)]),
            None => unit.name,
        })
    }
}

/// 分发.
pub async fn distribute(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let mut typed = posted.typed(Form::Distribute.name());
    let seen = view::workflow(&state.tools, &signed.viewer, Of::Task(id)).await?;
    let units = office::units(&state.tools, seen.case.town).await?;
    let command = fields::distribute(page.t, &mut typed, id, &units, &given(&seen.case, id));
    let count = match &command {
        Some(Command::Distribute { units, .. }) => units.len(),
        _ => 0,
    };
    let came = Came { state, page, signed, id };
    came.carry_out(Form::Distribute, typed, command, async |came, _| Ok(fill(came.page.t.task.distributed, &[("count", &count)]))).await
}

/// The units that have a part of the task, open or reported; one that was left out may be given it again.
pub(super) fn given(case: &Case, id: TaskId) -> Vec<Unit> {
    let gone = |part: &Task| matches!(part.state, TaskState::LeftOut | TaskState::Cancelled);
    let parts = case.tasks.values().filter(|part| part.parent == Some(id) && !gone(part));
    parts.filter_map(|part| part.holder.map(|holder| holder.unit)).collect()
}

/// 办理完成; with `behalf` among the fields: 代录.
pub async fn complete(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let on_behalf = !posted.value("behalf").is_empty();
    let form = if on_behalf { Form::Record } else { Form::Complete };
    let mut typed = posted.typed(form.name());
    let command = fields::complete(page.t, &mut typed, id, on_behalf);
    let said = if on_behalf { page.t.task.recorded } else { page.t.task.completed };
    Came { state, page, signed, id }.carry_out(form, typed, command, async |_, _| Ok(said.to_owned())).await
}

/// 送出.
pub async fn hand_off(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let on_behalf = !posted.value("behalf").is_empty();
    let mut typed = posted.typed(Form::HandOff.name());
    let command = fields::hand_off(page.t, &mut typed, id, on_behalf);
    Came { state, page, signed, id }
        .carry_out(Form::HandOff, typed, command, async |came, case| {
            let waits = case.tasks.get(&id).is_some_and(|task| task.signing.is_some());
            let t = came.page.t;
            Ok(if waits { t.deed.submitted } else { t.task.handed }.to_owned())
        })
        .await
}

/// 登记已收到.
pub async fn received(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let mut typed = posted.typed(Form::Received.name());
    let command = fields::received(page.t, &mut typed, id);
    let said = page.t.task.received_done;
    Came { state, page, signed, id }.carry_out(Form::Received, typed, command, async |_, _| Ok(said.to_owned())).await
}

/// 本次不涉及.
pub async fn leave_out(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let mut typed = posted.typed(Form::LeaveOut.name());
    let command = fields::leave_out(page.t, &mut typed, id);
    let said = page.t.task.left_out;
    Came { state, page, signed, id }.carry_out(Form::LeaveOut, typed, command, async |_, _| Ok(said.to_owned())).await
}

/// The limit.
pub async fn limit(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let mut typed = posted.typed(Form::Limit.name());
    let command = fields::limit(page.t, &mut typed, id);
    let said = page.t.task.limit_set;
    Came { state, page, signed, id }.carry_out(Form::Limit, typed, command, async |_, _| Ok(said.to_owned())).await
}
