//! 签收, 退回补正, 答复, 撤回; for a body that is not in the system the same acts are recorded on its behalf.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use workflow::case::{Answered, Case, Command, HandKind, OnBehalf};
use workflow::ids::HandOffId;

use super::show::load;
use crate::auth::SignedIn;
use crate::service::Request;
use crate::service::act::{self, Of};
use crate::state::AppState;
use crate::urls::Url;
use crate::web::refused::refused;
use crate::web::task::on_behalf;
use crate::web::{Id, Page, Posted, Typed, WebError, html_refused, notice};

/// The longest note or reason.
pub(super) const NOTE: usize = 2_000;
/// The longest document number.
pub(super) const SHORT: usize = 100;

/// From which list the form was sent: there one goes back.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    #[serde(default)]
    from: String,
}

/// A form that has come back.
pub(super) struct Came {
    pub(super) state: AppState,
    pub(super) page: Page,
    pub(super) signed: SignedIn,
    pub(super) id: HandOffId,
    pub(super) from: From,
}

impl Came {
    pub(super) async fn carry_out(
        self,
        form: &'static str,
        mut typed: Typed,
        command: Option<Command>,
        said: impl FnOnce(&Case) -> &'static str,
    ) -> Result<Response, WebError> {
        if let Some(command) = command {
            let request = Request { viewer: &self.signed.viewer, command: typed.command() };
            match act::act(&self.state.tools, request, Of::HandOff(self.id), &command).await {
                Ok(done) => return Ok(notice::done(&self.next(), said(&done.case))),
                Err(error) => refused(self.page.t, &mut typed, error)?,
            }
        }
        html_refused(&load(&self.state, self.page, &self.signed, self.id, Some((form, typed))).await?)
    }

    fn next(&self) -> Url {
        match self.from.from.as_str() {
            "work" => Url::Work,
            "hand-offs" => Url::HandOffs,
            _ => Url::HandOffShow(self.id),
        }
    }
}

/// The fields of the other side, when the form has them.
pub(super) fn behalf(came: &Came, typed: &mut Typed) -> Option<OnBehalf> {
    typed.ticked("behalf").then(|| on_behalf(came.page.t, typed)).flatten()
}

/// 签收. What is not an approval is settled by it.
pub async fn sign(
    State(state): State<AppState>,
    Query(from): Query<From>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = Came { state, page, signed, id, from };
    let mut typed = posted.typed("sign");
    let on_behalf = behalf(&came, &mut typed);
    let command = (!typed.has_errors()).then_some(Command::Sign { hand_off: id, on_behalf });
    let h = &came.page.t.hand_off;
    came.carry_out("sign", typed, command, |case| {
        let approval = case.hand_offs.get(&id).is_some_and(|hand_off| hand_off.kind == HandKind::Approval);
        if approval { h.signed } else { h.signed_settled }
    })
    .await
}

/// 退回补正.
pub async fn send_back(
    State(state): State<AppState>,
    Query(from): Query<From>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = Came { state, page, signed, id, from };
    let t = came.page.t;
    let mut typed = posted.typed("return");
    let reason = typed.required(t, "reason", NOTE);
    let count = typed.number(t, "count");
    let on_behalf = behalf(&came, &mut typed);
    let command = reason.filter(|_| !typed.has_errors()).map(|reason| Command::Return { hand_off: id, reason, count, on_behalf });
    came.carry_out("return", typed, command, |_| t.hand_off.sent_back).await
}

/// Answers an approval.
pub async fn answer(
    State(state): State<AppState>,
    Query(from): Query<From>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = Came { state, page, signed, id, from };
    let t = came.page.t;
    let mut typed = posted.typed("answer");
    let approved = match typed.value("decision") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if approved.is_none() {
        typed.wrong("decision", t.common.pick_one);
    }
    let note = typed.optional(t, "note", NOTE);
    if approved == Some(false) && note.is_none() {
        typed.wrong("note", t.refusal.reason_missing);
    }
    let document_no = typed.optional(t, "document_no", SHORT);
    let on_behalf = behalf(&came, &mut typed);
    let answer = approved.filter(|_| !typed.has_errors()).map(|approved| Answered { approved, note, document_no });
    let command = answer.map(|answer| Command::Answer { hand_off: id, answer, on_behalf });
    came.carry_out("answer", typed, command, |_| if approved == Some(true) { t.hand_off.answered_yes } else { t.hand_off.answered_no })
        .await
}

/// 撤回, before it is signed for.
pub async fn take_back(
    State(state): State<AppState>,
    Query(from): Query<From>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = Came { state, page, signed, id, from };
    let t = came.page.t;
    let mut typed = posted.typed("take-back");
    let reason = typed.required(t, "reason", NOTE);
    let command = reason.map(|reason| Command::TakeBack { hand_off: id, reason });
    came.carry_out("take-back", typed, command, |_| t.hand_off.taken_back).await
}
