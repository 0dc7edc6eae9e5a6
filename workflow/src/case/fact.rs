//! What happened: the entries of the history. A recorded fact keeps its meaning for ever; new ones may be added, none is changed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::command::OnBehalf;
use super::dispute::{Conclusion, Coordination, Objection};
use super::inside::{CopyTo, Dated, Extension, LeaderNote, Lent, OnPaper, Signing};
use super::state::{Answered, Due, HandOff, LimitSpec, Result, Task, Wait};
use crate::ids::{HandOffId, PersonId, TaskId, TownId, WaitId};
use crate::people::Holder;

/// One thing that happened in a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Fact {
    Started {
        town: TownId,
        title: String,
        urgent: bool,
        official_due: Option<Due>,
        by: PersonId,
        tasks: Vec<Task>,
        waits: Vec<Wait>,
    },
    TaskOpened {
        task: TaskId,
        due: Option<Due>,
    },
    /// The hand-off that had opened a body's task went back to the town.
    TaskBlocked {
        task: TaskId,
    },
    TaskAssigned {
        task: TaskId,
        holder: Option<Holder>,
    },
    TaskLimitSet {
        task: TaskId,
        limit: Option<LimitSpec>,
        due: Option<Due>,
    },
    TaskDistributed {
        task: TaskId,
        parts: Vec<Task>,
    },
    TaskHanded {
        task: TaskId,
    },
    /// Back to the town: by a return or a take-back; the round counts on.
    TaskCameBack {
        task: TaskId,
        reason: String,
        due: Option<Due>,
    },
    TaskDone {
        task: TaskId,
        result: Result,
    },
    TaskLeftOut {
        task: TaskId,
        reason: String,
    },
    TaskCancelled {
        task: TaskId,
    },
    TaskReopened {
        task: TaskId,
        reason: String,
        due: Option<Due>,
    },
    HandOffOffered {
        hand_off: Box<HandOff>,
    },
    HandOffOfferedAgain {
        hand_off: HandOffId,
        by: PersonId,
        note: Option<String>,
        document_no: Option<String>,
        sign_due: Option<Due>,
        /// How many are sent again, where they are counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<u32>,
    },
    HandOffSigned {
        hand_off: HandOffId,
        answer_due: Option<Due>,
    },
    HandOffReturned {
        hand_off: HandOffId,
        reason: String,
        count: Option<u32>,
    },
    HandOffSettled {
        hand_off: HandOffId,
        answer: Option<Answered>,
    },
    HandOffTakenBack {
        hand_off: HandOffId,
        reason: String,
    },
    HandOffCancelled {
        hand_off: HandOffId,
    },
    /// What was settled is to be sent once more: its task was reopened.
    HandOffReopened {
        hand_off: HandOffId,
        reason: String,
    },
    /// The dates of a hand-off after a suspension.
    HandOffDatesMoved {
        hand_off: HandOffId,
        sign_due: Option<Due>,
        answer_due: Option<Due>,
    },
    /// The date of a task after a suspension.
    TaskDateMoved {
        task: TaskId,
        due: Option<Due>,
    },
    /// The date that is reported upward, after a change of the calendar.
    OfficialDateMoved {
        due: Option<Due>,
    },
    WaitMet {
        wait: WaitId,
        on: NaiveDate,
        document_no: Option<String>,
        note: Option<String>,
        by: PersonId,
        at: DateTime<Utc>,
    },
    Suspended {
        reason: String,
    },
    Resumed,
    Completed,
    Cancelled {
        reason: String,
    },
    Reopened {
        reason: String,
    },
    /// 转交
    TaskPassedOn {
        task: TaskId,
        from: Option<Holder>,
        to: Holder,
        reason: String,
    },
    /// 请协办
    TaskLent {
        task: TaskId,
        to: Holder,
        lent: Box<Lent>,
    },
    /// What was lent is back with its lender.
    TaskHandedBack {
        task: TaskId,
        from: Option<Holder>,
        to: Holder,
        note: Option<String>,
    },
    /// 抄告
    Copied {
        to: Vec<CopyTo>,
        note: Option<String>,
    },
    /// 报审签: with it the holder's clock stops.
    SignOffAsked {
        task: TaskId,
        signing: Box<Signing>,
    },
    /// Signed off; what was submitted leaves with the facts that follow.
    SignOffGiven {
        task: TaskId,
        note: Option<String>,
        paper: Option<OnPaper>,
    },
    SignOffRefused {
        task: TaskId,
        reason: String,
        due: Option<Due>,
    },
    SignOffWithdrawn {
        task: TaskId,
        due: Option<Due>,
    },
    /// 批示
    LeaderNoted {
        note: LeaderNote,
    },
    /// 情况说明
    TaskRemarked {
        task: TaskId,
        text: String,
    },
    /// 申请延期
    ExtensionAsked {
        of: Dated,
        asked: Extension,
    },
    ExtensionGranted {
        of: Dated,
        due: Due,
    },
    ExtensionRefused {
        of: Dated,
        reason: String,
    },
    /// 催办
    TaskNudged {
        task: TaskId,
        by: PersonId,
        by_phone: bool,
    },
    /// 提醒
    HandOffReminded {
        hand_off: HandOffId,
        by: PersonId,
        by_phone: bool,
    },
    /// A further step of the running workflow.
    StepStarted {
        task: Box<Task>,
        waits: Vec<Wait>,
    },
    /// 职责异议
    HandOffObjected {
        hand_off: HandOffId,
        objection: Box<Objection>,
    },
    /// It is for others to decide: the second objection on the step, or the county was asked.
    CoordinationOpened {
        hand_off: HandOffId,
        coordination: Box<Coordination>,
    },
    /// 协调意见; what follows from it stands in the facts after it.
    CoordinationConcluded {
        hand_off: HandOffId,
        conclusion: Box<Conclusion>,
    },
    /// One receiver was enough, and another one has settled it.
    HandOffNotNeeded {
        hand_off: HandOffId,
        settled: HandOffId,
    },
    /// Given to a person of the receiving body, or back into its in-box.
    HandOffShared {
        hand_off: HandOffId,
        person: Option<PersonId>,
    },
    /// The holder of a town's task says that it is not its duty.
    TaskObjected {
        task: TaskId,
        objection: Box<Objection>,
    },
    /// The answer; with the leader's decision where there was one. To whom the task goes stands in the next fact.
    TaskObjectionAnswered {
        task: TaskId,
        answer: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decided: Option<Box<Conclusion>>,
    },
    /// A body's step that was only possible is asked for: the hand-off that feeds it was made.
    StepRequired {
        task: TaskId,
    },
    /// What was recorded on behalf in an earlier entry was in truth so.
    RecordCorrected {
        seq: i64,
        on_behalf: OnBehalf,
        reason: String,
    },
}
