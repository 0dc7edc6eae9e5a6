//! Texts: Why something is not possible, and what can be done instead.

use chrono::{DateTime, Utc};
use workflow::case::{CaseState, HandOffState, TaskState};
use workflow::refusal::Refusal as Reason;

use super::{Texts, date, fill, texts};

texts! {
    /// Why something is not possible, and what can be done instead.
    pub struct Refusal {
        not_permitted: "您没有办理这一步的权限。请由持有人、所在单位的人员或党政办综合岗办理。", "You have no right to do this. Its holder, the people of the unit or the town's coordinator can.";
        held_by_other: "这项任务同事已经在办。如需接手，请本站所（单位）负责人改派，或请同事放回。", "A colleague is dealing with this. Whoever leads your office or body can give it to you, or the colleague puts it back.";
        task_state: "这项任务现在是“{state}”，不能这样办理。请查看最新情况。", "This task is now “{state}”, so this cannot be done. Please look at its latest state.";
        hand_off_state: "这份送件现在是“{state}”，不能这样办理。请查看最新情况。", "This hand-off is now “{state}”, so this cannot be done. Please look at its latest state.";
        workflow_suspended: "办理单已暂缓，请先恢复办理。", "The workflow is suspended. Resume it first.";
        workflow_state: "办理单现在是“{state}”，不能这样办理。需要继续时请由党政办综合岗重新打开。", "The workflow is now “{state}”. The coordinator can reopen it if work must go on.";
        not_there: "办理单中没有这一项，可能已被更改。请返回查看最新情况。", "The workflow has no such item; it may have changed. Please look at its latest state.";
        reason_missing: "请写明原因。", "Please give a reason.";
        needs_hand_off: "这一环节以送出为结束，请选择接收单位后送出。", "This step ends with a hand-off. Choose who receives it and send it.";
        receiver_missing: "请选择接收单位。", "Please choose a receiver.";
        receiver_twice: "同一接收单位选了两次，请去掉一个。", "The same receiver was chosen twice. Remove one.";
        units_unclear: "请选择要分发的站所或村（社区），每个只选一次；已经分发过的不必再选。", "Choose the offices or villages, each once; those that have it already are not chosen again.";
        unit_foreign: "只能交给本镇的站所或村（社区）。", "Work can be given only to the town's own offices and villages.";
        parts_open: "还有 {open} 个单位未报（共 {total} 个）。请等待，或将未报的标为“本次不涉及”。", "{open} of {total} units have not reported. Wait for them or leave them out.";
        already_met: "已经登记过收到，不必重复登记。", "Its receipt has been recorded already.";
        body_in_system: "该单位已在系统中办理，请等待对方签收和答复；可以电话提醒。", "That body works in the system itself. Wait for it to sign and answer; you may call it.";
        date_in_future: "日期不能晚于今天。", "The date cannot be later than today.";
        date_before_sending: "日期不能早于送出的日期。", "The date cannot be earlier than the sending.";
        counts_contradict: "已办数不能多于应办数；选了零报告就不要再填数量。", "More cannot be done than there was to do; a nil report has no counts.";
        not_an_approval: "只有报审件需要答复；其他送件签收后即办妥。", "Only a submission for approval is answered; others are settled by signing.";
        nothing_to_reopen: "请至少选择一项要重新办理的任务。", "Choose at least one task to be done again.";
        nothing_to_do: "这一分项没有需要办理的环节，只有日常职责或要求，不必启动。", "This part has no steps, only standing responsibilities or requirements; there is nothing to start.";
        unknown_body: "单位“{name}”尚未登记，请系统管理员先登记这个单位。", "The body “{name}” is not registered. Ask the administrator to add it first.";
        conflict: "其他人刚刚更新了这项工作。您填写的内容还在，请查看最新情况后再提交。", "Somebody else has just changed this. What you typed is still here; look at the latest state and submit again.";
        token_wanted: "需要有效的访问令牌：Authorization: Bearer …（在“访问令牌”页面创建）", "A valid token is needed: Authorization: Bearer … (made on the token page)";
        not_found: "没有找到，或者您无权查看", "It does not exist, or not for you";
        internal: "系统出错，请稍后再试", "Something went wrong here; please try again later";
        token_described: "个人访问令牌：在“访问令牌”页面或用 dutyflow user token 创建", "A personal token, made on the token page or with dutyflow user token";
        missing: "请填写这一项。", "Please fill this in.";
        too_long: "内容太长，请缩短。", "This is too long; please shorten it.";
        unregistered: "系统里还没有登记这个单位，请系统管理员先登记。", "This body is not registered. Ask the administrator to add it first.";
        unknown: "请从列表中选择。", "Please choose from the list.";
        taken: "已经有了，请换一个。", "This is taken already; choose another.";
        out_of_range: "日期超出可以计算的范围。", "The date is out of range.";
        control: "含有无法保存的字符，请重新输入。", "It contains characters that cannot be kept; please type it again.";
        personal: "请不要填写身份证号或银行卡号：本系统只记工作，不存群众个人信息，请在原业务系统中登记。", "Please leave out identity-card and bank-card numbers: this system records work, not residents. They belong in the system made for them.";
        withdrawn: "该事项已由上级部门收回，不能作为本镇工作启动；请使用“接收并移送”。", "This duty was taken back by the department and cannot be started as the town's work. Use “receive and transfer”.";
        no_receiver: "该事项已不再开展或不得考核，没有可移送的单位。", "Nobody does this duty any more, so there is nobody to transfer it to.";
        closed: "该事项已不在现行清单中，不能启动新的办理。", "This duty is no longer in the list in force; nothing new can be started under it.";
    }
}

impl Texts {
    /// Why the rules refuse something, with what can be done instead.
    #[must_use]
    pub fn refused(&self, reason: &Reason) -> String {
        let (r, w) = (&self.refusal, &self.inside);
        match reason {
            Reason::NotPermitted => r.not_permitted.to_owned(),
            Reason::HeldByOther(_) => r.held_by_other.to_owned(),
            Reason::TaskState(state) => self.in_task_state(*state),
            Reason::HandOffState(state) => self.in_hand_off_state(*state),
            Reason::CaseState(CaseState::Suspended) => r.workflow_suspended.to_owned(),
            Reason::CaseState(state) => fill(r.workflow_state, &[("state", &self.workflow_state(*state))]),
            Reason::LeadState(state) => fill(self.lead.refused_state, &[("state", &self.lead_state(*state))]),
            Reason::NotThere => r.not_there.to_owned(),
            Reason::ReasonMissing => r.reason_missing.to_owned(),
            Reason::NeedsHandOff => r.needs_hand_off.to_owned(),
            Reason::ReceiverMissing => r.receiver_missing.to_owned(),
            Reason::ReceiverTwice => r.receiver_twice.to_owned(),
            Reason::UnitsUnclear => r.units_unclear.to_owned(),
            Reason::UnitForeign => r.unit_foreign.to_owned(),
            Reason::PartsOpen { open, total } => fill(r.parts_open, &[("open", open), ("total", total)]),
            Reason::AlreadyMet => r.already_met.to_owned(),
            Reason::BodyInSystem => r.body_in_system.to_owned(),
            Reason::DateInFuture => r.date_in_future.to_owned(),
            Reason::DateBeforeSending => r.date_before_sending.to_owned(),
            Reason::CountsContradict => r.counts_contradict.to_owned(),
            Reason::NotAnApproval => r.not_an_approval.to_owned(),
            Reason::NothingToReopen => r.nothing_to_reopen.to_owned(),
            Reason::WithSigner => w.with_signer.to_owned(),
            Reason::NothingToSign => w.nothing_to_sign.to_owned(),
            Reason::MeetingOnPaper => w.meeting_on_paper.to_owned(),
            Reason::MeetingNumberMissing => w.meeting_number_missing.to_owned(),
            Reason::SignerUnfit(level) => fill(w.signer_unfit, &[("level", &self.sign_off_level(*level))]),
            Reason::IsLent => w.is_lent.to_owned(),
            Reason::NotLent => w.not_lent.to_owned(),
            Reason::AlreadyHolds => w.already_holds.to_owned(),
            Reason::CopyToMissing => w.copy_to_missing.to_owned(),
            Reason::NotALeader => w.not_a_leader.to_owned(),
            Reason::NoDateToExtend => w.no_date_to_extend.to_owned(),
            Reason::ExtensionPending => w.extension_pending.to_owned(),
            Reason::ExtensionTooLate { due } => fill(w.extension_too_late, &[("due", &self.instant(*due))]),
            Reason::ExtensionNotLater { due } => fill(w.extension_not_later, &[("due", &self.instant(*due))]),
            Reason::NothingAsked => w.nothing_asked.to_owned(),
            Reason::NudgedAlready { at, next, .. } => fill(w.nudged_already, &[("at", &self.instant(*at)), ("next", &self.instant(*next))]),
            Reason::SubstituteCycle => w.substitute_cycle.to_owned(),
            Reason::SubstituteChain => w.substitute_chain.to_owned(),
            Reason::AbsenceOverlaps => w.absence_overlaps.to_owned(),
            Reason::AbsenceDates => w.absence_dates.to_owned(),
            Reason::SubstituteForeign => w.substitute_foreign.to_owned(),
            Reason::ObjectionOpen
            | Reason::NothingObjected
            | Reason::LeaderDecides
            | Reason::CountyInSystem
            | Reason::NotLate
            | Reason::CoordinationOpen
            | Reason::OutcomeUnfit
            | Reason::ReturnedMoreThanSent { .. }
            | Reason::SentMoreThanReturned { .. }
            | Reason::RequestedAlready
            | Reason::NotOfBody
            | Reason::NotRecorded
            | Reason::ReceiverIsSender => self.dispute_refused(reason).unwrap_or_default(),
        }
    }

    /// A day with its time, seen from that day itself.
    fn instant(&self, at: DateTime<Utc>) -> String {
        date::day_and_time(self.language, at, at)
    }

    fn in_task_state(&self, state: TaskState) -> String {
        fill(self.refusal.task_state, &[("state", &self.task_state(state))])
    }

    fn in_hand_off_state(&self, state: HandOffState) -> String {
        fill(self.refusal.hand_off_state, &[("state", &self.hand_off_state(state))])
    }

    /// What is wrong with a field, by the code of the problem.
    #[must_use]
    pub fn problem(&self, code: &str) -> &'static str {
        self.known_problem(code).unwrap_or(self.refusal.unknown)
    }

    /// The same, or nothing where the code is no problem of a field.
    #[must_use]
    pub fn known_problem(&self, code: &str) -> Option<&'static str> {
        let r = &self.refusal;
        let words = match code {
            "missing" => r.missing,
            "too-long" => r.too_long,
            "taken" => r.taken,
            "out-of-range" => r.out_of_range,
            "control" => r.control,
            "identity-card" | "bank-card" => r.personal,
            "withdrawn" => r.withdrawn,
            "no-receiver" => r.no_receiver,
            "closed" => r.closed,
            "unknown" => r.unknown,
            "unregistered" => r.unregistered,
            _ => return None,
        };
        Some(words)
    }
}
