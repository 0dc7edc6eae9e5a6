//! Texts: between the town and the bodies - objections, coordination and its results, requests, sharing out, corrections. Bodies read these.

use duty_list::DutyRef;
use workflow::case::{CoordinationLevel, CoordinationScope, Fact, Outcome};
use workflow::people::Unit;
use workflow::refusal::Refusal;

use super::history::{Sentence, Told, Tone};
use super::{Texts, fill, texts};

texts! {
    /// Objections, coordination, requests.
    pub struct Dispute {
        state_objected: "职责异议", "Objected";
        state_in_coordination: "协调中", "In coordination";
        row: "{kind}事项第{no}项", "{kind} duty no. {no}";

        objected: "{body}对“{task}”提出职责异议（依据{row}）：{reason}", "{body} objects to “{task}” (resting on {row}): {reason}";
        opened_leader: "“{task}”第二次提出职责异议，由镇分管领导与{body}协商", "A second objection to “{task}”: the town's leader in charge talks with {body}";
        opened_duty: "就“{task}”的职责边界提请县级协调：{reason}", "Asked the county to coordinate whose duty “{task}” is: {reason}";
        opened_progress: "就{body}办理“{task}”的进度提请县级协调：{reason}", "Asked the county to coordinate the progress of “{task}” at {body}: {reason}";
        concluded_offer: "协调意见：“{task}”由{to}办理，理由：{reason}{rest}", "Result of the coordination: “{task}” is done by {to}: {reason}{rest}";
        concluded_cancel: "协调意见：“{task}”不再送{body}，理由：{reason}{rest}", "Result of the coordination: “{task}” does not go to {body}: {reason}{rest}";
        concluded_goes_on: "协调意见：“{task}”由{body}继续办理：{reason}{rest}", "Result of the coordination: {body} goes on with “{task}”: {reason}{rest}";
        not_needed: "已有单位办妥，送{body}的“{task}”不再需要", "Another receiver has settled it; “{task}” to {body} is not needed any more";
        shared: "{body}将“{task}”交由{person}承办", "{body} gave “{task}” to {person}";
        shared_back: "{body}将“{task}”放回本单位收件箱", "{body} put “{task}” back into its in-box";
        task_objected: "对“{task}”提出职责异议（依据{row}）：{reason}", "Objects to “{task}” (resting on {row}): {reason}";
        task_answered: "答复对“{task}”的职责异议：{answer}", "Answered the objection to “{task}”: {answer}";
        task_decided: "领导决定“{task}”由{to}办理：{answer}{rest}", "The leader decided that “{task}” is done by {to}: {answer}{rest}";
        step_required: "“{task}”列为本次需要办理的部门环节", "“{task}” is asked for this time";
        corrected: "更正第{seq}条代录：{recorded}；更正原因：{reason}", "Corrects the record no. {seq}: {recorded}; because: {reason}";

        level_leader: "镇分管领导", "The town's leader in charge";
        level_duty: "县级协调（职责边界）", "The county, about whose duty it is";
        level_progress: "县级协调（办理进度）", "The county, about progress";
        outcome_offer: "由{to}办理", "Done by {to}";
        outcome_cancel: "不再送出", "Not sent";
        outcome_goes_on: "继续办理", "Goes on";

        object: "职责异议", "Object: not our duty";
        record_object: "代录职责异议", "Record an objection";
        object_hint: "写明为什么不属本单位职责，以及依据清单哪一项。第二次提出的由镇领导、县级协调。", "Say why it is not your duty and on which row of the list that rests. A second objection goes to the town's leader and the county.";
        row_kind: "依据的清单", "Table of the list";
        row_no: "事项序号", "Its number";
        answer: "答复异议并再次送出", "Answer and send again";
        answer_words: "答复", "Answer";
        answer_hint: "可以仍送原单位，也可以改送其他单位。", "To the same receiver or to another one.";
        send_to: "送往", "Send to";
        ask: "提请县级协调", "Ask the county to coordinate";
        conclude: "协调意见", "Result of the coordination";
        conclude_hint: "协调意见连同理由保留在事项页，今后照此办理，直到另有意见。", "The result stays on the duty's page with its reason and holds until there is another.";
        share: "分办", "Give to a colleague";
        share_to: "承办人", "Who deals with it";
        share_hint: "不选则放回本单位收件箱。", "Nobody: back into the in-box.";
        decide_offer: "明确由以下单位办理", "It is done by";
        decide_cancel: "不再送出", "It is not sent";
        decide_goes_on: "继续办理", "It goes on";
        said_objected: "已提出职责异议，等对方答复。", "Objected; the sender will answer.";
        said_answered: "已答复并送出。", "Answered and sent.";
        said_asked: "已提请县级协调。", "The county has been asked.";
        said_concluded: "已登记协调意见。", "The result is entered.";
        said_shared: "已分办。", "Given.";
        objections: "第 {count} 次职责异议", "Objection no. {count}";
        now_with: "由{level}协调，{date}提出：{reason}", "With {level} since {date}: {reason}";
        held_by: "承办人：{person}", "Dealt with by {person}";
        counted: "本次 {count} 份，前几次已收下 {kept} 份", "{count} this time, {kept} kept before";
        precedents: "处理口径", "What holds";
        precedents_what: "以往协调的结论，照此办理，直到另有意见。", "Results of earlier coordinations; they hold until there is another.";
        precedent_by: "{level}，{date}{document}", "{level}, {date}{document}";
        precedent_ended: "已有新的意见", "Replaced by a later one";

        objection_open: "这项任务有职责异议，请先答复异议，再继续办理。", "There is an objection to this task. Answer it before going on.";
        nothing_objected: "没有待答复的职责异议，可能已经答复。请查看最新情况。", "No objection waits for an answer; it may have been answered. Please look at the latest state.";
        leader_decides: "第二次提出职责异议，由分管领导决定。领导已在纸上决定的，请勾选“按领导书面意见登记”。", "At the second objection the leader in charge decides. If that was done on paper, tick that it is entered from paper.";
        county_in_system: "县级协调人员已在系统中办理，请等待协调意见，不需要代录。", "The county's coordinator works in the system: wait for the result; it is not recorded on behalf.";
        not_late: "对方的时限未到，暂不能就进度提请协调；可以先提醒对方。", "The other side is not late, so the county is not asked about progress yet. You may remind it.";
        coordination_open: "已提请县级协调，请等待协调意见。", "The county has been asked already; wait for the result.";
        outcome_unfit: "协调意见与提请的事项不符：职责边界应明确由谁办理或不再送出，办理进度应继续办理。", "The result does not fit what was asked: about a duty it says who does it or that nobody does, about progress that it goes on.";
        returned_more: "退回份数应在 1 到 {sent} 之间。", "Between 1 and {sent} can be returned.";
        returned_none: "退回份数应至少为 1；全部退回时不用填写。", "At least 1 is returned; leave it empty when all come back.";
        sent_more: "再次送出的份数不能多于退回的 {returned} 份。", "No more can be sent again than the {returned} that came back.";
        requested_already: "已经商请过这一项，请在“送出的”中查看进展。", "This has been asked for already; see where it is under “Sent”.";
        not_of_body: "只能交给本单位的人员，请另选。", "It can be given only to people of the same body. Choose somebody else.";
        receiver_is_sender: "不能送给自己，请选择其他接收单位。", "It cannot be sent to its own sender. Choose another receiver.";
        not_recorded: "这条记录不是代录，不能更正；只有代录的内容可以用新的一条更正。", "This entry was not recorded on behalf, so there is nothing to correct.";
    }
}

impl Texts {
    /// 基本事项第 28 项.
    #[must_use]
    pub fn list_row(&self, row: DutyRef) -> String {
        fill(self.dispute.row, &[("kind", &self.duty_kind_short(row.kind)), ("no", &row.no)])
    }

    /// Who decides or decided.
    #[must_use]
    pub fn coordination_level(&self, level: CoordinationLevel) -> &'static str {
        match level {
            CoordinationLevel::Leader => self.dispute.level_leader,
            CoordinationLevel::County(CoordinationScope::Duty) => self.dispute.level_duty,
            CoordinationLevel::County(CoordinationScope::Progress) => self.dispute.level_progress,
        }
    }

    /// The sentence of a fact about an objection, a coordination, a request or a correction.
    pub(super) fn dispute(&self, fact: &Fact, told: &dyn Told) -> Option<Sentence> {
        let w = &self.dispute;
        let (words, tone) = match fact {
            Fact::HandOffObjected { hand_off, objection } => {
                let row = self.list_row(objection.row);
                (self.of_hand_off(w.objected, *hand_off, told, &[("row", &row), ("reason", &objection.reason)])?, Tone::Back)
            }
            Fact::CoordinationOpened { hand_off, coordination } => {
                let text = match coordination.level {
                    CoordinationLevel::Leader => w.opened_leader,
                    CoordinationLevel::County(CoordinationScope::Duty) => w.opened_duty,
                    CoordinationLevel::County(CoordinationScope::Progress) => w.opened_progress,
                };
                (self.of_hand_off(text, *hand_off, told, &[("reason", &coordination.reason)])?, Tone::Back)
            }
            Fact::CoordinationConcluded { hand_off, conclusion } => {
                let (text, to) = match conclusion.outcome {
                    Outcome::Offer { to } => (w.concluded_offer, told.receiver(to)),
                    Outcome::Give { holder } => (w.concluded_offer, told.unit(holder.unit)),
                    Outcome::Cancel => (w.concluded_cancel, String::new()),
                    Outcome::GoesOn => (w.concluded_goes_on, String::new()),
                };
                let rest = self.numbered(conclusion.document_no.as_deref());
                let more: [(&str, &dyn std::fmt::Display); 3] = [("to", &to), ("reason", &conclusion.reason), ("rest", &rest)];
                (self.of_hand_off(text, *hand_off, told, &more)?, Tone::Good)
            }
            Fact::HandOffNotNeeded { hand_off, .. } => (self.of_hand_off(w.not_needed, *hand_off, told, &[])?, Tone::Plain),
            Fact::HandOffShared { hand_off, person } => {
                let words = match person {
                    Some(person) => self.of_hand_off(w.shared, *hand_off, told, &[("person", &told.person(*person))])?,
                    None => self.of_hand_off(w.shared_back, *hand_off, told, &[])?,
                };
                (words, Tone::Plain)
            }
            Fact::TaskObjected { task, objection } => {
                let row = self.list_row(objection.row);
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("task", &told.task(*task)), ("row", &row), ("reason", &objection.reason)];
                (fill(w.task_objected, &values), Tone::Back)
            }
            Fact::TaskObjectionAnswered { task, answer, decided } => match decided.as_deref() {
                Some(conclusion) => {
                    let to = if let Outcome::Give { holder } = conclusion.outcome { told.unit(holder.unit) } else { String::new() };
                    let rest = self.numbered(conclusion.document_no.as_deref());
                    let values: [(&str, &dyn std::fmt::Display); 4] =
                        [("task", &told.task(*task)), ("to", &to), ("answer", answer), ("rest", &rest)];
                    (fill(w.task_decided, &values), Tone::Good)
                }
                None => (fill(w.task_answered, &[("task", &told.task(*task)), ("answer", answer)]), Tone::Plain),
            },
            Fact::StepRequired { task } => (fill(w.step_required, &[("task", &told.task(*task))]), Tone::Plain),
            Fact::RecordCorrected { seq, on_behalf, reason } => {
                let recorded = self.recorded(on_behalf, told.now());
                (fill(w.corrected, &[("seq", seq), ("recorded", &recorded), ("reason", reason)]), Tone::Plain)
            }
            _ => return None,
        };
        Some(Sentence { words, tone })
    }

    /// What was decided, in words; `name` gives the name of a unit.
    #[must_use]
    pub fn coordination_outcome(&self, outcome: &Outcome, town: workflow::ids::TownId, name: impl Fn(Unit) -> String) -> String {
        let w = &self.dispute;
        match outcome {
            Outcome::Offer { to } => fill(w.outcome_offer, &[("to", &name(to.unit(town)))]),
            Outcome::Give { holder } => fill(w.outcome_offer, &[("to", &name(holder.unit))]),
            Outcome::Cancel => w.outcome_cancel.to_owned(),
            Outcome::GoesOn => w.outcome_goes_on.to_owned(),
        }
    }

    /// The refusals of this area; `None` for others.
    pub(super) fn dispute_refused(&self, reason: &Refusal) -> Option<String> {
        let w = &self.dispute;
        let words = match reason {
            Refusal::ObjectionOpen => w.objection_open,
            Refusal::NothingObjected => w.nothing_objected,
            Refusal::LeaderDecides => w.leader_decides,
            Refusal::CountyInSystem => w.county_in_system,
            Refusal::NotLate => w.not_late,
            Refusal::CoordinationOpen => w.coordination_open,
            Refusal::OutcomeUnfit => w.outcome_unfit,
            Refusal::ReturnedMoreThanSent { sent: u32::MAX } => w.returned_none,
            Refusal::ReturnedMoreThanSent { sent } => return Some(fill(w.returned_more, &[("sent", sent)])),
            Refusal::SentMoreThanReturned { returned } => return Some(fill(w.sent_more, &[("returned", returned)])),
            Refusal::RequestedAlready => w.requested_already,
            Refusal::NotOfBody => w.not_of_body,
            Refusal::ReceiverIsSender => w.receiver_is_sender,
            Refusal::NotRecorded => w.not_recorded,
            _ => return None,
        };
        Some(words.to_owned())
    }
}
