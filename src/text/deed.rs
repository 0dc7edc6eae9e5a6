//! Texts: what is done inside the town on the pages of a task, a hand-off and a workflow - the forms, what is said when it is done, what the page shows.

use super::texts;

texts! {
    /// What is done inside the town.
    pub struct Deed {
        pass_on: "转交", "Pass on";
        pass_on_hint: "交给别的站所、村（社区）或人员继续办，之后由对方承办。", "Somebody else goes on with it and holds it from now on.";
        passed_on: "已转交，对方会收到通知。", "Passed on; the new holder is told.";
        lend: "请协办", "Ask for help";
        lend_hint: "请别的站所、村（社区）或人员帮办一部分，办完报回，仍由您承办。", "Somebody helps with a part and reports back; you go on holding it.";
        lend_what: "请对方办什么", "What is asked";
        lent: "已请协办，办完会报回。", "Asked for help; it comes back when done.";
        hand_back: "报回", "Report back";
        hand_back_hint: "协办的部分办完了或办不了，都报回给请协办的人。", "Done or not possible: it goes back to who asked for help.";
        take_home: "收回", "Take it back";
        take_home_hint: "不再请协办，收回自己办。", "You take it back and go on yourself.";
        handed_back: "已报回。", "Reported back.";
        taken_home: "已收回。", "Taken back.";

        submit: "报审签", "Submit for sign-off";
        submit_hint: "这一环节送出前须由{level}审签；审签同意后自动送出。", "Before this leaves the town it is signed off by {level}; then it leaves by itself.";
        submitted: "已报审签，审签同意后自动送出。", "Submitted; it leaves when it is signed off.";
        agree: "审签同意", "Sign off";
        agree_hint: "同意后按下列内容送出。", "It then leaves as below.";
        agreed: "已审签同意，送件已送出。", "Signed off; it has left.";
        refuse: "审签退回", "Give back";
        refuse_hint: "写明要修改什么，承办人修改后再报。", "Say what is to be changed; the holder submits it again.";
        refused: "已退回修改。", "Given back.";
        withdraw: "撤回审签", "Withdraw";
        withdraw_hint: "撤回后可以修改，再报审签。", "It can then be changed and submitted again.";
        withdrawn: "已撤回审签。", "Withdrawn.";
        paper: "线下已审签", "Signed on paper";
        paper_hint: "纸质件已签的，登记谁在哪天签的，登记后自动送出。", "Signed on paper already: say by whom and when; it then leaves.";
        meeting_hint: "会议已研究同意的，登记日期和会议纪要文号，登记后自动送出。", "A meeting has agreed: give the date and the number of its minutes; it then leaves.";
        paper_by: "审签人", "Signed by";
        paper_on: "审签日期", "Signed on";
        minutes: "会议纪要文号", "Number of the minutes";
        paper_done: "已登记审签，送件已送出。", "Entered; it has left.";
        signing: "待审签", "Waits for sign-off";
        signing_by: "{level}审签；{person}于{date}报送，拟送{bodies}", "by {level}; submitted by {person} on {date}, to go to {bodies}";

        extend: "申请延期", "Ask for more time";
        extend_hint: "时限到期前申请，由党政办综合岗或领导答复；答复前仍按原时限。", "Asked before the date; the coordinator or a leader answers. Until then the date stands.";
        extend_hint_body: "到期前提出，由乡镇党政办综合岗答复；答复前仍按原时限。", "Asked before the date; the town's coordinator answers. Until then the date stands.";
        extend_until: "延期至", "Until";
        extend_time: "时间", "Time";
        extend_until_hint: "可带时间；不填时间为当天下班。", "A time may be added; without one it is the end of that day's work.";
        extended: "已申请延期，等待答复。", "Asked; wait for the answer.";
        answer: "答复延期申请", "Answer the request for more time";
        answer_yes: "同意延期", "Grant it";
        answer_no: "不同意", "Refuse it";
        answer_reason: "不同意的原因", "Why it is refused";
        answer_reason_hint: "不同意时必填。", "Needed when it is refused.";
        answered_yes: "已同意延期。", "Granted.";
        answered_no: "已答复不同意延期。", "Refused.";
        asked: "申请延期", "More time asked for";
        asked_by: "{person}申请延期至{date}：{reason}", "{person} asks for {date}: {reason}";

        nudge: "催办", "Remind";
        remind: "提醒", "Remind";
        nudge_hint: "每个工作日最多一次，对方会收到消息；已打过电话的可以随时登记。", "At most once a working day; a message is sent. A call that was made can be logged at any time.";
        nudge_how: "方式", "How";
        nudge_message: "发送提醒", "Send a reminder";
        nudge_phone: "已打电话，登记一下", "Log a call that was made";
        nudged: "已发送提醒。", "Reminded.";
        nudged_phone: "已登记电话提醒。", "The call is logged.";
        last_nudge: "上次提醒", "Last reminder";
        last_nudge_by: "{date} {person}", "{date}, {person}";
        last_nudge_phone: "{date} {person}（电话）", "{date}, {person} (by phone)";

        remark: "情况说明", "Say how it stands";
        remark_hint: "写办理进展或困难，本镇内可见，记入办理经过。不写群众个人信息。", "Progress or difficulties, for the town to read; it stays in the history. Nothing personal about residents.";
        remarked: "已记入办理经过。", "Entered in the history.";

        lent_row: "请协办", "With a helper";
        lent_by: "{from}于{date}请协办：{what}", "{from} asked on {date}: {what}";

        note: "批示", "Note of a leader";
        note_text: "批示内容", "The note";
        note_by: "批示领导", "Leader";
        note_on: "批示日期", "On";
        note_hint: "本人批示直接填写；代为录入书面批示的，选领导并填批示日期。", "Your own note, or a note on paper: then choose the leader and the date.";
        noted: "批示已记入办理单，承办人明天的待办中会看到。", "The note is in the workflow; its holders read of it in the next day's list.";
        notes: "领导批示", "Notes of leaders";
        note_line: "{person}，{date}", "{person}, {date}";
        note_line_paper: "{person}，{date}（书面批示，{entered}录入）", "{person}, {date} (on paper, entered by {entered})";
        copy: "抄告", "Copy for information";
        copy_hint: "只告知，不产生任务；对方可以查看这张办理单，办结后不再可见。", "For information, without a task; they can read this workflow until it ends.";
        copy_units: "站所、村（社区）", "Offices and villages";
        copy_people: "人员", "People";
        copied: "已抄告。", "Copied.";
        copied_to: "已抄告", "Copied to";
        step: "增加环节", "Add a step";
        step_hint: "本镇自己要办的事，清单环节之外的。办理单办结前要完成或标为不涉及。", "Something the town itself has to do beside the steps of the list. The workflow waits for it.";
        step_text: "要办什么", "What is to be done";
        step_clause: "清单条款", "Clause of the list";
        step_clause_hint: "本分项中按需办理或定期办理的条款；选了就不用再写“要办什么”。", "Clauses that are done when needed or by schedule; with one chosen nothing else is written.";
        step_to: "交给", "To";
        step_after: "在哪一环节之后", "After which step";
        step_after_none: "现在就可以办", "It can begin now";
        step_added: "已增加环节。", "Added.";

        to_sign_off: "待我审签", "For me to sign off";
        to_sign_off_hint: "送出前等您审签；等审签的时间不算承办人逾期。", "Waits for your signature before it leaves; that time is nobody's delay.";
        lent_to_me: "请我协办的", "Others ask my help";
        lent_to_me_hint: "办完请报回。", "Report back when done.";
        extensions: "请我答复的延期申请", "Requests for more time";
        lent_out: "我请协办的", "Where I asked for help";
        lent_out_hint: "对方办完会报回。", "The helper reports back.";
        act_sign_off: "审签", "Sign off";
        act_answer: "答复", "Answer";
        act_hand_back: "报回", "Report back";
        fact_signing: "待审签（{level}）", "Waits for sign-off ({level})";
        fact_submitted: "{person}报", "submitted by {person}";
        fact_lent: "{from}请协办：{what}", "{from} asks: {what}";
        fact_extension: "{person}申请延期至{date}：{reason}", "{person} asks for {date}: {reason}";
    }
}
