//! Why a command is refused: "not allowed here", as against "went wrong". Each variant carries what a sentence on screen needs; `text` renders them
//! in both languages, with what can be done instead.

use chrono::{DateTime, Utc};

use crate::case::{CaseState, HandOffState, SignOff, TaskState};
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
    /// It waits for its sign-off.
    #[error("已报审签，请等审签人处理；要修改请先撤回审签")]
    WithSigner,
    /// Nothing was submitted for sign-off.
    #[error("这项任务没有待审签的送件，可能已审签、退回或撤回")]
    NothingToSign,
    /// A meeting decides this: its decision is entered.
    #[error("这一环节须经会议研究，请用“线下已审签”登记会议日期和文号")]
    MeetingOnPaper,
    /// A meeting's decision without its number.
    #[error("请填写会议纪要的文号")]
    MeetingNumberMissing,
    /// The named person does not sign at this level.
    #[error("所选人员不能审签这一环节，请选择符合审签级别的负责人")]
    SignerUnfit(
        /// The level.
        SignOff,
    ),
    /// It is with a helper.
    #[error("这项任务正在请协办，报回或收回后再办")]
    IsLent,
    /// It is not with a helper.
    #[error("这项任务没有请协办，不需要报回")]
    NotLent,
    /// It is there already.
    #[error("这项任务已经在该处")]
    AlreadyHolds,
    /// Nobody was chosen to be informed.
    #[error("请选择要抄告的站所、村（社区）或人员")]
    CopyToMissing,
    /// A note is a leader's.
    #[error("批示只能由本镇领导作出，请选择一位领导")]
    NotALeader,
    /// More time than no date.
    #[error("这一项没有时限，不需要申请延期")]
    NoDateToExtend,
    /// It was asked for already.
    #[error("已申请延期，等待答复")]
    ExtensionPending,
    /// It was asked for after the date.
    #[error("时限已过，不能再申请延期；请尽快办理，并在办理情况中说明原因")]
    ExtensionTooLate {
        /// The date that has passed.
        due: DateTime<Utc>,
    },
    /// Not later than the date that it has.
    #[error("延期后的日期应晚于现在的时限")]
    ExtensionNotLater {
        /// The date that it has.
        due: DateTime<Utc>,
    },
    /// There is no request to answer.
    #[error("没有待答复的延期申请，可能已经答复")]
    NothingAsked,
    /// One reminder by hand in a working day.
    #[error("今天已提醒过，下一个工作日可再提醒；电话提醒可随时登记")]
    NudgedAlready {
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: PersonId,
        /// From when it may be done again.
        next: DateTime<Utc>,
    },
    /// A substitute of somebody who is in turn substituted by the absent person.
    #[error("这样会互相代办，请另选代办人")]
    SubstituteCycle,
    /// A longer chain of substitutes than is allowed.
    #[error("代办最多接续三次，请另选代办人")]
    SubstituteChain,
    /// Two substitutes at once.
    #[error("这段时间已登记过外出，请先修改原来的登记")]
    AbsenceOverlaps,
    /// Dates that do not fit, or that have passed.
    #[error("请核对起止日期：结束不早于开始，也不早于今天，最长一年")]
    AbsenceDates,
    /// A substitute who is not of the same town or body.
    #[error("代办人应是本镇或本单位的人员，且不是本人")]
    SubstituteForeign,
    /// An objection to the task is not answered yet.
    #[error("这项任务有职责异议，请先答复")]
    ObjectionOpen,
    /// Nobody has objected, or it was answered already.
    #[error("没有待答复的职责异议，可能已经答复")]
    NothingObjected,
    /// The second objection: the leader in charge decides.
    #[error("第二次提出职责异议，由分管领导决定；领导已在纸上决定的，请勾选“按领导书面意见登记”")]
    LeaderDecides,
    /// The county's coordinator works in the system.
    #[error("县级协调人员已在系统中办理，不需要代录")]
    CountyInSystem,
    /// The county is asked about progress only when the other side is late.
    #[error("时限未到，暂不能就进度提请协调；可以先提醒对方")]
    NotLate,
    /// A coordination about it is under way.
    #[error("已提请县级协调，等待协调意见")]
    CoordinationOpen,
    /// The result does not fit what was asked.
    #[error("协调意见与提请的事项不符：职责边界应明确由谁办理或取消，办理进度应继续办理")]
    OutcomeUnfit,
    /// More returned than were sent, or none.
    #[error("退回份数应在1到{sent}之间")]
    ReturnedMoreThanSent {
        /// How many were sent in this round.
        sent: u32,
    },
    /// More sent again than had come back, or none the first time.
    #[error("再次送出的份数不能多于退回的 {returned} 份")]
    SentMoreThanReturned {
        /// How many had come back.
        returned: u32,
    },
    /// The step has been asked for already.
    #[error("已经商请过这一项，不必重复")]
    RequestedAlready,
    /// Somebody of another body.
    #[error("只能交给本单位的人员")]
    NotOfBody,
    /// What is to be corrected was not recorded on behalf.
    #[error("这条记录不是代录，不能更正")]
    NotRecorded,
    /// Work cannot be sent to its own sender.
    #[error("不能送给自己，请选择其他接收单位")]
    ReceiverIsSender,
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
            Self::WithSigner => "with-signer",
            Self::NothingToSign => "nothing-to-sign",
            Self::MeetingOnPaper => "meeting-on-paper",
            Self::MeetingNumberMissing => "meeting-number-missing",
            Self::SignerUnfit(_) => "signer-unfit",
            Self::IsLent => "is-lent",
            Self::NotLent => "not-lent",
            Self::AlreadyHolds => "already-holds",
            Self::CopyToMissing => "copy-to-missing",
            Self::NotALeader => "not-a-leader",
            Self::NoDateToExtend => "no-date-to-extend",
            Self::ExtensionPending => "extension-pending",
            Self::ExtensionTooLate { .. } => "extension-too-late",
            Self::ExtensionNotLater { .. } => "extension-not-later",
            Self::NothingAsked => "nothing-asked",
            Self::NudgedAlready { .. } => "nudged-already",
            Self::SubstituteCycle => "substitute-cycle",
            Self::SubstituteChain => "substitute-chain",
            Self::AbsenceOverlaps => "absence-overlaps",
            Self::AbsenceDates => "absence-dates",
            Self::SubstituteForeign => "substitute-foreign",
            Self::ObjectionOpen => "objection-open",
            Self::NothingObjected => "nothing-objected",
            Self::LeaderDecides => "leader-decides",
            Self::CountyInSystem => "county-in-system",
            Self::NotLate => "not-late",
            Self::CoordinationOpen => "coordination-open",
            Self::OutcomeUnfit => "outcome-unfit",
            Self::ReturnedMoreThanSent { .. } => "returned-more-than-sent",
            Self::SentMoreThanReturned { .. } => "sent-more-than-returned",
            Self::RequestedAlready => "requested-already",
            Self::NotOfBody => "not-of-body",
            Self::NotRecorded => "not-recorded",
            Self::ReceiverIsSender => "receiver-is-sender",
        }
    }
}
