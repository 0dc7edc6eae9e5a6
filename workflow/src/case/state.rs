//! The state of a workflow: what the rows of the database say, as one value.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use duty_list::{HandKind, Nature};
use serde::{Deserialize, Serialize};

use super::dispute::{Coordination, Objection};
pub(super) use super::due::{Due, LimitSpec};
use super::inside::{CopyTo, Extension, LeaderNote, Lent, Nudge, Signing};
use super::side::Side;
use crate::ids::{BodyId, HandOffId, PersonId, TaskId, TownId, WaitId, WorkflowId};
use crate::people::Holder;
use crate::template::SignOff;

/// One workflow with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: WorkflowId,
    /// The town whose work it is.
    pub town: TownId,
    /// What it is called on screen.
    pub title: String,
    /// Its state.
    pub state: CaseState,
    /// Whether it was registered as immediate.
    pub urgent: bool,
    /// The date that is reported upward, where there is one.
    pub official_due: Option<Due>,
    /// Who started it.
    pub started_by: PersonId,
    /// When.
    pub started_at: DateTime<Utc>,
    /// When the present suspension began.
    pub suspended_at: Option<DateTime<Utc>>,
    /// When it was completed or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
    /// The number of its events: the optimistic version.
    pub seq: i64,
    /// Its tasks.
    pub tasks: BTreeMap<TaskId, Task>,
    /// Its hand-offs.
    pub hand_offs: BTreeMap<HandOffId, HandOff>,
    /// What it waits for from outside.
    pub waits: BTreeMap<WaitId, Wait>,
    /// The notes of leaders on it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<LeaderNote>,
    /// Who was given a copy for information.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub copied: BTreeSet<CopyTo>,
    /// Who did something in it inside the town: what one did oneself stays readable. From the entries, not from their facts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub acted: BTreeSet<PersonId>,
}

/// The state of a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// 办理中
    Running,
    /// 暂缓: clocks stop.
    Suspended,
    /// 办结
    Completed,
    /// 已取消
    Cancelled,
}

impl CaseState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Running, Self::Suspended, Self::Completed, Self::Cancelled];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Suspended => "suspended",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more happens in it unless it is reopened.
    #[must_use]
    pub fn ended(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }
}

/// Whose lane a task stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Lane {
    /// The town's.
    Town,
    /// A body's.
    Body(BodyId),
}

/// A task: a step of the running workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Its place on the page.
    pub position: u32,
    /// The step of the template version that it was made from.
    pub step_key: String,
    /// The step that was distributed and of which this is one unit's part.
    pub parent: Option<TaskId>,
    /// Whose lane.
    pub lane: Lane,
    /// The clause, verbatim.
    pub text: String,
    /// The nature of a town's clause.
    pub nature: Option<Nature>,
    /// Whether the workflow waits for it.
    pub required: bool,
    /// Its state.
    pub state: TaskState,
    /// How often it came back, from 1.
    pub round: u32,
    /// How often its holder changed or it came back: reminders count anew in each.
    pub holding: u32,
    /// Who holds it; a body's task is held by the body.
    pub holder: Option<Holder>,
    /// The limit that sets its date when it opens.
    pub limit: Option<LimitSpec>,
    /// Its date, once open.
    pub due: Option<Due>,
    /// Tasks that must be done before it opens.
    pub after: Vec<TaskId>,
    /// To whom its output goes; empty: it is completed directly.
    pub receivers: Vec<PlannedReceiver>,
    /// Whether one settled hand-off is enough.
    pub any_receiver: bool,
    /// When it opened last.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was done, left out or cancelled.
    pub done_at: Option<DateTime<Utc>>,
    /// What was reported at completion.
    pub result: Option<Result>,
    /// Why it was left out, returned or reopened.
    pub reason: Option<String>,
    /// Who signs before its hand-offs leave the town.
    #[serde(default, skip_serializing_if = "SignOff::is_none")]
    pub sign_off: SignOff,
    /// The hand-off that waits for its sign-off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing: Option<Box<Signing>>,
    /// By whom it was lent to its present holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lent: Option<Box<Lent>>,
    /// More time that was asked for and not decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Box<Extension>>,
    /// The last reminder by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nudge: Option<Nudge>,
    /// That it is not its holder's duty, until that is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<Box<Objection>>,
    /// How often its holders objected.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub objections: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Task {
    /// Whether it is the town's own.
    #[must_use]
    pub fn is_towns(&self) -> bool {
        self.lane == Lane::Town
    }

    /// Whether nothing more is asked of it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.state, TaskState::Done | TaskState::LeftOut | TaskState::Cancelled)
    }
}

/// The state of a task. Its holder is an attribute, not a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// 未开始: something before it is not done.
    Blocked,
    /// 办理中
    Open,
    /// 已送出: its hand-offs are with their receivers.
    Handed,
    /// 完成
    Done,
    /// 本次不涉及
    LeftOut,
    /// 已取消
    Cancelled,
}

impl TaskState {
    /// All states.
    pub const ALL: [Self; 6] = [Self::Blocked, Self::Open, Self::Handed, Self::Done, Self::LeftOut, Self::Cancelled];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Open => "open",
            Self::Handed => "handed",
            Self::Done => "done",
            Self::LeftOut => "left_out",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A receiver that the template plans for a task's output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedReceiver {
    /// The receiver; `None` for `*`: chosen by who hands off.
    pub body: Option<BodyId>,
    /// What is asked of it.
    pub kind: HandKind,
    /// The tasks of receivers that this may feed.
    pub feeds: Vec<TaskId>,
}

/// What was reported when a task was completed. Counts and dates, never a resident's data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Result {
    /// A sentence.
    pub note: Option<String>,
    /// How many were to be dealt with (应办).
    pub expected: Option<u32>,
    /// How many were (已办).
    pub done: Option<u32>,
    /// A document number.
    pub document_no: Option<String>,
    /// A nil report (零报告).
    pub nil: bool,
}

/// A hand-off to one receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOff {
    /// Its id.
    pub id: HandOffId,
    /// The task whose output it carries.
    pub task: TaskId,
    /// Who receives it.
    pub receiver: Side,
    /// What is asked.
    pub kind: HandKind,
    /// The receiver's task that it feeds.
    pub feeds: Option<TaskId>,
    /// Its state.
    pub state: HandOffState,
    /// How often it was offered, from 1.
    pub round: u32,
    /// Who sent it last.
    pub offered_by: PersonId,
    /// When.
    pub offered_at: DateTime<Utc>,
    /// When it was signed for in this round.
    pub signed_at: Option<DateTime<Utc>>,
    /// When it was settled.
    pub settled_at: Option<DateTime<Utc>>,
    /// By when it is to be signed for.
    pub sign_due: Option<Due>,
    /// By when it is to be answered (approvals).
    pub answer_due: Option<Due>,
    /// What the sender wrote.
    pub note: Option<String>,
    /// The sender's document number.
    pub document_no: Option<String>,
    /// How an approval was answered.
    pub answer: Option<Answered>,
    /// Why it was returned or taken back.
    pub reason: Option<String>,
    /// The part that was returned, in counts (退回 3 份).
    pub returned_count: Option<u32>,
    /// More time for the answer that was asked for and not decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Box<Extension>>,
    /// The last reminder by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nudge: Option<Nudge>,
    /// Who at the receiving body was given it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// 商请: the town asks for something that the list gives to the body and no step of the town's feeds.
    #[serde(default, skip_serializing_if = "is_false")]
    pub request: bool,
    /// How many are in this round, where they are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How many were kept in earlier rounds, of which only a part came back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub kept: u32,
    /// The last objection in this round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<Box<Objection>>,
    /// How often its receiver objected.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub objections: u32,
    /// A coordination that has no result yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordination: Option<Box<Coordination>>,
}

impl HandOff {
    /// Whether it is neither settled nor given up.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        !self.state.is_void() && self.state != HandOffState::Settled
    }
}

/// The answer to an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Answered {
    pub approved: bool,
    pub note: Option<String>,
    pub document_no: Option<String>,
}

/// The state of a hand-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOffState {
    /// 待签收
    Offered,
    /// 已签收
    Signed,
    /// 已办妥
    Settled,
    /// 退回补正
    Returned,
    /// 职责异议
    Objected,
    /// 协调中
    InCoordination,
    /// 已撤回
    TakenBack,
    /// 已取消
    Cancelled,
}

impl HandOffState {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Offered,
        Self::Signed,
        Self::Settled,
        Self::Returned,
        Self::Objected,
        Self::InCoordination,
        Self::TakenBack,
        Self::Cancelled,
    ];

    /// The code as stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Signed => "signed",
            Self::Settled => "settled",
            Self::Returned => "returned",
            Self::Objected => "objected",
            Self::InCoordination => "in_coordination",
            Self::TakenBack => "taken_back",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the receiver has it now.
    #[must_use]
    pub fn with_receiver(self) -> bool {
        matches!(self, Self::Offered | Self::Signed)
    }

    /// Whether it is at an end without having been settled.
    #[must_use]
    pub fn is_void(self) -> bool {
        matches!(self, Self::TakenBack | Self::Cancelled)
    }
}

/// Something from outside that a task waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Its id.
    pub id: WaitId,
    /// The task that waits.
    pub task: TaskId,
    /// Who is to send it, where a body is named.
    pub body: Option<BodyId>,
    /// The words of the list.
    pub text: String,
    /// Its receipt, once recorded.
    pub met: Option<WaitMet>,
}

/// The recorded receipt of what a task waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct WaitMet {
    pub on: NaiveDate,
    pub document_no: Option<String>,
    pub note: Option<String>,
    pub by: PersonId,
    pub at: DateTime<Utc>,
}
