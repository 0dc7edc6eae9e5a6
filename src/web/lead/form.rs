//! The forms of a lead's page, one an act: which fields each has, and the command that it makes.

use workflow::case::OnBehalf;
use workflow::ids::{BodyId, DutyId, LeadId};
use workflow::lead::{Answer, Command, LeadOffers};

use crate::text::Texts;
use crate::urls::Url;
use crate::web::task::on_behalf;
use crate::web::{Choice, Typed};

/// The longest note or reason.
const NOTE: usize = 2_000;
/// The longest document number or row.
const SHORT: usize = 100;

/// Something that can be done with a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Offer,
    TakeBack,
    Sign,
    Return,
    Object,
    Ask,
    Coordinate,
    Answer,
    Close,
    Settle,
    Reopen,
    Cancel,
    Link,
}

impl Act {
    /// In the order of the page: what comes next first.
    pub(super) const SHOWN: [Self; 12] = [
        Self::Sign,
        Self::Answer,
        Self::Close,
        Self::Offer,
        Self::Coordinate,
        Self::Settle,
        Self::Return,
        Self::Object,
        Self::Ask,
        Self::Reopen,
        Self::TakeBack,
        Self::Cancel,
    ];

    /// The prefix of its form's fields.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::TakeBack => "take-back",
            Self::Sign => "sign",
            Self::Return => "return",
            Self::Object => "object",
            Self::Ask => "ask",
            Self::Coordinate => "coordinate",
            Self::Answer => "answer",
            Self::Close => "close",
            Self::Settle => "settle",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
            Self::Link => "link",
        }
    }

    pub(super) fn url(self, id: LeadId) -> Url {
        match self {
            Self::Offer => Url::LeadOffer(id),
            Self::TakeBack => Url::LeadTakeBack(id),
            Self::Sign => Url::LeadSign(id),
            Self::Return => Url::LeadReturn(id),
            Self::Object => Url::LeadObject(id),
            Self::Ask => Url::LeadAsk(id),
            Self::Coordinate => Url::LeadCoordinate(id),
            Self::Answer => Url::LeadAnswer(id),
            Self::Close => Url::LeadClose(id),
            Self::Settle => Url::LeadSettle(id),
            Self::Reopen => Url::LeadReopen(id),
            Self::Cancel => Url::LeadCancel(id),
            Self::Link => Url::LeadLink(id),
        }
    }

    pub(super) fn offered(self, offers: &LeadOffers) -> bool {
        match self {
            Self::Offer => offers.offer,
            Self::TakeBack => offers.take_back,
            Self::Sign => offers.sign,
            Self::Return => offers.send_back,
            Self::Object => offers.object,
            Self::Ask => offers.ask_coordination,
            Self::Coordinate => offers.record_coordination,
            Self::Answer => offers.answer,
            Self::Close => offers.close,
            Self::Settle => offers.settle,
            Self::Reopen => offers.reopen,
            Self::Cancel => offers.cancel,
            Self::Link => offers.link,
        }
    }

    /// Whether it is an act of the body, which is recorded on behalf of one outside the system.
    pub(super) fn of_body(self) -> bool {
        matches!(self, Self::Sign | Self::Return | Self::Object | Self::Answer)
    }

    /// What is said when it is done.
    pub(super) fn said(self, t: &Texts) -> &'static str {
        let l = &t.lead;
        match self {
            Self::Offer => l.sent,
            Self::TakeBack => l.taken_back,
            Self::Sign => l.signed,
            Self::Return => l.sent_back,
            Self::Object => l.objected,
            Self::Ask => l.asked,
            Self::Coordinate => l.coordinated,
            Self::Answer => l.answered,
            Self::Close | Self::Settle => l.closed,
            Self::Reopen => l.reopened,
            Self::Cancel => l.cancelled,
            Self::Link => l.linked,
        }
    }

    /// The command of a form that was sent; none when a field is wrong, with the reason beside it.
    pub(super) fn read(self, t: &Texts, form: &mut Typed) -> Option<Command> {
        let behalf = if form.ticked("behalf") { on_behalf(t, form) } else { None };
        let command = self.fields(t, form, behalf);
        if form.has_errors() { None } else { command }
    }

    fn fields(self, t: &Texts, form: &mut Typed, on_behalf: Option<OnBehalf>) -> Option<Command> {
        Some(match self {
            Self::Sign => Command::Sign { on_behalf },
            Self::Offer => {
                let body = form.pick::<BodyId>(t, "body")?;
                Command::Offer { body, note: form.optional(t, "note", NOTE), document_no: form.optional(t, "document_no", SHORT) }
            }
            Self::Coordinate => {
                let (body, outcome) = (form.pick::<BodyId>(t, "body"), form.required(t, "outcome", NOTE));
                Command::RecordCoordination { body: body?, outcome: outcome?, document_no: form.optional(t, "document_no", SHORT) }
            }
            Self::Answer => {
                let mended = match form.value("mended") {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                };
                if mended.is_none() {
                    form.wrong("mended", t.common.pick_one);
                }
                let (note, document_no) = (form.required(t, "note", NOTE), form.optional(t, "document_no", SHORT));
                Command::Answer { answer: Answer { note: note?, mended: mended?, document_no }, on_behalf }
            }
            Self::Object => {
                let (reason, row) = (form.required(t, "reason", NOTE), form.optional(t, "row", SHORT));
                Command::Object { reason: reason?, row, on_behalf }
            }
            Self::Return => Command::Return { reason: form.required(t, "reason", NOTE)?, on_behalf },
            Self::TakeBack => Command::TakeBack { reason: form.required(t, "reason", NOTE)? },
            Self::Ask => Command::AskCoordination { reason: form.required(t, "reason", NOTE)? },
            Self::Reopen => Command::Reopen { reason: form.required(t, "reason", NOTE)? },
            Self::Cancel => Command::Cancel { reason: form.required(t, "reason", NOTE)? },
            Self::Close => Command::Close { note: form.required(t, "note", NOTE)? },
            Self::Settle => Command::Settle { note: form.required(t, "note", NOTE)? },
            Self::Link => Command::Link { duty: Some(form.pick::<DutyId>(t, "duty")?), workflow: form.pick_or_none(t, "workflow") },
        })
    }
}

/// A form as the page shows it.
pub(super) struct Form {
    pub(super) url: String,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) open: bool,
    pub(super) primary: bool,
    pub(super) typed: Typed,
    /// Whether a body is chosen, and the entries.
    pub(super) bodies: Option<Vec<Choice>>,
    /// The name, label and need of its text.
    pub(super) text: Option<(&'static str, &'static str, bool)>,
    pub(super) row: bool,
    pub(super) mended: bool,
    pub(super) document: bool,
    pub(super) behalf: bool,
}

impl Form {
    pub(super) fn new(t: &Texts, act: Act, id: LeadId, again: bool, on_behalf: bool, typed: Typed, open: bool) -> Self {
        let l = &t.lead;
        let behalf = on_behalf && act.of_body();
        let reason = Some(("reason", l.reason, true));
        let (label, hint, text) = match act {
            Act::Sign => (if behalf { l.record_sign } else { l.sign }, "", None),
            Act::Answer => (if behalf { l.record_answer } else { l.give_answer }, "", Some(("note", l.answer_note, true))),
            Act::Close => (l.close, l.close_hint, Some(("note", l.close_note, true))),
            Act::Offer => {
                (if again { l.offer_again } else { l.offer }, if again { l.offer_hint } else { "" }, Some(("note", l.note, false)))
            }
            Act::Coordinate => (l.coordinated_form, "", Some(("outcome", l.outcome, true))),
            Act::Settle => (l.settle, l.settle_hint, Some(("note", l.close_note, true))),
            Act::Return => (if behalf { l.record_return } else { l.send_back }, l.send_back_hint, reason),
            Act::Object => (if behalf { l.record_object } else { l.object }, l.object_hint, reason),
            Act::Ask => (l.ask, l.ask_hint, reason),
            Act::Reopen => (l.reopen, l.reopen_hint, reason),
            Act::TakeBack => (l.take_back, l.take_back_hint, reason),
            Act::Cancel => (l.cancel, l.cancel_hint, reason),
            Act::Link => (l.link, "", None),
        };
        Self {
            url: act.url(id).to_string(),
            label,
            hint,
            open,
            primary: matches!(act, Act::Sign | Act::Answer | Act::Close | Act::Offer | Act::Coordinate),
            typed,
            bodies: matches!(act, Act::Offer | Act::Coordinate).then(Vec::new),
            text,
            row: act == Act::Object,
            mended: act == Act::Answer,
            document: matches!(act, Act::Offer | Act::Coordinate | Act::Answer),
            behalf,
        }
    }
}
