//! The forms on a task's page: which there are now, and the one that was refused with everything that was typed.

use workflow::calendar::local_date;
use workflow::case::{LimitSpec, TaskOffers};

use super::inside::{Deed, Deeds};
use super::limit;
use super::receivers::Offered;
use crate::state::AppState;
use crate::web::{Page, Typed};

/// A form of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Assign,
    Distribute,
    Complete,
    Record,
    HandOff,
    Received,
    LeaveOut,
    Limit,
    /// Of the town's inside.
    Inside(Deed),
}

impl Form {
    const ALL: [Self; 8] =
        [Self::Assign, Self::Distribute, Self::Complete, Self::Record, Self::HandOff, Self::Received, Self::LeaveOut, Self::Limit];

    /// Its name: the prefix of its fields' ids, and how an address asks for it to be open.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Distribute => "distribute",
            Self::Complete => "complete",
            Self::Record => "record",
            Self::HandOff => "hand-off",
            Self::Received => "received",
            Self::LeaveOut => "leave-out",
            Self::Limit => "limit",
            Self::Inside(deed) => deed.name(),
        }
    }

    /// The form of a name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let inside = Deed::ALL.into_iter().map(Self::Inside);
        Self::ALL.into_iter().chain(inside).find(|form| form.name() == name)
    }
}

/// What decides which forms there are and how they are filled at first.
#[derive(Debug, Clone)]
pub(super) struct Ground<'a> {
    pub(super) offers: TaskOffers,
    pub(super) receivers: &'a Offered,
    pub(super) limit: Option<&'a LimitSpec>,
    /// What is waited for from outside and can be recorded; the only one, if it is one.
    pub(super) waits: usize,
    pub(super) only_wait: Option<String>,
    pub(super) holder: Option<String>,
    pub(super) planned_hand_off: bool,
    pub(super) unheld: bool,
    /// Whether it lies with the viewer, who was asked to help.
    pub(super) lent: bool,
    /// Whether it lies with the viewer, alone or in a shared in-box.
    pub(super) own: bool,
    /// Whether parts of it are still to be reported: until then the whole cannot be finished.
    pub(super) parts_open: bool,
}

/// The forms; one that is not there is not offered.
#[derive(Debug, Default)]
pub(super) struct Forms {
    pub(super) assign: Option<Typed>,
    pub(super) distribute: Option<Typed>,
    pub(super) complete: Option<Typed>,
    pub(super) record: Option<Typed>,
    pub(super) hand_off: Option<Typed>,
    pub(super) received: Option<Typed>,
    pub(super) leave_out: Option<Typed>,
    pub(super) limit: Option<Typed>,
    pub(super) take: Option<Typed>,
    pub(super) give_back: Option<Typed>,
    pub(super) inside: Deeds,
    open: Option<Form>,
    /// The one that was refused, though it is not offered any more.
    pub(super) late: bool,
}

impl Forms {
    /// The forms that are offered, and the refused one in any case: what was typed is not lost.
    pub(super) fn of(
        state: &AppState,
        page: &Page,
        ground: &Ground<'_>,
        inside: Deeds,
        asked: Option<Form>,
        refused: Option<(Form, Typed)>,
    ) -> Self {
        let offers = ground.offers;
        let fresh = |form: Form| Typed::new(form.name(), state.command());
        let today = local_date(page.now).format("%Y-%m-%d");
        let limited = |form: Form| limit::filled(fresh(form), ground.limit);
        let sends = || ground.receivers.ticked.iter().fold(fresh(Form::HandOff), |form, value| form.with("to", value));
        let waits = offers.receive || ground.waits > 0;
        let mut forms = Self {
            assign: offers.assign.then(|| limited(Form::Assign).with("holder", ground.holder.as_deref().unwrap_or_default())),
            distribute: offers.distribute.then(|| limited(Form::Distribute)),
            complete: (offers.complete && !ground.parts_open).then(|| fresh(Form::Complete)),
            record: offers.record.then(|| fresh(Form::Record).with("behalf_on", today.to_string())),
            hand_off: (offers.hand_off && !ground.parts_open)
                .then(|| sends().with("other_kind", ground.receivers.kind.code()).with("behalf_on", today.to_string())),
            received: waits
                .then(|| fresh(Form::Received).with("on", today.to_string()).with("wait", ground.only_wait.as_deref().unwrap_or_default())),
            leave_out: offers.leave_out.then(|| fresh(Form::LeaveOut)),
            limit: offers.assign.then(|| limited(Form::Limit)),
            take: offers.take.then(|| fresh(Form::Assign)),
            give_back: offers.give_back.then(|| fresh(Form::Assign)),
            inside,
            open: None,
            late: false,
        };
        forms.open = asked.filter(|form| forms.slot(*form).is_some()).or_else(|| forms.first(ground));
        if let Some((form, typed)) = refused {
            let slot = forms.slot(form);
            let gone = slot.is_none();
            *slot = Some(typed);
            forms.late = gone;
            forms.open = Some(form);
        }
        forms
    }

    /// What is most likely wanted.
    fn first(&mut self, ground: &Ground<'_>) -> Option<Form> {
        let order: [(bool, Form); 9] = [
            (true, Form::Inside(Deed::Agree)),
            (true, Form::Inside(Deed::AnswerExtension)),
            (ground.lent, Form::Inside(Deed::HandBack)),
            (ground.unheld, Form::Assign),
            (ground.own && ground.planned_hand_off, Form::HandOff),
            (true, Form::Received),
            (ground.own, Form::Complete),
            (ground.own, Form::HandOff),
            (true, Form::Record),
        ];
        order.into_iter().find(|(wanted, form)| *wanted && self.slot(*form).is_some()).map(|(_, form)| form)
    }

    fn slot(&mut self, form: Form) -> &mut Option<Typed> {
        match form {
            Form::Assign => &mut self.assign,
            Form::Distribute => &mut self.distribute,
            Form::Complete => &mut self.complete,
            Form::Record => &mut self.record,
            Form::HandOff => &mut self.hand_off,
            Form::Received => &mut self.received,
            Form::LeaveOut => &mut self.leave_out,
            Form::Limit => &mut self.limit,
            Form::Inside(deed) => self.inside.slot(deed),
        }
    }

    /// Whether a form is shown open.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.open.is_some_and(|form| form.name() == name)
    }

    /// Whether there is anything to do.
    pub(super) fn any(&self) -> bool {
        let forms =
            [&self.assign, &self.distribute, &self.complete, &self.record, &self.hand_off, &self.received, &self.leave_out, &self.limit];
        forms.into_iter().any(Option::is_some) || self.take.is_some() || self.inside.any()
    }
}
