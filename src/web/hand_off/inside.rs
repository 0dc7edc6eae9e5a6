//! 提醒 of the receiver by hand, and more time for the answer: asked by the receiver, answered by the town.

use axum::extract::State;
use axum::response::Response;
use workflow::case::{self, Command, Dated, HandOff, HandOffInside};
use workflow::ids::HandOffId;

use super::act::{Came, From};
use crate::auth::SignedIn;
use crate::service::view::WorkflowView;
use crate::state::AppState;
use crate::web::task::inside::{answer, asked, by_phone, decisions, extension, last_nudge};
use crate::web::{Choice, Id, Page, Posted, Typed, WebError};

/// The forms, and what they choose from.
#[derive(Debug)]
pub(super) struct Deeds {
    pub(super) remind: Option<Typed>,
    pub(super) extend: Option<Typed>,
    pub(super) answer: Option<Typed>,
    pub(super) ways: Vec<Choice>,
    pub(super) decisions: Vec<Choice>,
    /// Which of them was refused.
    pub(super) open: &'static str,
    /// What stands there now.
    pub(super) facts: Vec<(&'static str, String)>,
}

impl Deeds {
    pub(super) fn of(state: &AppState, page: &Page, signed: &SignedIn, view: &WorkflowView, hand_off: &HandOff) -> Self {
        let d = &page.t.deed;
        let around = case::Around { now: page.now, calendar: &state.tools.calendar.of(view.case.town), leaders: &view.leaders };
        let HandOffInside { remind, remind_by_phone, ask_extension, answer_extension } =
            case::hand_off_inside(&signed.viewer, &view.case, hand_off, &around);
        // A body without people in the system reads no message.
        let remind = remind && hand_off.receiver.body().is_none_or(|body| view.bodies_in_system.contains(&body));
        let mut ways = vec![Choice::new("phone", d.nudge_phone)];
        if remind {
            ways.insert(0, Choice::new("message", d.nudge_message));
        }
        let form = |prefix| Typed::new(prefix, state.command());
        let facts = asked(page, view, hand_off.extension.as_deref()).into_iter().chain(last_nudge(page, view, hand_off.nudge.as_ref()));
        Self {
            remind: remind_by_phone.then(|| form("remind").with("how", if remind { "message" } else { "phone" })),
            extend: ask_extension.then(|| form("extend")),
            answer: answer_extension.then(|| form("answer-extension")),
            ways,
            decisions: decisions(page.t),
            open: "",
            facts: facts.collect(),
        }
    }

    /// Takes in the refused form, where it is one of these.
    pub(super) fn put(&mut self, name: &'static str, typed: &Typed) {
        let slot = match name {
            "remind" => &mut self.remind,
            "extend" => &mut self.extend,
            "answer-extension" => &mut self.answer,
            _ => return,
        };
        *slot = Some(typed.clone());
        self.open = name;
    }

    pub(super) fn any(&self) -> bool {
        [&self.remind, &self.extend, &self.answer].into_iter().any(Option::is_some)
    }
}

/// 提醒.
pub async fn remind(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let came = Came { state, page, signed, id, from: From::default() };
    let mut typed = posted.typed("remind");
    let how = by_phone(t, &mut typed);
    let command = how.map(|by_phone| Command::Remind { hand_off: id, by_phone });
    came.carry_out("remind", typed, command, |_| if how == Some(true) { t.deed.nudged_phone } else { t.deed.nudged }).await
}

/// 申请延期.
pub async fn extend(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut typed = posted.typed("extend");
    let command = extension(&state, t, &mut typed, Dated::HandOff(id));
    let came = Came { state, page, signed, id, from: From::default() };
    came.carry_out("extend", typed, command, |_| t.deed.extended).await
}

/// Its answer.
pub async fn answer_extension(
    State(state): State<AppState>,
    page: Page,
    signed: SignedIn,
    Id(id): Id<HandOffId>,
    posted: Posted,
) -> Result<Response, WebError> {
    let t = page.t;
    let mut typed = posted.typed("answer-extension");
    let command = answer(t, &mut typed, Dated::HandOff(id));
    let granted = matches!(command, Some(Command::AnswerExtension { grant: true, .. }));
    let came = Came { state, page, signed, id, from: From::default() };
    came.carry_out("answer-extension", typed, command, |_| if granted { t.deed.answered_yes } else { t.deed.answered_no }).await
}
