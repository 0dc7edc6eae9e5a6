//! What people ask of a workflow.

use chrono::{DateTime, NaiveDate, Utc};
use duty_list::{DutyRef, HandKind};
use serde::{Deserialize, Serialize};

use super::dispute::{CoordinationScope, Outcome};
use super::inside::{CopyTo, Dated, OnPaper};
use super::side::Side;
use super::state::{Answered, LimitSpec, Result, Task, Wait};
use crate::ids::{BodyId, HandOffId, PersonId, TaskId, WaitId};
use crate::people::{Holder, Unit};

/// A command to a running workflow. Starting one is [`Start`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Command {
    /// 交办: gives a town task to an office or village, and perhaps to a person in it; sets its limit when one is given.
    Assign { task: TaskId, holder: Holder, limit: Option<LimitSpec> },
    /// Sets or removes the limit of a task that is not over.
    SetLimit { task: TaskId, limit: Option<LimitSpec> },
    /// 分发: one task for each unit, and this one as their summary.
    Distribute { task: TaskId, units: Vec<Unit>, limit: Option<LimitSpec> },
    /// Takes a task out of the unit's shared in-box.
    Take { task: TaskId },
    /// Puts it back.
    GiveBack { task: TaskId },
    /// Reports a task as done.
    Complete { task: TaskId, result: Result, on_behalf: Option<OnBehalf> },
    /// The town records that what a task waits for has come.
    RecordReceived { wait: WaitRef, on: NaiveDate, document_no: Option<String>, note: Option<String> },
    /// 报审 / 报备 / 报送 / 移送
    HandOff {
        task: TaskId,
        receivers: Vec<Receiver>,
        note: Option<String>,
        document_no: Option<String>,
        /// How many, where they are counted (共 54 份).
        count: Option<u32>,
        on_behalf: Option<OnBehalf>,
    },
    /// 撤回, before it is signed for.
    TakeBack { hand_off: HandOffId, reason: String },
    /// 签收
    Sign { hand_off: HandOffId, on_behalf: Option<OnBehalf> },
    /// 退回补正, all of it or a count.
    Return { hand_off: HandOffId, reason: String, count: Option<u32>, on_behalf: Option<OnBehalf> },
    /// Answers an approval.
    Answer { hand_off: HandOffId, answer: Answered, on_behalf: Option<OnBehalf> },
    /// 本次不涉及
    LeaveOut { task: TaskId, reason: String },
    /// 暂缓
    Suspend { reason: String },
    /// Ends a suspension.
    Resume,
    /// Cancels the whole workflow.
    Cancel { reason: String },
    /// Takes a completed workflow up again, with the tasks that are to be done anew.
    Reopen { tasks: Vec<TaskId>, reason: String },
    /// 转交: the holder gives the task to another unit or person of the town.
    PassOn { task: TaskId, holder: Holder, reason: String },
    /// 请协办: as passing on, but it comes back.
    Lend { task: TaskId, holder: Holder, what: String },
    /// What was lent goes back to its lender: the helper reports or gives it back, or the lender asks for it.
    HandBack { task: TaskId, note: Option<String> },
    /// 抄告: for information, no task.
    Copy { to: Vec<CopyTo>, note: Option<String> },
    /// 审签同意: what was submitted leaves at once.
    AgreeSignOff { task: TaskId, note: Option<String> },
    /// The signer gives back what was submitted.
    RefuseSignOff { task: TaskId, reason: String },
    /// The holder withdraws what was submitted.
    WithdrawSignOff { task: TaskId },
    /// 线下已审签
    RecordSignOff { task: TaskId, paper: OnPaper },
    /// 批示: by the leader, or entered from paper for one.
    Note { text: String, by: PersonId, on: NaiveDate, on_paper: bool },
    /// 情况说明: how it stands, in a sentence.
    Remark { task: TaskId, text: String },
    /// 延期: more time is asked for.
    AskExtension { of: Dated, until: DateTime<Utc>, reason: String },
    /// Grants or refuses it.
    AnswerExtension { of: Dated, grant: bool, reason: Option<String> },
    /// 催办, of a body's step 提醒: by a message, or by telephone.
    Nudge { task: TaskId, by_phone: bool },
    /// 提醒 of the receiver of a hand-off: by a message, or by telephone.
    Remind { hand_off: HandOffId, by_phone: bool },
    /// Starts a further step in a running workflow: a clause that is offered when it is needed, or a step of the town's own.
    StartStep { task: Box<Task>, waits: Vec<Wait> },
    /// 职责异议: the receiver says that it is not its duty.
    Object { hand_off: HandOffId, reason: String, row: DutyRef, on_behalf: Option<OnBehalf> },
    /// Offers it again, to the same or another receiver, with an answer.
    AnswerObjection { hand_off: HandOffId, to: Side, answer: String },
    /// 提请县级协调
    AskCounty { hand_off: HandOffId, scope: CoordinationScope, reason: String },
    /// 协调意见: what the leader's talk or the county's coordination led to.
    Conclude { hand_off: HandOffId, outcome: Outcome, reason: String, document_no: Option<String>, on_behalf: Option<OnBehalf> },
    /// The holder of a town's task says that it is not its duty.
    ObjectTask { task: TaskId, reason: String, row: DutyRef },
    /// Answers that; the second time the leader in charge decides, or it is entered from paper.
    AnswerTaskObjection { task: TaskId, holder: Holder, answer: String, document_no: Option<String>, on_paper: bool },
    /// 商请: asks a body for a step that the list gives to it.
    Request { asked: Box<Asked> },
    /// Gives a hand-off to a person of the receiving body, or back into its in-box.
    ShareOut { hand_off: HandOffId, person: Option<PersonId> },
    /// Corrects what an earlier entry recorded on behalf, by an entry of its own.
    CorrectRecord { seq: i64, on_behalf: OnBehalf, reason: String },
}

impl Command {
    /// The code of the command as stored in the history.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Assign { .. } => "assign",
            Self::SetLimit { .. } => "set_limit",
            Self::Distribute { .. } => "distribute",
            Self::Take { .. } => "take",
            Self::GiveBack { .. } => "give_back",
            Self::Complete { .. } => "complete",
            Self::RecordReceived { .. } => "record_received",
            Self::HandOff { .. } => "hand_off",
            Self::TakeBack { .. } => "take_back",
            Self::Sign { .. } => "sign",
            Self::Return { .. } => "return",
            Self::Answer { .. } => "answer",
            Self::LeaveOut { .. } => "leave_out",
            Self::Suspend { .. } => "suspend",
            Self::Resume => "resume",
            Self::Cancel { .. } => "cancel",
            Self::Reopen { .. } => "reopen",
            Self::PassOn { .. } => "pass_on",
            Self::Lend { .. } => "lend",
            Self::HandBack { .. } => "hand_back",
            Self::Copy { .. } => "copy",
            Self::AgreeSignOff { .. } => "agree_sign_off",
            Self::RefuseSignOff { .. } => "refuse_sign_off",
            Self::WithdrawSignOff { .. } => "withdraw_sign_off",
            Self::RecordSignOff { .. } => "record_sign_off",
            Self::Note { .. } => "note",
            Self::Remark { .. } => "remark",
            Self::AskExtension { .. } => "ask_extension",
            Self::AnswerExtension { .. } => "answer_extension",
            Self::Nudge { .. } => "nudge",
            Self::Remind { .. } => "remind",
            Self::StartStep { .. } => "start_step",
            Self::Object { .. } => "object",
            Self::AnswerObjection { .. } => "answer_objection",
            Self::AskCounty { .. } => "ask_county",
            Self::Conclude { .. } => "conclude",
            Self::ObjectTask { .. } => "object_task",
            Self::AnswerTaskObjection { .. } => "answer_task_objection",
            Self::Request { .. } => "request",
            Self::ShareOut { .. } => "share_out",
            Self::CorrectRecord { .. } => "correct_record",
        }
    }

    /// Whether and how the act is recorded on behalf of another side.
    #[must_use]
    pub fn on_behalf(&self) -> Option<&OnBehalf> {
        match self {
            Self::Complete { on_behalf, .. }
            | Self::HandOff { on_behalf, .. }
            | Self::Object { on_behalf, .. }
            | Self::Conclude { on_behalf, .. }
            | Self::Sign { on_behalf, .. }
            | Self::Return { on_behalf, .. }
            | Self::Answer { on_behalf, .. } => on_behalf.as_ref(),
            _ => None,
        }
    }
}

/// The start of a workflow from a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Start {
    pub title: String,
    pub urgent: bool,
    /// The date that is reported upward, counted by whoever set it.
    pub official: Option<LimitSpec>,
}

/// What a task waits for: an external wait, or a step of a body that is recorded on its behalf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum WaitRef {
    External(WaitId),
    Step(TaskId),
}

/// One receiver of a hand-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Receiver {
    #[serde(rename = "body")]
    pub to: Side,
    pub kind: HandKind,
}

impl Receiver {
    /// A body as receiver.
    #[must_use]
    pub fn body(body: BodyId, kind: HandKind) -> Self {
        Self { to: Side::Body(body), kind }
    }
}

/// What a body is asked for (商请).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The body.
    pub body: BodyId,
    /// The step of the template that gives it to the body.
    pub step_key: String,
    /// Its clause, verbatim.
    pub clause: String,
    /// What the town asks, in its own words.
    pub ask: String,
    /// By when it is asked for.
    pub limit: Option<LimitSpec>,
    /// The town's document number.
    pub document_no: Option<String>,
}

/// 代录: an act of a side that is not in the system, entered by who holds or sent the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnBehalf {
    /// When the other side acted.
    pub on: NaiveDate,
    /// Which office of it (社会事务股).
    pub office: Option<String>,
    /// How it was told: `paper`, `phone` or `visit`.
    pub channel: String,
    /// Its document number.
    pub document_no: Option<String>,
}
