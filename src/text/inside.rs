//! Texts: the town's inside - passing on, lending, sign-off, notes of leaders, extensions, reminders by hand, further steps, substitutes.

use workflow::case::{CopyTo, Dated, Fact};
use workflow::people::{Holder, Unit};

use super::history::{Sentence, Told, Tone};
use super::{Language, Texts, date, fill, texts};

texts! {
    /// The town's inside.
    pub struct Inside {
        passed_on: "将“{task}”由{from}转交{to}，原因：{reason}", "Passed “{task}” on from {from} to {to}: {reason}";
        lent: "请{to}协办“{task}”：{what}", "Asked {to} to help with “{task}”: {what}";
        handed_back: "“{task}”由{from}报回{to}{note}", "“{task}” came back from {from} to {to}{note}";
        copied: "抄告{to}{note}", "Sent a copy for information to {to}{note}";
        sign_off_asked: "将“{task}”报{level}审签，拟送{bodies}{rest}", "Submitted “{task}” for sign-off by {level}, to go to {bodies}{rest}";
        sign_off_given: "“{task}”审签同意{rest}", "“{task}” was signed off{rest}";
        sign_off_paper: "“{task}”线下已审签：{who}，{date}{rest}", "“{task}” was signed off on paper: {who}, {date}{rest}";
        sign_off_meeting: "“{task}”经会议研究同意，{date}{rest}", "“{task}” was agreed to by a meeting, {date}{rest}";
        sign_off_refused: "“{task}”审签退回，原因：{reason}", "“{task}” was not signed off: {reason}";
        sign_off_withdrawn: "撤回“{task}”的审签", "Withdrew “{task}” from sign-off";
        noted: "{who}批示（{date}）：{text}", "Note of {who} ({date}): {text}";
        noted_paper: "录入{who}的书面批示（{date}）：{text}", "Entered a note of {who} on paper ({date}): {text}";
        extension_asked: "申请将“{task}”延期至{date}，原因：{reason}", "Asked for “{task}” to be extended to {date}: {reason}";
        extension_granted: "同意“{task}”延期，{due}", "Extended “{task}”: {due}";
        extension_refused: "未同意“{task}”延期，原因：{reason}", "Did not extend “{task}”: {reason}";
        nudged: "催办“{task}”", "Sent a reminder about “{task}”";
        nudged_phone: "已电话催办“{task}”", "Reminded by phone about “{task}”";
        reminded: "提醒{body}办理“{task}”", "Reminded {body} of “{task}”";
        reminded_phone: "已电话提醒{body}办理“{task}”", "Reminded {body} by phone of “{task}”";
        remarked: "“{task}”情况说明：{text}", "On “{task}”: {text}";
        step_started: "增加环节“{task}”", "Added the step “{task}”";
        step_started_to: "增加环节“{task}”，交给{to}", "Added the step “{task}” for {to}";
        in_place_of: "{who}（代{absent}办理）", "{who} (in place of {absent})";
        nobody: "尚未交办", "nobody";
        note: "，说明：{note}", ", note: {note}";
        document: "，文号 {number}", ", document no. {number}";


        with_signer: "已报审签，正在等审签。要修改请先撤回审签。", "It waits for its sign-off. Withdraw it from there to change it.";
        nothing_to_sign: "没有待审签的送件，可能已审签、退回或撤回。请查看最新情况。", "Nothing waits for a sign-off; it may have been signed, given back or withdrawn. Please look at the latest state.";
        meeting_on_paper: "这一环节须经会议研究，请用“线下已审签”登记会议日期和文号，不选审签人。", "A meeting decides this: enter its date and number as a sign-off on paper, without a signer.";
        meeting_number_missing: "请填写会议纪要的文号。", "Please give the number of the meeting's minutes.";
        signer_unfit: "所选人员不能审签：这一环节须由{level}审签，请另选。", "This person cannot sign: the step asks for {level}. Please choose another.";
        is_lent: "正在请协办。请等报回，或先收回再办。", "It is with a helper. Wait until it comes back, or take it back first.";
        not_lent: "没有请协办，不需要报回。", "It is with no helper, so there is nothing to hand back.";
        already_holds: "这项任务已经在该处，请另选站所、村（社区）或人员。", "It is there already. Choose another office, village or person.";
        copy_to_missing: "请选择要抄告的站所、村（社区）或人员。", "Choose the offices, villages or people to be informed.";
        not_a_leader: "批示只能由本镇领导作出，请选择一位领导。", "Notes are made by the town's leaders. Please choose one.";
        no_date_to_extend: "这一项没有时限，不需要申请延期。", "This has no date, so no extension is needed.";
        extension_pending: "已申请延期，请等待答复。", "An extension has been asked for already; wait for the answer.";
        extension_too_late: "时限（{due}）已过，不能再申请延期。请尽快办理，并在办理情况中说明原因；也可请党政办综合岗重新设定时限。", "The date ({due}) has passed, so no extension can be asked for. Finish it and say why it was late, or ask the coordinator to set a new limit.";
        extension_not_later: "延期后的日期应晚于现在的时限（{due}）。", "The new date must be later than the present one ({due}).";
        nothing_asked: "没有待答复的延期申请，可能已经答复。请查看最新情况。", "No extension waits for an answer; it may have been answered. Please look at the latest state.";
        nudged_already: "{at}已提醒过，每个工作日一次；{next}起可再提醒。确需联系请打电话，可登记“电话提醒”。", "A reminder was sent on {at}; one a working day is enough. The next can be sent from {next}. You may call, and log the call.";
        substitute_cycle: "这样会互相代办，请另选代办人。", "These people would stand in for each other. Choose another substitute.";
        substitute_chain: "代办最多接续三次，请另选代办人。", "Substitutes may follow one another three times at most. Choose another.";
        absence_overlaps: "这段时间已登记过外出，请先取消原来的登记。", "An absence is entered for this time already. Withdraw that one first.";
        absence_dates: "请核对起止日期：结束不早于开始，也不早于今天，最长一年。", "Check the dates: the end is not before the beginning or today, and a year at most.";
        substitute_foreign: "代办人应是本镇或本单位的人员，且不是本人。", "A substitute belongs to the same town or body and is somebody else.";
    }
}

impl Texts {
    /// The sentence of a fact of the town's inside.
    pub(super) fn inside(&self, fact: &Fact, told: &dyn Told) -> Option<Sentence> {
        let w = &self.inside;
        let plain = |words: String| Some(Sentence { words, tone: Tone::Plain });
        let back = |words: String| Some(Sentence { words, tone: Tone::Back });
        match fact {
            Fact::TaskPassedOn { task, from, to, reason } => {
                let (from, to) = (self.holder(*from, told), self.holder(Some(*to), told));
                plain(fill(w.passed_on, &[("task", &told.task(*task)), ("from", &from), ("to", &to), ("reason", reason)]))
            }
            Fact::TaskLent { task, to, lent } => {
                plain(fill(w.lent, &[("task", &told.task(*task)), ("to", &self.holder(Some(*to), told)), ("what", &lent.what)]))
            }
            Fact::TaskHandedBack { task, from, to, note } => {
                let (from, to, note) = (self.holder(*from, told), self.holder(Some(*to), told), self.noted(note.as_deref()));
                plain(fill(w.handed_back, &[("task", &told.task(*task)), ("from", &from), ("to", &to), ("note", &note)]))
            }
            Fact::Copied { to, note } => {
                let to: Vec<String> = to.iter().map(|to| copy_name(*to, told)).collect();
                plain(fill(w.copied, &[("to", &to.join(self.between())), ("note", &self.noted(note.as_deref()))]))
            }
            Fact::SignOffAsked { task, signing } => {
                let bodies: Vec<String> =
                    signing.receivers.iter().filter_map(|receiver| receiver.to.body()).map(|body| told.unit(Unit::Body(body))).collect();
                let rest = format!("{}{}", self.numbered(signing.document_no.as_deref()), self.noted(signing.note.as_deref()));
                let level = self.sign_off_level(signing.level);
                plain(fill(
                    w.sign_off_asked,
                    &[("task", &told.task(*task)), ("level", &level), ("bodies", &bodies.join(self.between())), ("rest", &rest)],
                ))
            }
            Fact::SignOffGiven { task, note, paper } => {
                let task = told.task(*task);
                let words = match paper {
                    None => fill(w.sign_off_given, &[("task", &task), ("rest", &self.noted(note.as_deref()))]),
                    Some(paper) => {
                        let on = date::date(self.language, paper.on, date::local_date(told.now()));
                        let rest = self.numbered(paper.document_no.as_deref());
                        match paper.signer {
                            Some(signer) => {
                                fill(w.sign_off_paper, &[("task", &task), ("who", &told.person(signer)), ("date", &on), ("rest", &rest)])
                            }
                            None => fill(w.sign_off_meeting, &[("task", &task), ("date", &on), ("rest", &rest)]),
                        }
                    }
                };
                Some(Sentence { words, tone: Tone::Good })
            }
            Fact::SignOffRefused { task, reason, .. } => back(fill(w.sign_off_refused, &[("task", &told.task(*task)), ("reason", reason)])),
            Fact::SignOffWithdrawn { task, .. } => plain(fill(w.sign_off_withdrawn, &[("task", &told.task(*task))])),
            Fact::LeaderNoted { note } => {
                let on = date::date(self.language, note.on, date::local_date(told.now()));
                let text = if note.on_paper { w.noted_paper } else { w.noted };
                plain(fill(text, &[("who", &told.person(note.by)), ("date", &on), ("text", &note.text)]))
            }
            Fact::ExtensionAsked { of, asked } => {
                let until = date::day_and_time(self.language, asked.until, told.now());
                plain(fill(w.extension_asked, &[("task", &dated(*of, told)), ("date", &until), ("reason", &asked.reason)]))
            }
            Fact::ExtensionGranted { of, due } => {
                plain(fill(w.extension_granted, &[("task", &dated(*of, told)), ("due", &self.by_when(Some(due), told))]))
            }
            Fact::ExtensionRefused { of, reason } => back(fill(w.extension_refused, &[("task", &dated(*of, told)), ("reason", reason)])),
            Fact::TaskNudged { task, by_phone, .. } => {
                // Towards a body it is a reminder, whoever reads it.
                let own = told.of_town(*task);
                let text = match (own, by_phone) {
                    (true, false) => w.nudged,
                    (true, true) => w.nudged_phone,
                    (false, false) => w.reminded,
                    (false, true) => w.reminded_phone,
                };
                plain(fill(text, &[("task", &told.task(*task)), ("body", &told.side(*task))]))
            }
            Fact::HandOffReminded { hand_off, by_phone, .. } => {
                let (_, unit, task) = told.hand_off(*hand_off)?;
                let text = if *by_phone { w.reminded_phone } else { w.reminded };
                plain(fill(text, &[("body", &told.unit(unit)), ("task", &told.task(task))]))
            }
            Fact::TaskRemarked { task, text } => plain(fill(w.remarked, &[("task", &told.task(*task)), ("text", text)])),
            Fact::StepStarted { task, .. } => match task.holder {
                Some(holder) => plain(fill(w.step_started_to, &[("task", &told.task(task.id)), ("to", &self.holder(Some(holder), told))])),
                None => plain(fill(w.step_started, &[("task", &told.task(task.id))])),
            },
            _ => None,
        }
    }

    /// What stands between the items of a list.
    #[must_use]
    pub fn between(&self) -> &'static str {
        if self.language == Language::Zh { "、" } else { ", " }
    }

    fn holder(&self, holder: Option<Holder>, told: &dyn Told) -> String {
        let Some(holder) = holder else { return self.inside.nobody.to_owned() };
        let unit = told.unit(holder.unit);
        holder.person.map_or_else(|| unit.clone(), |person| format!("{unit} {}", told.person(person)))
    }

    fn noted(&self, note: Option<&str>) -> String {
        note.map(|note| fill(self.inside.note, &[("note", &note)])).unwrap_or_default()
    }

    pub(super) fn numbered(&self, number: Option<&str>) -> String {
        number.map(|number| fill(self.inside.document, &[("number", &number)])).unwrap_or_default()
    }
}

fn dated(of: Dated, told: &dyn Told) -> String {
    match of {
        Dated::Task(task) => told.task(task),
        Dated::HandOff(hand_off) => told.hand_off(hand_off).map(|(_, _, task)| told.task(task)).unwrap_or_default(),
    }
}

fn copy_name(to: CopyTo, told: &dyn Told) -> String {
    match to {
        CopyTo::Unit(unit) => told.unit(unit),
        CopyTo::Person(person) => told.person(person),
    }
}
