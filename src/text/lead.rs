//! Texts: 问题线索. A body reads these, so the words of command inside a town have no place here.

use chrono::{DateTime, Utc};
use workflow::ids::{BodyId, PersonId};
use workflow::lead::{Fact, LeadState, Spot};
use workflow::people::Unit;

use super::{Sentence, Texts, Tone, date, fill, texts};

texts! {
    /// 问题线索.
    pub struct Lead {
        title: "问题线索", "Leads";
        lead_town: "巡查、走访中发现的问题，送到谁、办到哪一步、是否销号。", "Problems found on patrol: to whom they went, how far they are, and which are struck off.";
        lead_body: "各镇送来的问题线索：签收、核实处理、反馈结果。", "Leads that the towns sent: sign for them, deal with them, feed the result back.";
        new: "上报问题线索", "Report a lead";
        new_lead: "一屏填完即可送出，不要求照片和定位。", "One screen and it is sent; neither photo nor position is asked for.";
        place: "地点", "Place";
        place_hint: "写到找得到的程度，如：一村三组河道南侧。", "So that it can be found: south bank, group 3.";
        matter: "发现的问题", "What was found";
        matter_hint: "只写事情，不写群众姓名、身份证号等个人信息。", "Write what it is; leave out residents' names and numbers.";
        spot: "现场处置", "On the spot";
        body: "送给哪个单位", "To which body";
        body_hint: "不清楚就不填，由党政办确定。", "Leave empty if you do not know; the town's office decides.";
        body_unknown: "没有登记这个单位，请从列表中选择；不清楚可以不填。", "No such body is registered; choose one from the list, or leave it empty.";
        urgent: "紧急：马上送达，不等工作时间", "Urgent: sent at once, at any hour";
        unit: "上报单位", "Reported by";
        send: "上报", "Report";
        reported: "已上报，编号 {number}，已送{body}签收。", "Reported as no. {number} and sent to {body}.";
        reported_noted: "已上报，编号 {number}，由党政办确定送给哪个单位。", "Reported as no. {number}; the town's office decides to whom it goes.";

        tab_open: "办理中", "Open";
        tab_turn: "待我处理", "My turn";
        tab_mine: "我上报的", "Reported by me";
        tab_closed: "已销号", "Struck off";
        number: "编号", "No.";
        with: "现在", "Now with";
        since: "时限", "Due";
        empty: "没有问题线索", "No leads here";
        empty_town: "发现问题时，点“上报问题线索”，填地点和问题即可。", "When something is found, report it: place and problem are enough.";
        empty_body: "各镇送来的问题线索会出现在这里。", "What a town sends appears here.";
        to_sign: "待签收的问题线索", "Leads to sign for";
        to_sign_hint: "签收后核实处理，反馈结果。", "Sign, deal with it, feed the result back.";
        to_answer: "待反馈的问题线索", "Leads to feed back on";
        to_place: "问题线索待处理", "Leads: your turn";
        to_place_hint: "待移送、被退回或等待核实销号。", "To be sent, returned, or to be verified.";
        act_sign: "签收", "Sign for";
        act_open: "查看", "Open";

        heading: "{number} 号问题线索", "Lead no. {number}";
        found_by: "上报", "Reported";
        found_value: "{unit} {person}，{date}", "{unit}, {person}, {date}";
        found_value_body: "{town}，{date}", "{town}, {date}";
        receiver: "承办单位", "Body";
        sign_due: "签收时限", "To be signed for by";
        answer_due: "反馈时限", "Result due by";
        answer: "反馈结果", "Result";
        answer_mended: "已处理", "Dealt with";
        answer_not_mended: "未处理到位", "Not mended";
        note: "说明", "Note";
        document_no: "文号", "Document no.";
        reason: "原因", "Reason";
        duty: "对应事项", "Duty";
        workflow: "所属办理单", "Workflow";
        closing: "核实情况", "Verified";
        clock: "各方用时", "Whose clock";
        clock_hint: "按工作时间计算。", "In working time.";
        clock_town: "镇", "The town";
        clock_signature: "等待{body}签收", "Waiting for the signature of {body}";
        clock_body: "{body}", "{body}";
        clock_coordination: "协调", "Coordination";
        clock_days: "{days} 个工作日 {hours} 小时", "{days} working days {hours} hours";
        clock_hours: "{hours} 小时 {minutes} 分", "{hours} h {minutes} min";
        history: "办理经过", "History";

        offer: "移送", "Send to a body";
        offer_again: "再次移送", "Send again";
        offer_hint: "可以送原单位，也可以改送其他单位。", "To the same body, or to another.";
        offer_note_objected: "对方提出职责异议；仍送该单位时，请写明依据。", "It objected; if it goes to the same body, say on what ground.";
        proposed: "按清单，可能由这些单位办理", "By the list these bodies may deal with it";
        proposed_hint: "按文字找出，仅供参考，由您确定。", "Found by the words, as a suggestion; you decide.";
        proposed_send: "送{body}", "Send to {body}";
        sent: "已送出。", "Sent.";
        take_back: "撤回", "Take back";
        take_back_hint: "对方签收前可以撤回。", "Possible until it is signed for.";
        taken_back: "已撤回。", "Taken back.";
        sign: "签收", "Sign for";
        record_sign: "代录签收", "Record the signature";
        signed: "已签收，请核实处理后反馈结果。", "Signed for; deal with it and feed the result back.";
        send_back: "退回", "Return";
        record_return: "代录退回", "Record a return";
        send_back_hint: "写明缺什么，镇里补充后再送。", "Say what is missing; the town adds it and sends it again.";
        sent_back: "已退回。", "Returned.";
        object: "提出职责异议", "Object: not our duty";
        record_object: "代录职责异议", "Record an objection";
        object_hint: "写明理由和依据的清单事项。", "Give the reason, and the row of the list on which it rests.";
        object_row: "依据的清单事项", "Row of the list";
        objected: "已提出职责异议。", "Objection made.";
        ask: "提请协调", "Ask for coordination";
        ask_hint: "双方意见不一致时，提请县级协调。", "When the two sides do not agree.";
        asked: "已提请协调。", "Coordination asked for.";
        coordinated_form: "录入协调意见", "Record the coordination's result";
        outcome: "协调意见", "Result of the coordination";
        coordinated: "已录入协调意见并送出。", "Recorded and sent.";
        give_answer: "反馈结果", "Feed the result back";
        record_answer: "代录反馈", "Record the result";
        answer_note: "处理情况", "What was done";
        answered: "已反馈，等待镇里核实销号。", "Fed back; the town verifies it.";
        close: "核实销号", "Verify and strike off";
        close_note: "核实情况", "What was found";
        close_hint: "到场或电话核实均可，不要求照片。", "On the spot or by phone; no photo is asked for.";
        closed: "已销号。", "Struck off.";
        settle: "镇里已处理，直接销号", "Dealt with by the town";
        settle_hint: "不需要送其他单位时，写明怎么处理的。", "When no body is needed: say what was done.";
        reopen: "未处理到位，退回重办", "Not mended: take up again";
        reopen_hint: "写明现场情况；会再次送给原承办单位。", "Say what it looks like; it goes to the same body again.";
        reopened: "已重新办理。", "Taken up again.";
        cancel: "撤销线索", "Cancel the lead";
        cancel_hint: "误报或重复上报时使用。", "Reported by mistake or twice.";
        cancelled: "已撤销。", "Cancelled.";
        link: "对应到清单事项", "Confirm the duty";
        linked: "已对应到清单事项。", "The duty is confirmed.";
        report_from: "上报隐患或问题线索", "Report a hazard or lead";
        of_workflow: "其中发现的问题线索", "Leads found in it";

        state_noted: "待移送", "To be sent";
        state_offered: "待签收", "To be signed for";
        state_signed: "处理中", "Being dealt with";
        state_returned: "已退回", "Returned";
        state_objected: "职责异议", "Objected to";
        state_in_coordination: "提请协调", "In coordination";
        state_answered: "待核实销号", "To be verified";
        state_closed: "已销号", "Struck off";
        state_cancelled: "已撤销", "Cancelled";
        spot_stopped: "已现场制止", "Stopped on the spot";
        spot_not_stopped: "未能制止", "Could not be stopped";
        spot_nothing: "不涉及制止", "Nothing to stop";

        told_reported: "{unit}上报：{place}，{matter}（{spot}）", "{unit} reported: {place}, {matter} ({spot})";
        told_reported_urgent: "{unit}紧急上报：{place}，{matter}（{spot}）", "{unit} reported as urgent: {place}, {matter} ({spot})";
        told_offered: "送{body}签收{due}{note}", "Sent to {body}{due}{note}";
        told_taken_back: "撤回，原因：{reason}", "Taken back: {reason}";
        told_signed: "签收{due}", "Signed for{due}";
        told_returned: "退回，原因：{reason}", "Returned: {reason}";
        told_objected: "提出职责异议，理由：{reason}", "Objected: {reason}";
        told_objected_row: "提出职责异议，理由：{reason}（依据：{row}）", "Objected: {reason} (by {row})";
        told_asked: "提请协调", "Coordination asked for";
        told_asked_reason: "提请协调，说明：{reason}", "Coordination asked for: {reason}";
        told_coordinated: "协调意见：由{body}办理。{outcome}{document}", "Coordination: {body} deals with it. {outcome}{document}";
        told_answered: "反馈结果：已处理。{note}{document}", "Result: dealt with. {note}{document}";
        told_answered_not: "反馈结果：未处理到位。{note}{document}", "Result: not mended. {note}{document}";
        told_closed: "核实销号：{note}", "Verified and struck off: {note}";
        told_settled: "镇里处理后销号：{note}", "Dealt with by the town and struck off: {note}";
        told_reopened: "重新办理，原因：{reason}", "Taken up again: {reason}";
        told_cancelled: "撤销，原因：{reason}", "Cancelled: {reason}";
        told_linked: "对应到清单事项", "The duty was confirmed";
        told_linked_none: "取消对应的清单事项", "The duty was taken off";
        told_recounted: "时限因工作日历调整重新计算{due}", "The date was counted anew after a change of the calendar{due}";
        told_due: "，时限{due}", ", due {due}";
        told_note: "，说明：{note}", ", note: {note}";
        told_document: "（{number}）", " ({number})";

        refused_state: "这条问题线索现在是“{state}”，不能这样办理。请查看最新情况。", "This lead is now “{state}”, so this cannot be done. Please look at its latest state.";
    }
}

/// The names that the sentences of a lead need.
pub trait LeadNames {
    /// A person's name.
    fn person(&self, id: PersonId) -> String;
    /// A unit's name.
    fn unit(&self, unit: Unit) -> String;
    /// The present, for writing dates.
    fn now(&self) -> DateTime<Utc>;
}

impl Texts {
    /// 待移送, 待签收 …
    #[must_use]
    pub fn lead_state(&self, state: LeadState) -> &'static str {
        let l = &self.lead;
        match state {
            LeadState::Noted => l.state_noted,
            LeadState::Offered => l.state_offered,
            LeadState::Signed => l.state_signed,
            LeadState::Returned => l.state_returned,
            LeadState::Objected => l.state_objected,
            LeadState::InCoordination => l.state_in_coordination,
            LeadState::Answered => l.state_answered,
            LeadState::Closed => l.state_closed,
            LeadState::Cancelled => l.state_cancelled,
        }
    }

    /// 已现场制止 …
    #[must_use]
    pub fn spot(&self, spot: Spot) -> &'static str {
        match spot {
            Spot::Stopped => self.lead.spot_stopped,
            Spot::NotStopped => self.lead.spot_not_stopped,
            Spot::NothingToStop => self.lead.spot_nothing,
        }
    }

    /// The sentence of a fact.
    #[must_use]
    pub fn lead_fact(&self, fact: &Fact, names: &dyn LeadNames) -> Sentence {
        let l = &self.lead;
        let body = |id: BodyId| names.unit(Unit::Body(id));
        let due = |due: &Option<workflow::case::Due>| {
            let day = |at| date::day(self.language, at, names.now());
            due.as_ref().map_or_else(String::new, |due| fill(l.told_due, &[("due", &day(due.at))]))
        };
        let document =
            |number: &Option<String>| number.as_ref().map_or_else(String::new, |number| fill(l.told_document, &[("number", number)]));
        let reason = |text: &str, reason: &String| fill(text, &[("reason", reason)]);
        let (words, tone) = match fact {
            Fact::Reported { unit, place, matter, spot, urgent, .. } => {
                let text = if *urgent { l.told_reported_urgent } else { l.told_reported };
                let values: [(&str, &dyn std::fmt::Display); 4] =
                    [("unit", &names.unit(*unit)), ("place", place), ("matter", matter), ("spot", &self.spot(*spot))];
                (fill(text, &values), Tone::Plain)
            }
            Fact::Offered { body: to, note, document_no, sign_due, .. } => {
                let note = note.as_ref().map_or_else(String::new, |note| fill(l.told_note, &[("note", note)])) + &document(document_no);
                (fill(l.told_offered, &[("body", &body(*to)), ("due", &due(sign_due)), ("note", &note)]), Tone::Plain)
            }
            Fact::TakenBack { reason: why } => (reason(l.told_taken_back, why), Tone::Back),
            Fact::Signed { answer_due } => (fill(l.told_signed, &[("due", &due(answer_due))]), Tone::Plain),
            Fact::Returned { reason: why } => (reason(l.told_returned, why), Tone::Back),
            Fact::Objected { reason: why, row: None } => (reason(l.told_objected, why), Tone::Back),
            Fact::Objected { reason: why, row: Some(row) } => (fill(l.told_objected_row, &[("reason", why), ("row", row)]), Tone::Back),
            Fact::CoordinationAsked { reason: None } => (l.told_asked.to_owned(), Tone::Back),
            Fact::CoordinationAsked { reason: Some(why) } => (reason(l.told_asked_reason, why), Tone::Back),
            Fact::Coordinated { body: to, outcome, document_no } => {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("body", &body(*to)), ("outcome", outcome), ("document", &document(document_no))];
                (fill(l.told_coordinated, &values), Tone::Plain)
            }
            Fact::Answered { answer } => {
                let text = if answer.mended { l.told_answered } else { l.told_answered_not };
                let tone = if answer.mended { Tone::Good } else { Tone::Back };
                (fill(text, &[("note", &answer.note), ("document", &document(&answer.document_no))]), tone)
            }
            Fact::Closed { note } => (fill(l.told_closed, &[("note", note)]), Tone::Good),
            Fact::Settled { note } => (fill(l.told_settled, &[("note", note)]), Tone::Good),
            Fact::Reopened { reason: why } => (reason(l.told_reopened, why), Tone::Back),
            Fact::Cancelled { reason: why } => (reason(l.told_cancelled, why), Tone::Back),
            Fact::DatesMoved { sign_due, answer_due } => {
                (fill(l.told_recounted, &[("due", &due(if sign_due.is_some() { sign_due } else { answer_due }))]), Tone::Plain)
            }
            Fact::Linked { duty: Some(_), .. } => (l.told_linked.to_owned(), Tone::Plain),
            Fact::Linked { duty: None, .. } => (l.told_linked_none.to_owned(), Tone::Plain),
        };
        Sentence { words, tone }
    }

    /// Working time with a side: days of `a_day` minutes, hours and minutes.
    #[must_use]
    pub fn working_time(&self, time: chrono::TimeDelta, a_day: i64) -> String {
        let minutes = time.num_minutes().max(0);
        let a_day = a_day.max(1);
        if minutes >= a_day {
            return fill(self.lead.clock_days, &[("days", &(minutes / a_day)), ("hours", &(minutes % a_day / 60))]);
        }
        fill(self.lead.clock_hours, &[("hours", &(minutes / 60)), ("minutes", &(minutes % 60))])
    }
}
