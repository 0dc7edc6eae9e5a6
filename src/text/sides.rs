//! Texts: whose turn it is and since when, what waits for coordination, and the acts between the sides that have a form of their own. Bodies read these.

use workflow::case::turn::Turn;

use super::{Texts, fill, texts};

texts! {
    /// Whose clock, coordination, requests, corrections.
    pub struct Sides {
        clock: "各方用时", "Whose clock";
        clock_hint: "按各方工作日历计的工作时间；签收前的时间记在等待签收一方。", "Working time by each side's calendar; time before a signature is booked as waiting for it.";
        clock_stopped: "已暂缓，停止计时。", "Suspended; no clock runs.";
        clock_ended: "已结束，不再计时。", "Ended; no clock runs.";
        clock_side: "在哪一方", "With whom";
        clock_total: "累计用时", "In all";
        clock_now: "现在", "Now";
        clock_since: "{date}起", "since {date}";
        clock_none: "还没有用时。", "No time yet.";
        turn_with: "{side}办理", "{side} works on it";
        turn_signature: "等待{side}签收", "waiting for the signature of {side}";
        turn_sign_off: "待审签（镇内）", "waiting for a sign-off inside the town";
        turn_coordination: "协调中", "in coordination";

        coordination: "待协调", "Coordination";
        coordination_lead: "职责异议、镇里协商和提请县级协调的事项，按等候时间先后列出。", "Objections, talks of the town's leader and what the county was asked, the longest waiting first.";
        county_lead: "各镇提请县级协调的事项，按等候时间先后列出。", "What the towns asked the county to coordinate, the longest waiting first.";
        list_county: "提请县级协调", "The county was asked";
        list_leader: "由镇分管领导协商", "The town's leader talks";
        list_objected: "职责异议待答复", "Objections to be answered";
        list_tasks: "镇内职责异议", "Objections inside the town";
        nothing: "没有待协调的事项", "Nothing waits for coordination";
        nothing_what: "有职责异议或提请协调时会列在这里。", "Objections and requests for coordination are listed here.";
        matter: "事项", "Matter";
        between: "送出与接收", "From and to";
        stands: "提请的事项", "What is asked";
        since: "等候", "Waiting";
        from_to: "{from} → {to}", "{from} → {to}";
        since_days: "{date}起，{days} 个工作日", "since {date}, {days} working days";
        act_conclude: "登记协调意见", "Enter the result";
        act_answer: "答复异议", "Answer";
        act_decide: "协商并登记意见", "Conclude";
        scope_all: "全部", "All";
        urgent_goes_on: "紧急事项在协调期间继续先行处置。", "Urgent work goes on while this is coordinated.";

        request: "商请部门办理", "Ask a department";
        request_lead: "清单印明、但本次没有环节需要的部门职责，可以商请该部门办理。", "What the list gives to a department and no step asks for can be asked for.";
        request_step: "商请哪一项", "Which of its duties";
        request_ask: "请对方办理什么", "What you ask";
        request_ask_hint: "一两句话写明请对方做什么、到什么程度。", "One or two sentences: what, and how far.";
        request_do: "发出商请", "Ask";
        requested: "已商请，等待对方签收。", "Asked; waiting for the signature.";
        request_none: "没有可以商请的部门职责：都已是本次环节，或没有登记该单位。", "Nothing can be asked for: it all is a step already, or the body is not registered.";
        request_kind: "商请：{ask}", "Request: {ask}";

        correct: "更正代录", "Correct the record";
        correct_lead: "原来的记录保留不动，另记一条更正，写明实际情况和原因。", "What was entered stays; the correction is an entry of its own, with its reason.";
        correct_was: "原记录", "As entered";
        correct_reason: "更正原因", "Why";
        corrected: "已登记更正。", "The correction is entered.";

        own_object: "职责异议", "Object: not our duty";
        own_object_hint: "写明为什么不属本站所（村）职责，以及依据清单哪一项。任务回到党政办综合岗，由其答复；第二次提出由分管领导决定。", "Say why it is not your duty and on which row that rests. The task goes back to the coordinator, who answers; the second time the leader decides.";
        own_objected: "已提出职责异议，任务已退回党政办综合岗。", "Objected; the task is with the coordinator.";
        own_answer: "答复职责异议", "Answer the objection";
        own_answer_hint: "可以仍交原站所（村），也可以改交其他。", "To the same unit or to another one.";
        own_answer_leader: "这是第二次提出，由分管领导决定；领导已在纸上决定的，请勾选。", "This is the second objection: the leader decides. Tick if that was done on paper.";
        own_on_paper: "按领导书面意见登记", "Entered from the leader's paper";
        own_answered: "已答复，任务已交出。", "Answered; the task is given out.";
        own_open: "职责异议（依据{row}）：{reason}", "Objection (resting on {row}): {reason}";

        share_step: "分办", "Give to a colleague";
        share_take: "由我承办", "I deal with it";
        share_back: "放回收件箱", "Back into the in-box";
        shared: "已分办。", "Given.";
        taken: "已由您承办。", "You deal with it.";
        given_back: "已放回收件箱。", "Back in the in-box.";
        dealt_by: "承办人：{person}", "Dealt with by {person}";

        bulk: "批量签收", "Sign for several";
        bulk_hint: "勾选要一并签收的件。报审件签收后仍需逐件答复。", "Tick what you sign for. Approvals still need their answers.";
        bulk_do: "签收所选", "Sign for the ticked";
        bulk_none: "请至少勾选一件。", "Tick at least one.";
        bulk_done: "已签收 {count} 件。", "Signed for {count}.";
        bulk_some: "已签收 {count} 件，{left} 件没有签收：{why}", "Signed for {count}; {left} not: {why}";
        bulk_line: "{town}{kind}：{title}", "{town}, {kind}: {title}";

        count: "份数", "How many";
        count_hint: "按份计的填写；部分退回时按份核对。", "Where it is counted; a part may come back.";
        to_town: "{town}（镇）", "{town} (the town)";
        hand_off_record: "代录送出", "Record that it was sent";
        hand_off_record_hint: "对方没有在系统中办理：按对方送来的文件登记。", "The body is not in the system: enter what it sent.";
        held: "已停留（工作日）", "There for (working days)";
        whole_with: "现在：{where}", "Now: {where}";
        received_town: "送镇里的", "Sent to the town";
    }
}

impl Texts {
    /// With whom something is; `side` gives the name of a side.
    #[must_use]
    pub fn turn(&self, turn: Turn, side: impl Fn(workflow::case::Side) -> String) -> String {
        let w = &self.sides;
        match turn {
            Turn::With(of) => fill(w.turn_with, &[("side", &side(of))]),
            Turn::Signature(of) => fill(w.turn_signature, &[("side", &side(of))]),
            Turn::SignOff => w.turn_sign_off.to_owned(),
            Turn::Coordination => w.turn_coordination.to_owned(),
        }
    }
}
