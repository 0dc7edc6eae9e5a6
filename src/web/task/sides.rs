//! 职责异议 of a task's holder and its answer inside the town, and 分办 of a body's own step.

use axum::extract::State;
use axum::response::Response;
use duty_list::DutyKind;
use workflow::case::{Case, Command, Lane, Task, TaskOffers};
use workflow::ids::{PersonId, TaskId};
use workflow::people::{Holder, Unit};

use super::fields::HolderCode;
use super::show;
use crate::auth::SignedIn;
use crate::service::act::{self, Of};
use crate::service::view::WorkflowView;
use crate::service::{Request, office};
use crate::state::AppState;
use crate::text::fill;
use crate::urls::Url;
use crate::web::hand_off::dispute::row;
use crate::web::refused::refused;
use crate::web::{Choice, Id, Page, Posted, Typed, WebError, html_refused, notice};

/// The longest text.
const TEXT: usize = 2_000;
/// The longest document number.
const NUMBER: usize = 100;

/// The forms, and what they choose from.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    pub(super) object: Option<Typed>,
    pub(super) answer: Option<Typed>,
    pub(super) share: Option<Typed>,
    pub(super) kinds: Vec<Choice>,
    pub(super) units: Vec<Choice>,
    pub(super) people: Vec<Choice>,
    /// The objection that waits for its answer.
    pub(super) objection: Option<String>,
    /// Whether the leader decides.
    pub(super) by_leader: bool,
    /// Whether a body's hand-off is recorded on its behalf.
    pub(super) sends_on_behalf: bool,
    /// Which of the forms was refused.
    pub(super) open: &'static str,
}

impl Deeds {
    pub(super) async fn of(state: &AppState, page: &Page, view: &WorkflowView, task: &Task, offers: TaskOffers) -> Result<Self, WebError> {
        let t = page.t;
        let form = |prefix| Typed::new(prefix, state.command());
        let mut deeds = Self {
            objection: task.objection.as_ref().filter(|_| view.inside).map(|objection| {
                let words = fill(t.sides.own_open, &[("row", &t.list_row(objection.row)), ("reason", &objection.reason)]);
                format!("{} · {words}", view.names.person(objection.by))
            }),
            by_leader: task.objections > 1,
            sends_on_behalf: offers.hand_off_on_behalf,
            ..Self::default()
        };
        if offers.object {
            let own = &view.duty.row;
            deeds.object = Some(form("object").with("row_kind", own.kind.code()).with("row_no", own.no));
            deeds.kinds = kinds(page);
        }
        if offers.answer_objection {
            deeds.answer = Some(form("answer-objection"));
            deeds.units = units(state, view).await?;
        }
        if let (true, Lane::Body(body)) = (offers.share, task.lane) {
            let people = office::people_of_body(&state.tools, body).await?;
            deeds.people = people.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
            let held = task.holder.and_then(|holder| holder.person).map(|person| person.to_string()).unwrap_or_default();
            deeds.share = Some(form("share").with("person", held));
        }
        Ok(deeds)
    }

    /// Takes in the refused form.
    pub(super) fn put(&mut self, name: &'static str, typed: Typed) {
        let slot = match name {
            "object" => &mut self.object,
            "answer-objection" => &mut self.answer,
            _ => &mut self.share,
        };
        *slot = Some(typed);
        self.open = name;
    }

    pub(super) fn any(&self) -> bool {
        [&self.object, &self.answer, &self.share].into_iter().any(Option::is_some) || self.objection.is_some()
    }

    pub(super) fn is_open(&self, name: &str) -> bool {
        self.open == name
    }
}

fn kinds(page: &Page) -> Vec<Choice> {
    let kinds = [DutyKind::Basic, DutyKind::Cooperative, DutyKind::Withdrawn];
    kinds.into_iter().map(|kind| Choice::new(kind.code(), page.t.duty_kind_short(kind))).collect()
}

async fn units(state: &AppState, view: &WorkflowView) -> Result<Vec<Choice>, WebError> {
    let units = office::units(&state.tools, view.case.town).await?;
    let code = |unit: Unit| HolderCode(Holder { unit, person: None });
    Ok(units.iter().map(|choice| Choice::new(code(choice.unit), &choice.name)).collect())
}

/// A form that has come back.
struct Came {
    state: AppState,
    page: Page,
    signed: SignedIn,
    id: TaskId,
}

impl Came {
    async fn carry_out(
        self,
        form: &'static str,
        mut typed: Typed,
        command: Option<Command>,
        said: &'static str,
    ) -> Result<Response, WebError> {
        if let Some(command) = command {
            let request = Request { viewer: &self.signed.viewer, command: typed.command() };
            match act::act(&self.state.tools, request, Of::Task(self.id), &command).await {
                Ok(done) => return Ok(notice::done(&self.next(&done.case), said)),
                Err(error) => refused(self.page.t, &mut typed, error)?,
            }
        }
        let mut shown = show::load(&self.state, self.page, &self.signed, self.id, None, None).await?;
        shown.refuse(form, typed);
        html_refused(&shown)
    }

    fn next(&self, case: &Case) -> Url {
        if workflow::case::sees(&self.signed.viewer, case) { Url::TaskShow(self.id) } else { Url::Work }
    }
}

/// 职责异议.
pub async fn object(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut typed = posted.typed("object");
    let reason = typed.required(t, "reason", TEXT);
    let row = row(t, &mut typed);
    let asked = reason.zip(row).filter(|_| !typed.has_errors());
    let command = asked.map(|(reason, row)| Command::ObjectTask { task: id, reason, row });
    Came { state, page, signed, id }.carry_out("object", typed, command, t.sides.own_objected).await
}

/// The answer to it.
pub async fn answer(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut typed = posted.typed("answer-objection");
    let holder = typed.pick::<HolderCode>(t, "holder");
    let answer = typed.required(t, "answer", TEXT);
    let document_no = typed.optional(t, "document_no", NUMBER);
    let on_paper = typed.ticked("on_paper");
    let asked = holder.zip(answer).filter(|_| !typed.has_errors());
    let command =
        asked.map(|(HolderCode(holder), answer)| Command::AnswerTaskObjection { task: id, holder, answer, document_no, on_paper });
    Came { state, page, signed, id }.carry_out("answer-objection", typed, command, t.sides.own_answered).await
}

/// 分办: to a person of the body, or back into its in-box.
pub async fn share(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<TaskId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let seen = crate::service::view::workflow(&state.tools, &signed.viewer, Of::Task(id)).await?;
    let lane = seen.case.tasks.get(&id).map(|task| task.lane);
    let Some(Lane::Body(body)) = lane else { return Err(WebError::NotFound) };
    let mut typed = posted.typed("share");
    let person = typed.pick_or_none::<PersonId>(t, "person");
    let holder = Holder { unit: Unit::Body(body), person };
    let command = (!typed.has_errors()).then_some(Command::Assign { task: id, holder, limit: None });
    Came { state, page, signed, id }.carry_out("share", typed, command, t.sides.shared).await
}
