//! Badges of states: a shape and a word, and a colour that only repeats them.

use duty_list::DutyKind;
use workflow::case::{CaseState, HandOffState, TaskState};

use crate::text::Texts;

/// A state as the screen shows it; templates print it with `{{ badge.html() }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    tone: &'static str,
    shape: &'static str,
    word: String,
}

impl Badge {
    fn new(tone: &'static str, shape: &'static str, word: &str) -> Self {
        Self { tone, shape, word: word.to_owned() }
    }

    /// A workflow's state.
    #[must_use]
    pub fn workflow(t: &Texts, state: CaseState) -> Self {
        let (tone, shape) = match state {
            CaseState::Running => ("go", "open"),
            CaseState::Suspended => ("wait", "pause"),
            CaseState::Completed => ("done", "done"),
            CaseState::Cancelled => ("off", "cross"),
        };
        Self::new(tone, shape, t.workflow_state(state))
    }

    /// A task's state.
    #[must_use]
    pub fn task(t: &Texts, state: TaskState) -> Self {
        let (tone, shape) = match state {
            TaskState::Blocked => ("wait", "wait"),
            TaskState::Open => ("go", "open"),
            TaskState::Handed => ("sent", "sent"),
            TaskState::Done => ("done", "done"),
            TaskState::LeftOut => ("off", "off"),
            TaskState::Cancelled => ("off", "cross"),
        };
        Self::new(tone, shape, t.task_state(state))
    }

    /// A hand-off's state.
    #[must_use]
    pub fn hand_off(t: &Texts, state: HandOffState) -> Self {
        let (tone, shape) = match state {
            HandOffState::Offered => ("sent", "sent"),
            HandOffState::Signed => ("go", "signed"),
            HandOffState::Settled => ("done", "done"),
            HandOffState::Returned => ("bad", "back"),
            HandOffState::Objected => ("bad", "talk"),
            HandOffState::InCoordination => ("wait", "talk"),
            HandOffState::TakenBack => ("off", "back"),
            HandOffState::Cancelled => ("off", "cross"),
        };
        Self::new(tone, shape, t.hand_off_state(state))
    }

    /// A duty's table.
    #[must_use]
    pub fn duty(t: &Texts, kind: DutyKind) -> Self {
        let shape = match kind {
            DutyKind::Basic => "open",
            DutyKind::Cooperative => "talk",
            DutyKind::Withdrawn => "back",
        };
        Self::new("plain", shape, t.duty_kind_short(kind))
    }

    /// Past its date: 逾期, or 逾期 3 天.
    #[must_use]
    pub fn late(words: &str) -> Self {
        Self::new("bad", "late", words)
    }

    /// Immediate work: 紧急.
    #[must_use]
    pub fn urgent(t: &Texts) -> Self {
        Self::new("bad", "late", t.common.urgent)
    }

    /// Any other word, with a shape of `static/icons.svg` and one of the tones wait, go, sent, done, bad, off, plain.
    #[must_use]
    pub fn other(tone: &'static str, shape: &'static str, word: &str) -> Self {
        Self::new(tone, shape, word)
    }

    /// Its markup.
    #[must_use]
    pub fn html(&self) -> askama::filters::Safe<String> {
        let icon = super::icon(self.shape).0;
        askama::filters::Safe(format!("<span class=\"badge badge-{}\">{icon}{}</span>", self.tone, super::form::escaped(&self.word)))
    }
}
