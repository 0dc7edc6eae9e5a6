//! Why a command is refused: "not allowed here", as against "went wrong". Each variant carries what a sentence on screen needs; `text` renders them
//! in both languages, with what can be done instead.

use crate::case::{CaseState, HandOffState, TaskState};
use crate::ids::PersonId;
use crate::lead::LeadState;

/// A refusal of a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person has no right to do this.
    #[error("您没有办理这一步的权限")]
    NotPermitted,
    /// Somebody else of the unit has taken the task.
    #[error("这项任务已由他人办理")]
    HeldByOther(
        /// Who.
        PersonId,
    ),
    /// The task is not in a state in which this can be done.
    #[error("任务当前状态（{0:?}）不能这样办理")]
    TaskState(
        /// Its state.
        TaskState,
    ),
    /// The hand-off is not in a state in which this can be done.
    #[error("送件当前状态（{0:?}）不能这样办理")]
    HandOffState(
        /// Its state.
        HandOffState,
    ),
    /// The workflow is not in a state in which this can be done.
    #[error("办理单当前状态（{0:?}）不能这样办理")]
    CaseState(
        /// Its state.
        CaseState,
    ),
    /// The lead on a problem is not in a state in which this can be done.
    #[error("问题线索当前状态（{0:?}）不能这样办理")]
    LeadState(
        /// Its state.
        LeadState,
    ),
    /// The object does not belong to this workflow.
    #[error("办理单中没有这一项")]
    NotThere,
    /// A reason is asked for.
    #[error("请写明原因")]
    ReasonMissing,
    /// The step ends with a hand-off and cannot simply be ticked off.
    #[error("这一环节以送出为结束，请选择接收单位后送出")]
    NeedsHandOff,
    /// No receiver was chosen.
    #[error("请选择接收单位")]
    ReceiverMissing,
    /// The same receiver twice.
    #[error("同一接收单位选了两次")]
    ReceiverTwice,
    /// No unit was chosen, or the same twice.
    #[error("请选择要分发的站所或村（社区），每个只选一次")]
    UnitsUnclear,
    /// A unit of another side or town.
    #[error("只能交给本镇的站所或村（社区）")]
    UnitForeign,
    /// Parts of a distributed step are still open.
    #[error("还有 {open} 个单位未报（共 {total} 个）")]
    PartsOpen {
        /// How many are open.
        open: usize,
        /// How many there are.
        total: usize,
    },
    /// Its receipt has been recorded already.
    #[error("已经登记过收到")]
    AlreadyMet,
    /// The other side works in the system itself.
    #[error("该单位已在系统中办理，不需要代录")]
    BodyInSystem,
    /// A recorded date lies in the future.
    #[error("日期不能晚于今天")]
    DateInFuture,
    /// A recorded act of the other side lies before what it answers was sent.
    #[error("日期不能早于送出的日期")]
    DateBeforeSending,
    /// More done than there was to do, or a nil report with counts.
    #[error("已办数不能多于应办数；零报告不填数量")]
    CountsContradict,
    /// Only an approval can be answered.
    #[error("只有报审件需要答复")]
    NotAnApproval,
    /// Reopening needs at least one finished task.
    #[error("请至少选择一项要重新办理的任务")]
    NothingToReopen,
}

impl Refusal {
    /// A stable code in kebab-case, for the API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPermitted => "not-permitted",
            Self::HeldByOther(_) => "held-by-other",
            Self::TaskState(_) => "task-state",
            Self::HandOffState(_) => "hand-off-state",
            Self::CaseState(_) => "workflow-state",
            Self::LeadState(_) => "lead-state",
            Self::NotThere => "not-there",
            Self::ReasonMissing => "reason-missing",
            Self::NeedsHandOff => "needs-hand-off",
            Self::ReceiverMissing => "receiver-missing",
            Self::ReceiverTwice => "receiver-twice",
            Self::UnitsUnclear => "units-unclear",
            Self::UnitForeign => "unit-foreign",
            Self::PartsOpen { .. } => "parts-open",
            Self::AlreadyMet => "already-met",
            Self::BodyInSystem => "body-in-system",
            Self::DateInFuture => "date-in-future",
            Self::DateBeforeSending => "date-before-sending",
            Self::CountsContradict => "counts-contradict",
            Self::NotAnApproval => "not-an-approval",
            Self::NothingToReopen => "nothing-to-reopen",
        }
    }
}
