//! 职责异议 and its answer, 提请县级协调, 协调意见, and 分办 inside the receiving body.

use axum::extract::State;
use axum::response::Response;
use duty_list::{DutyKind, DutyRef};
use workflow::case::{Command, CoordinationScope, OnBehalf, Outcome, Side};
use workflow::ids::{HandOffId, PersonId};

use super::act::{Came, From, NOTE, SHORT, behalf};
use crate::auth::SignedIn;
use crate::state::AppState;
use crate::web::{Id, Page, Posted, Typed, WebError};

fn came(state: AppState, page: Page, signed: SignedIn, id: HandOffId) -> Came {
    Came { state, page, signed, id, from: From::default() }
}

/// The row of the list on which an objection rests.
pub(in crate::web) fn row(t: &crate::text::Texts, form: &mut Typed) -> Option<DutyRef> {
    let kind = DutyKind::from_code(form.value("row_kind"));
    if kind.is_none() {
        form.wrong("row_kind", t.common.pick_one);
    }
    let no = form.number(t, "row_no");
    if no.is_none() {
        form.wrong("row_no", t.common.required);
    }
    kind.zip(no).map(|(kind, no)| DutyRef { kind, no })
}

/// 职责异议.
pub async fn object(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = came(state, page, signed, id);
    let t = came.page.t;
    let mut typed = posted.typed("object");
    let reason = typed.required(t, "reason", NOTE);
    let row = row(t, &mut typed);
    let on_behalf = behalf(&came, &mut typed);
    let asked = reason.zip(row).filter(|_| !typed.has_errors());
    let command = asked.map(|(reason, row)| Command::Object { hand_off: id, reason, row, on_behalf });
    came.carry_out("object", typed, command, |_| t.dispute.said_objected).await
}

/// Offers it again with an answer, to the same receiver or another.
pub async fn answer(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = came(state, page, signed, id);
    let t = came.page.t;
    let mut typed = posted.typed("answer-objection");
    let answer = typed.required(t, "answer", NOTE);
    let to = typed.pick::<Side>(t, "to");
    let command = answer.zip(to).filter(|_| !typed.has_errors()).map(|(answer, to)| Command::AnswerObjection { hand_off: id, to, answer });
    came.carry_out("answer-objection", typed, command, |_| t.dispute.said_answered).await
}

/// 提请县级协调.
pub async fn ask_county(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = came(state, page, signed, id);
    let t = came.page.t;
    let mut typed = posted.typed("county");
    let reason = typed.required(t, "reason", NOTE);
    let scope = CoordinationScope::from_code(typed.value("scope"));
    if scope.is_none() {
        typed.wrong("scope", t.common.pick_one);
    }
    let command = reason.zip(scope).map(|(reason, scope)| Command::AskCounty { hand_off: id, scope, reason });
    came.carry_out("county", typed, command, |_| t.dispute.said_asked).await
}

/// 协调意见.
pub async fn conclude(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = came(state, page, signed, id);
    let t = came.page.t;
    let mut typed = posted.typed("conclude");
    let outcome = match typed.value("outcome") {
        "offer" => typed.pick::<Side>(t, "to").map(|to| Outcome::Offer { to }),
        "cancel" => Some(Outcome::Cancel),
        "goes_on" => Some(Outcome::GoesOn),
        _ => {
            typed.wrong("outcome", t.common.pick_one);
            None
        }
    };
    let reason = typed.required(t, "reason", NOTE);
    let document_no = typed.optional(t, "document_no", SHORT);
    let on_behalf: Option<OnBehalf> = behalf(&came, &mut typed);
    let decided = outcome.zip(reason).filter(|_| !typed.has_errors());
    let command = decided.map(|(outcome, reason)| Command::Conclude { hand_off: id, outcome, reason, document_no, on_behalf });
    came.carry_out("conclude", typed, command, |_| t.dispute.said_concluded).await
}

/// 分办: to a person of the body, or back into its in-box.
pub async fn share(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let came = came(state, page, signed, id);
    let t = came.page.t;
    let mut typed = posted.typed("share");
    let person = typed.pick_or_none::<PersonId>(t, "person");
    let command = (!typed.has_errors()).then_some(Command::ShareOut { hand_off: id, person });
    came.carry_out("share", typed, command, |_| t.dispute.said_shared).await
}
