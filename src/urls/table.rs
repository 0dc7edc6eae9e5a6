//! The table of routes.

use std::fmt;

use ::workflow::ids::{
    AbsenceId, BatchId, BodyId, DutyId, EditionId, HandOffId, IncomingId, LeadId, MessageId, PersonId, RecurrenceId, TaskId, TokenId,
    TownId, WorkflowId,
};
use uuid::Uuid;

use super::Verb::{self, Get, Post};
use super::right::Right::{self, Public, SignedIn};
use super::right::{
    ADMINISTER, ARRANGE, COORDINATE, DECIDE, EDIT_TEMPLATE, GIVE_OUT, KEEP_TOWN, READ_EDITION, READ_INCOMING, READ_LEDGER, READ_LIST,
    READ_RECURRING, READ_WORK, REMIND, REPORT_EVENT, SUPERVISE, TOWN_WORK, WORK,
};

macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident $(($param:ident: $type:ty))? $pattern:literal { $($verb:ident $right:ident),+ })+) => {
        /// An address of the program, with what it needs to be complete.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Url {
            $($(#[$doc])* $name $(($type))?,)+
        }

        /// An address without its parameters: what `app` joins with a handler.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Route {
            $($(#[$doc])* $name,)+
        }

        impl Route {
            /// Every route.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The pattern by which requests are matched.
            #[must_use]
            pub fn pattern(self) -> &'static str {
                match self {
                    $(Self::$name => $pattern,)+
                }
            }

            /// Its methods with the right that each asks for.
            #[must_use]
            pub fn rights(self) -> &'static [(Verb, Right)] {
                match self {
                    $(Self::$name => &[$(($verb, $right)),+],)+
                }
            }
        }

        impl Url {
            /// Its route.
            #[must_use]
            pub fn route(&self) -> Route {
                match self {
                    $(routes!(@any $name $($param)?) => Route::$name,)+
                }
            }
        }

        impl fmt::Display for Url {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $(($param))? => f.write_str(&$pattern$(.replace(concat!("{", stringify!($param), "}"), &$param.to_string()))?),)+
                }
            }
        }
    };
    (@any $name:ident) => { Self::$name };
    (@any $name:ident $param:ident) => { Self::$name(_) };
}

routes! {
    /// The way to each person's own first page.
    Home "/" { Get SignedIn }
    /// Log-in.
    Login "/login" { Get Public, Post Public }
    /// Log-out.
    Logout "/logout" { Post SignedIn }
    /// Changing one's password.
    Password "/password" { Get SignedIn, Post SignedIn }
    /// 外出与代办: one's own, and those of people for whom one may enter them.
    Absences "/absences" { Get SignedIn, Post SignedIn }
    /// Withdrawing one.
    AbsenceWithdraw(id: AbsenceId) "/absences/{id}/withdraw" { Post SignedIn }
    /// Changing the language.
    Language "/language" { Post Public }

    /// 来件: what came in, and registering one.
    Incoming "/incoming" { Get READ_INCOMING, Post COORDINATE }
    /// 来件登记.
    IncomingNew "/incoming/new" { Get COORDINATE }
    /// One incoming item.
    IncomingShow(id: IncomingId) "/incoming/{id}" { Get READ_INCOMING }
    /// Confirming its duty.
    IncomingDuty(id: IncomingId) "/incoming/{id}/duty" { Post COORDINATE }
    /// Closing it without a workflow.
    IncomingClose(id: IncomingId) "/incoming/{id}/close" { Post COORDINATE }

    /// 会议议定事项, and entering a meeting's.
    Batches "/meetings" { Get READ_INCOMING, Post COORDINATE }
    /// 录入议定事项.
    BatchNew "/meetings/new" { Get COORDINATE }
    /// One batch with the result of each row.
    BatchShow(id: BatchId) "/meetings/{id}" { Get READ_INCOMING }

    /// 事项目录.
    Duties "/duties" { Get READ_LIST }
    /// One duty with its template.
    DutyShow(id: DutyId) "/duties/{id}" { Get READ_LIST }
    /// Starting a workflow from it.
    DutyStart(id: DutyId) "/duties/{id}/start" { Get COORDINATE, Post COORDINATE }
    /// 接收并移送, for a withdrawn duty.
    DutyTransfer(id: DutyId) "/duties/{id}/receive-and-transfer" { Get COORDINATE, Post COORDINATE }

    /// Editing its template, and changing the draft.
    DutyTemplate(id: DutyId) "/duties/{id}/template" { Get EDIT_TEMPLATE, Post EDIT_TEMPLATE }
    /// What the draft changes.
    TemplateChanges(id: DutyId) "/duties/{id}/template/changes" { Get EDIT_TEMPLATE }
    /// Publishing the draft.
    TemplatePublish(id: DutyId) "/duties/{id}/template/publish" { Post EDIT_TEMPLATE }
    /// Dropping the draft.
    TemplateDiscard(id: DutyId) "/duties/{id}/template/discard" { Post EDIT_TEMPLATE }
    /// All versions.
    TemplateVersions(id: DutyId) "/duties/{id}/template/versions" { Get EDIT_TEMPLATE }
    /// Taking a version up as the draft.
    TemplateRestore(id: DutyId) "/duties/{id}/template/restore" { Post EDIT_TEMPLATE }
    /// The office that answers for the duty.
    TemplateOffice(id: DutyId) "/duties/{id}/template/office" { Post COORDINATE }

    /// 办理单.
    Workflows "/workflows" { Get READ_WORK }
    /// One workflow.
    WorkflowShow(id: WorkflowId) "/workflows/{id}" { Get READ_WORK }
    /// 暂缓.
    WorkflowSuspend(id: WorkflowId) "/workflows/{id}/suspend" { Post DECIDE }
    /// Ending a suspension.
    WorkflowResume(id: WorkflowId) "/workflows/{id}/resume" { Post DECIDE }
    /// Cancelling.
    WorkflowCancel(id: WorkflowId) "/workflows/{id}/cancel" { Post DECIDE }
    /// Reopening.
    WorkflowReopen(id: WorkflowId) "/workflows/{id}/reopen" { Post DECIDE }

    /// 批示.
    WorkflowNote(id: WorkflowId) "/workflows/{id}/note" { Post DECIDE }
    /// 抄告.
    WorkflowCopy(id: WorkflowId) "/workflows/{id}/copy" { Post TOWN_WORK }
    /// A further step.
    WorkflowStep(id: WorkflowId) "/workflows/{id}/steps" { Post DECIDE }
    /// 待协调: what waits for coordination.
    Coordination "/coordination" { Get SUPERVISE }
    /// 商请 of a department.
    WorkflowAsk(id: WorkflowId) "/workflows/{id}/requests" { Get COORDINATE, Post COORDINATE }
    /// Correcting what was recorded on behalf.
    WorkflowCorrect(id: WorkflowId) "/workflows/{id}/corrections" { Get TOWN_WORK, Post TOWN_WORK }

    /// One task.
    TaskShow(id: TaskId) "/tasks/{id}" { Get READ_WORK }
    /// 交办.
    TaskAssign(id: TaskId) "/tasks/{id}/assign" { Post GIVE_OUT }
    /// 分发.
    TaskDistribute(id: TaskId) "/tasks/{id}/distribute" { Post GIVE_OUT }
    /// Taking it out of the in-box.
    TaskTake(id: TaskId) "/tasks/{id}/take" { Post WORK }
    /// Giving it back.
    TaskGiveBack(id: TaskId) "/tasks/{id}/give-back" { Post WORK }
    /// Reporting it done.
    TaskComplete(id: TaskId) "/tasks/{id}/complete" { Post WORK }
    /// 报审, 报备, 报送, 移送.
    TaskHandOff(id: TaskId) "/tasks/{id}/hand-off" { Post WORK }
    /// 转交.
    TaskPassOn(id: TaskId) "/tasks/{id}/pass-on" { Post TOWN_WORK }
    /// 请协办.
    TaskLend(id: TaskId) "/tasks/{id}/lend" { Post TOWN_WORK }
    /// Its way back.
    TaskHandBack(id: TaskId) "/tasks/{id}/hand-back" { Post TOWN_WORK }
    /// 审签同意.
    TaskSignOff(id: TaskId) "/tasks/{id}/sign-off" { Post GIVE_OUT }
    /// 审签退回.
    TaskSignOffRefuse(id: TaskId) "/tasks/{id}/sign-off/refuse" { Post TOWN_WORK }
    /// Withdrawing what was submitted.
    TaskSignOffWithdraw(id: TaskId) "/tasks/{id}/sign-off/withdraw" { Post TOWN_WORK }
    /// 线下已审签.
    TaskSignOffRecord(id: TaskId) "/tasks/{id}/sign-off/record" { Post TOWN_WORK }
    /// 申请延期.
    TaskExtension(id: TaskId) "/tasks/{id}/extension" { Post WORK }
    /// Its answer.
    TaskExtensionAnswer(id: TaskId) "/tasks/{id}/extension/answer" { Post DECIDE }
    /// 催办.
    TaskNudge(id: TaskId) "/tasks/{id}/nudge" { Post REMIND }
    /// 情况说明.
    TaskRemark(id: TaskId) "/tasks/{id}/remark" { Post TOWN_WORK }
    /// 本次不涉及.
    TaskLeaveOut(id: TaskId) "/tasks/{id}/leave-out" { Post DECIDE }
    /// Recording that what it waits for has come.
    TaskReceived(id: TaskId) "/tasks/{id}/received" { Post TOWN_WORK }
    /// 职责异议 of its holder.
    TaskObject(id: TaskId) "/tasks/{id}/object" { Post TOWN_WORK }
    /// The answer to it.
    TaskAnswerObjection(id: TaskId) "/tasks/{id}/answer-objection" { Post DECIDE }
    /// 分办 inside a body.
    TaskShare(id: TaskId) "/tasks/{id}/share" { Post WORK }
    /// Its limit.
    TaskLimit(id: TaskId) "/tasks/{id}/limit" { Post GIVE_OUT }

    /// 我的工作.
    Work "/work" { Get WORK }
    /// 今日待办, to print or copy.
    Today "/work/today" { Get WORK }

    /// 待我签收, 我送出的.
    HandOffs "/hand-offs" { Get WORK }
    /// 签收 of several.
    HandOffsSign "/hand-offs/sign" { Post WORK }
    /// One hand-off.
    HandOffShow(id: HandOffId) "/hand-offs/{id}" { Get READ_WORK }
    /// 签收.
    HandOffSign(id: HandOffId) "/hand-offs/{id}/sign" { Post WORK }
    /// 退回补正.
    HandOffReturn(id: HandOffId) "/hand-offs/{id}/return" { Post WORK }
    /// Answering an approval.
    HandOffAnswer(id: HandOffId) "/hand-offs/{id}/answer" { Post WORK }
    /// 撤回.
    HandOffTakeBack(id: HandOffId) "/hand-offs/{id}/take-back" { Post WORK }
    /// 提醒.
    HandOffRemind(id: HandOffId) "/hand-offs/{id}/remind" { Post REMIND }
    /// 申请延期, of the answer.
    HandOffExtension(id: HandOffId) "/hand-offs/{id}/extension" { Post WORK }
    /// Its answer.
    HandOffExtensionAnswer(id: HandOffId) "/hand-offs/{id}/extension/answer" { Post COORDINATE }
    /// 职责异议.
    HandOffObject(id: HandOffId) "/hand-offs/{id}/object" { Post WORK }
    /// Its answer, with which it is offered again.
    HandOffAnswerObjection(id: HandOffId) "/hand-offs/{id}/answer-objection" { Post WORK }
    /// 提请县级协调.
    HandOffAskCounty(id: HandOffId) "/hand-offs/{id}/ask-county" { Post DECIDE }
    /// 协调意见.
    HandOffConclude(id: HandOffId) "/hand-offs/{id}/conclude" { Post READ_WORK }
    /// 分办 inside the receiving body.
    HandOffShare(id: HandOffId) "/hand-offs/{id}/share" { Post WORK }

    /// 问题线索, and reporting one.
    Leads "/leads" { Get READ_WORK, Post TOWN_WORK }
    /// 上报问题线索.
    LeadNew "/leads/new" { Get TOWN_WORK }
    /// One lead.
    LeadShow(id: LeadId) "/leads/{id}" { Get READ_WORK }
    /// Sending it to a body.
    LeadOffer(id: LeadId) "/leads/{id}/offer" { Post TOWN_WORK }
    /// 撤回.
    LeadTakeBack(id: LeadId) "/leads/{id}/take-back" { Post TOWN_WORK }
    /// 签收.
    LeadSign(id: LeadId) "/leads/{id}/sign" { Post WORK }
    /// 退回.
    LeadReturn(id: LeadId) "/leads/{id}/return" { Post WORK }
    /// 职责异议.
    LeadObject(id: LeadId) "/leads/{id}/object" { Post WORK }
    /// 提请协调.
    LeadAsk(id: LeadId) "/leads/{id}/ask-coordination" { Post DECIDE }
    /// 协调意见.
    LeadCoordinate(id: LeadId) "/leads/{id}/coordination" { Post DECIDE }
    /// Feeding the result back.
    LeadAnswer(id: LeadId) "/leads/{id}/answer" { Post WORK }
    /// 销号.
    LeadClose(id: LeadId) "/leads/{id}/close" { Post TOWN_WORK }
    /// Dealt with by the town itself.
    LeadSettle(id: LeadId) "/leads/{id}/settle" { Post TOWN_WORK }
    /// Taking it up again.
    LeadReopen(id: LeadId) "/leads/{id}/reopen" { Post TOWN_WORK }
    /// Cancelling it.
    LeadCancel(id: LeadId) "/leads/{id}/cancel" { Post TOWN_WORK }
    /// Confirming its duty.
    LeadLink(id: LeadId) "/leads/{id}/duty" { Post DECIDE }

    /// 周期性工作, and arranging it.
    Recurrences "/recurrences" { Get READ_RECURRING, Post ARRANGE }
    /// 安排周期性工作.
    RecurrenceNew "/recurrences/new" { Get ARRANGE }
    /// One.
    RecurrenceShow(id: RecurrenceId) "/recurrences/{id}" { Get READ_RECURRING }
    /// Pausing it.
    RecurrencePause(id: RecurrenceId) "/recurrences/{id}/pause" { Post ARRANGE }
    /// Resuming it.
    RecurrenceResume(id: RecurrenceId) "/recurrences/{id}/resume" { Post ARRANGE }
    /// Ending it.
    RecurrenceEnd(id: RecurrenceId) "/recurrences/{id}/end" { Post ARRANGE }
    /// 报告事件.
    Events "/events" { Get REPORT_EVENT, Post REPORT_EVENT }

    /// 台账.
    Ledger "/ledger" { Get READ_LEDGER }
    /// The same as xlsx.
    LedgerXlsx "/ledger.xlsx" { Get READ_LEDGER }
    /// 导入往年台账: choosing the file.
    LedgerImport "/ledger/import" { Get COORDINATE, Post COORDINATE }
    /// What was read of it, and importing it.
    LedgerImportShow(id: Uuid) "/ledger/import/{id}" { Get COORDINATE, Post COORDINATE }
    /// 逾期情况.
    Overdue "/overdue" { Get SUPERVISE }
    /// The same as xlsx.
    OverdueXlsx "/overdue.xlsx" { Get SUPERVISE }
    /// The same as csv.
    OverdueCsv "/overdue.csv" { Get SUPERVISE }

    /// 清单导入: sending a list, and the editions that there are.
    Import "/import" { Get KEEP_TOWN, Post KEEP_TOWN }
    /// What was read of a list that was sent, and accepting it.
    ImportShow(id: Uuid) "/import/{id}" { Get KEEP_TOWN, Post KEEP_TOWN }
    /// Dropping it.
    ImportDiscard(id: Uuid) "/import/{id}/discard" { Post KEEP_TOWN }
    /// One edition with its findings.
    EditionShow(id: EditionId) "/editions/{id}" { Get READ_EDITION }
    /// What changed since another edition, the one before unless `from` says which.
    EditionChanges(id: EditionId) "/editions/{id}/changes" { Get READ_EDITION }
    /// The same as xlsx.
    EditionChangesXlsx(id: EditionId) "/editions/{id}/changes.xlsx" { Get READ_EDITION }
    /// The same as csv.
    EditionChangesCsv(id: EditionId) "/editions/{id}/changes.csv" { Get READ_EDITION }
    /// Deciding about one of its findings.
    EditionFinding(id: EditionId) "/editions/{id}/findings" { Post KEEP_TOWN }
    /// Its document as imported.
    EditionDocument(id: EditionId) "/editions/{id}/document" { Get READ_EDITION }
    /// The town's default limits.
    TownLimits "/town/limits" { Get KEEP_TOWN, Post KEEP_TOWN }

    /// 系统管理.
    Admin "/admin" { Get ADMINISTER }
    /// 人员, and adding one.
    People "/admin/people" { Get KEEP_TOWN, Post KEEP_TOWN }
    /// The form for a new person.
    PeopleNew "/admin/people/new" { Get KEEP_TOWN }
    /// People from a spreadsheet.
    PeopleImport "/admin/people/import" { Get KEEP_TOWN, Post KEEP_TOWN }
    /// One person with the roles.
    PersonShow(id: PersonId) "/admin/people/{id}" { Get KEEP_TOWN }
    /// A new one-time password.
    PersonReset(id: PersonId) "/admin/people/{id}/reset" { Post KEEP_TOWN }
    /// Closing the account.
    PersonDeactivate(id: PersonId) "/admin/people/{id}/deactivate" { Post KEEP_TOWN }
    /// Giving a role.
    PersonGrants(id: PersonId) "/admin/people/{id}/grants" { Post KEEP_TOWN }
    /// Ending a role.
    PersonGrantEnd(id: PersonId) "/admin/people/{id}/grants/end" { Post KEEP_TOWN }
    /// Mails sent, kept and failed.
    Mails "/admin/mail" { Get ADMINISTER }
    /// What every kind of mail looks like, and a test mail.
    MailSamples "/admin/mail-samples" { Get ADMINISTER }
    /// Sending a test mail.
    MailTest "/admin/mail-samples/test" { Post ADMINISTER }
    /// One mail.
    MailShow(id: MessageId) "/admin/mail/{id}" { Get ADMINISTER }
    /// A kept mail as a file.
    MailFile(id: MessageId) "/admin/mail/{id}/file" { Get ADMINISTER }
    /// Trying a failed one again.
    MailRetry(id: MessageId) "/admin/mail/{id}/retry" { Post ADMINISTER }
    /// 乡镇, and adding one.
    Towns "/admin/towns" { Get ADMINISTER, Post ADMINISTER }
    /// Setting the county up.
    County "/admin/county" { Post ADMINISTER }
    /// One town with its offices and villages.
    TownShow(id: TownId) "/admin/towns/{id}" { Get KEEP_TOWN }
    /// Adding an office.
    TownOffices(id: TownId) "/admin/towns/{id}/offices" { Post KEEP_TOWN }
    /// Adding a village or community.
    TownVillages(id: TownId) "/admin/towns/{id}/villages" { Post KEEP_TOWN }
    /// 单位, and adding one.
    Bodies "/admin/bodies" { Get ADMINISTER, Post ADMINISTER }
    /// One body with its spellings.
    BodyShow(id: BodyId) "/admin/bodies/{id}" { Get ADMINISTER }
    /// How it can be reached.
    BodyPhone(id: BodyId) "/admin/bodies/{id}/phone" { Post ADMINISTER }
    /// Adding a spelling.
    BodySpellings(id: BodyId) "/admin/bodies/{id}/spellings" { Post ADMINISTER }
    /// 工作日历, and entering days.
    Calendar "/admin/calendar" { Get ADMINISTER, Post ADMINISTER }
    /// Taking one out again.
    CalendarRemove "/admin/calendar/remove" { Post ADMINISTER }
    /// Entering working hours.
    CalendarHours "/admin/calendar/hours" { Post ADMINISTER }
    /// Taking them out again.
    CalendarHoursRemove "/admin/calendar/hours/remove" { Post ADMINISTER }
    /// A year whose whole notice is known.
    CalendarYear "/admin/calendar/year" { Post ADMINISTER }
    /// Taking it out again.
    CalendarYearRemove "/admin/calendar/year/remove" { Post ADMINISTER }
    /// The queue.
    Jobs "/admin/jobs" { Get ADMINISTER }
    /// Trying a dead job again.
    JobRetry(id: i64) "/admin/jobs/{id}/retry" { Post ADMINISTER }

    /// About what one gets mails.
    MailSettings "/account/mails" { Get SignedIn, Post SignedIn }
    /// One's API tokens.
    Tokens "/account/tokens" { Get SignedIn, Post SignedIn }
    /// Revoking one.
    TokenRevoke(id: TokenId) "/account/tokens/{id}/revoke" { Post SignedIn }

    /// Styles, script, icons.
    Static(file: String) "/static/{file}" { Get Public }
    /// Whether the program runs.
    Health "/healthz" { Get Public }
    /// Whether it can work: the database answers.
    Ready "/readyz" { Get Public }
}
