//! Texts: 报审, 报备, 报送, 移送. A body reads these, so the words of command inside a town have no place here.

use super::texts;

texts! {
    /// 报审, 报备, 报送, 移送.
    pub struct HandOff {
        title: "签收与送出", "Sign for and sent";
        lead_body: "各镇报送来的件，以及办过的件。", "What the towns sent, and what has been dealt with.";
        lead_town: "送给各单位的件，现在在谁手里。", "What was sent to the bodies, and where it is.";
        received: "收到的", "Received";
        sent: "送出的", "Sent";
        to_sign: "待签收", "To sign for";
        to_answer: "待答复", "To be answered";
        closed: "近期办过的", "Dealt with lately";
        under_way: "在途的", "On its way";
        empty_received: "没有待签收或待答复的件", "Nothing to sign for or answer";
        empty_received_what: "各镇有件送来时，会出现在这里和“我的工作”里。", "What a town sends appears here and under “My work”.";
        empty_sent: "没有在途的件", "Nothing is on its way";
        empty_sent_what: "从任务页“送出”后，可以在这里看到对方是否签收、答复。", "After handing on from a task you see here whether it was signed for and answered.";

        heading: "{town}{kind}：{title}", "{kind} from {town}: {title}";
        heading_sent: "{kind} {body}：{title}", "{kind} to {body}: {title}";
        from: "来自", "From";
        to: "送给", "To";
        sent_by: "{person}于{date}送出", "Sent by {person} on {date}";
        sent_on: "{date}送出", "Sent on {date}";
        round: "第 {round} 次送", "Round {round}";
        note: "说明", "Note";
        document_no: "文号", "Document no.";
        clause_town: "镇职责（清单原文）", "The town's clause";
        clause_body: "{body}职责（清单原文）", "The clause of {body}";
        clause_body_none: "清单没有单独列明这一步对应的部门职责。", "The list has no separate clause for this step.";
        earlier: "前几次退回", "Earlier returns";
        returned_on: "{date}退回：{reason}", "Returned on {date}: {reason}";
        returned_count: "{date}退回{count}份：{reason}", "{count} returned on {date}: {reason}";
        returned_now: "已退回补正，等镇里补正后再送。", "Returned for correction; the town will send it again.";
        returned_to_us: "对方退回补正，请按原因补正后在任务页再次送出。", "Returned for correction: mend it and send it again from the task.";
        to_task: "到任务页补正", "Go to the task";
        signed_on: "{date}签收", "Signed for on {date}";
        sign_due: "签收时限", "To be signed for by";
        answer_due: "答复时限", "To be answered by";
        answer: "答复", "Answer";
        answer_yes: "同意", "Approved";
        answer_no: "不同意", "Not approved";
        workflow: "所属办理单", "Workflow";
        on_behalf_lead: "{body}没有在系统中办理。请按对方告知的情况代录，历史中会注明。", "{body} does not work in the system. Record what it told you; the history says so.";

        sign: "签收", "Sign for";
        sign_settles: "签收后即办妥，不需要再答复。", "Signing settles it; no answer is needed.";
        sign_then_answer: "签收后请在时限内答复。", "Please answer in time after signing.";
        signed: "已签收。", "Signed for.";
        signed_settled: "已签收，办妥。", "Signed for and settled.";
        send_back: "退回补正", "Return for correction";
        send_back_hint: "写明缺什么、错在哪里，镇里照此补正后再送。", "Say what is missing or wrong; the town corrects it and sends it again.";
        reason: "退回原因", "Reason";
        count: "退回份数", "How many are returned";
        count_hint: "只退回其中一部分时填写。", "Only when a part of it is returned.";
        sent_back: "已退回补正。", "Returned for correction.";
        give_answer: "答复", "Answer";
        decision: "意见", "Decision";
        answer_note: "答复意见", "Words of the answer";
        answer_note_hint: "不同意时请写明理由。", "Please give a reason when you do not approve.";
        answered_yes: "已答复同意。", "Approved.";
        answered_no: "已答复不同意。", "Answered: not approved.";
        take_back: "撤回", "Take back";
        take_back_hint: "对方签收前可以撤回，写明原因。", "Possible until it is signed for; say why.";
        taken_back: "已撤回。", "Taken back.";
        record_sign: "代录签收", "Record the signature";
        record_return: "代录退回", "Record a return";
        record_answer: "代录答复", "Record the answer";
        waiting_sign: "等待{body}签收。", "{body} has to sign for it.";
        waiting_answer: "等待{body}答复。", "{body} has to answer.";
        call: "可以电话联系：{phone}", "You may call: {phone}";
    }
}
