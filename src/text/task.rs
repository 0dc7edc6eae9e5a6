//! Texts: 任务 and my work.

use chrono::{DateTime, Utc};
use workflow::calendar::{Limit, LimitUnit};

use super::{Texts, date, fill, texts};

texts! {
    /// 任务 and my work.
    pub struct Task {
        work_title: "我的工作", "My work";
        work_lead: "今天是{date}。", "Today is {date}.";
        today_button: "打印或复制今日待办", "Print or copy today's list";
        to_sign: "待我签收", "To sign for";
        to_sign_hint: "各镇报送来的件，签收后开始计算答复时限。", "Sent by the towns; the time to answer begins with your signature.";
        to_answer: "待答复", "To be answered";
        to_answer_hint: "已签收的报审件，请答复同意、不同意或退回补正。", "Signed for: approve, decline, or return for correction.";
        own_steps: "本单位环节", "Steps of your body";
        own_steps_hint: "轮到本单位办理的环节，办完后镇里接着办。", "It is your body's turn; the town goes on when you are done.";
        late: "逾期", "Overdue";
        soon: "快到期", "Due soon";
        soon_hint: "三个工作日以内到期。", "Due within three working days.";
        to_do: "待办", "To do";
        unassigned: "未交办", "Not yet assigned";
        unassigned_hint: "可以办理、但还没有交给站所或村（社区）的任务。", "Open, but given to no office or village yet.";
        waiting: "等待他人", "Waiting for others";
        waiting_hint: "已分发或在等前一环节的任务，到时会回到“待办”。", "Given out, or waiting for what comes before; it comes back to your list by itself.";
        sent: "我送出的", "Sent by me";
        sent_hint: "现在在谁手里、从什么时候起。", "Where it is now, and since when.";
        empty_title: "现在没有待办", "Nothing to do now";
        empty_town: "交给您或您所在站所、村（社区）的任务会出现在这里。可以看看本镇正在办理的事项。", "Tasks given to you, your office or village appear here. Meanwhile, look at what is in progress.";
        empty_body: "各镇报送给贵单位的件会出现在这里。以前办过的件在“签收与送出”里。", "What the towns send to your body appears here. What you dealt with before is under “Sign for and sent”.";
        empty_coordinator: "有新来件时先登记，再对应事项、启动办理。", "When something comes in, register it, find its duty and start.";
        see_workflows: "查看办理单", "See workflows";
        see_hand_offs: "查看签收与送出", "See what was sent";
        count: "{count} 项", "{count}";

        act_sign: "签收", "Sign for";
        act_answer: "答复", "Answer";
        act_take: "领取", "Take";
        act_do: "办理", "Deal with it";
        act_assign: "交办", "Assign";
        act_open: "查看", "Open";
        act_receive: "登记已收到", "Record as received";
        in_box: "{unit}收件箱，尚无人领取", "In-box of {unit}, taken by nobody yet";
        held_by: "{unit} {person}", "{unit}, {person}";
        with_unit: "{unit}收件箱", "In-box of {unit}";
        nobody: "尚未交办", "Given to nobody yet";
        from_town: "{town} {unit}", "{town}, {unit}";
        parts: "{total}个单位已报{over}个", "{over} of {total} units have reported";
        parts_villages: "{total}个村（社区）已报{over}个", "{over} of {total} villages have reported";
        came_back: "第{round}次办理，退回原因：{reason}", "Round {round}, returned because: {reason}";
        again: "补正后第{round}次送来", "Corrected, round {round}";
        where_offered: "{body}，{since}起待签收（{days}个工作日）", "{body}, unsigned since {since} (working days: {days})";
        where_signed: "{body}，{since}签收，待答复（{days}个工作日）", "{body}, signed for on {since}, to be answered (working days: {days})";
        where_returned: "{body}已退回补正，请补正后再送：{reason}", "{body} returned it for correction: {reason}";
        waits_for: "等：{what}", "Waiting for: {what}";
        waits_for_from: "等{body}：{what}", "Waiting for {body}: {what}";
        not_yet: "等前面的环节办完", "Waits for the steps before it";
        suspended: "办理单已暂缓", "The workflow is suspended";

        days_left: "还有 {days} 个工作日", "Working days left: {days}";
        days_late: "逾期 {days} 个工作日", "Overdue, working days: {days}";
        clock_stopped: "暂缓中，停止计时", "Suspended, the clock has stopped";
        due_today: "今天到期", "Due today";
        late_today: "今天已过时限", "Past its time today";
        no_limit: "清单未规定时限，本镇也未设定", "No limit in the list, none set by the town";
        provisional: "暂按周末推算", "Worked out from weekends for now";

        today_title: "今日待办", "Today's list";
        today_lead: "可以打印，也可以复制成文字发到工作群。不含人名。", "Print it, or copy it as text into a group chat. It names nobody.";
        today_sheet: "{date} {place}今日待办", "{place} {date}: today's list";
        today_none: "今天没有待办。", "Nothing to do today.";
        today_line: "{no}. 〔{section}〕{title}：{task}，{due} {link}", "{no}. [{section}] {title}: {task}, {due} {link}";
        today_no: "序号", "No.";
        today_section: "类别", "Section";
        today_item: "事项和要做的事", "What is to be done";
        today_done: "办结打勾", "Done";
        today_plain: "文字版", "As text";

        title: "任务", "Task";
        clause: "清单原文", "Words of the list";
        why: "为什么要办这一项", "Why this is to be done";
        why_clause: "来自{duty}第 {no} 项“{title}”中本镇的第 {i} 条职责。", "From {duty} no. {no}, “{title}”: the town's clause {i}.";
        why_body: "来自{duty}第 {no} 项“{title}”中{body}的职责，镇里的环节等待它办完。", "From {duty} no. {no}, “{title}”: a clause of {body} for which the town waits.";
        why_title: "来自{duty}第 {no} 项“{title}”。", "From {duty} no. {no}, “{title}”.";
        why_part: "由“{step}”分发而来，本单位只报本单位的部分。", "Given out from “{step}”: report your own part only.";
        why_handoff: "办完要送出，依据原文：“{words}”", "Ends with a hand-off, by the words “{words}”";
        why_wait: "要等来件，依据原文：“{words}”", "Waits for something, by the words “{words}”";
        why_joint: "会同办理，依据原文：“{words}”", "Done jointly, by the words “{words}”";
        requirements: "办理时的工作要求", "Requirements that apply";
        waits: "正在等", "Waiting for";
        wait_task: "“{task}”（{who}，{state}）", "“{task}” ({who}, {state})";
        wait_external: "{from}：{what}", "{from}: {what}";
        outside: "外单位", "Somebody outside";
        facts: "基本情况", "At a glance";
        holder: "承办", "Held by";
        opened: "开始", "Open since";
        finished: "完成", "Finished";
        round: "第 {round} 次办理", "Round {round}";
        returned_because: "退回原因", "Returned because";
        returned_reason: "退回原因：{reason}", "Returned because: {reason}";
        left_out_because: "不涉及的原因", "Left out because";
        result: "办理结果", "Result";
        hand_offs: "送出情况", "Hand-offs";
        parts_title: "分发情况", "Parts";
        part_unit: "村（社区）或站所", "Village or office";
        part_report: "报送情况", "Report";
        part_none: "未报", "Not yet reported";
        nil: "零报告", "Nil report";

        explain: "时限怎么算的", "How the date was counted";
        explain_start: "起算", "From";
        explain_limit: "期限", "Limit";
        explain_source: "依据", "By whose word";
        explain_counted: "计入", "Counted";
        explain_skipped: "跳过", "Passed over";
        explain_end: "到期", "Ends";
        explain_paused: "停止计时", "Clock stopped for";
        explain_then: "按当时的日历计算", "as counted by the calendar of that time";
        explain_calendar: "日历版本", "Calendar";
        explain_days: "{count} 天：{days}", "{count} days: {days}";
        explain_range: "{count} 天：{first} 至 {last}", "{count} days: {first} to {last}";
        weekend: "周末", "weekend";
        explain_by_clock: "按钟点计算，不跳过休息日", "By the clock; days off are not passed over";

        limit_once_open: "可以开始后{limit}（{source}）", "{limit} once it can begin ({source})";
        limit_days: "{count}个工作日", "{count} working days";
        limit_natural: "{count}天（自然日）", "{count} days";
        limit_hours: "{count}小时", "{count} hours";
        limit_working_hours: "{count}个工作小时", "{count} working hours";
        limit_date: "{date}前", "by {date}";

        assign: "交办", "Assign";
        assign_hint: "交给站所或村（社区），也可以直接交给其中一人。", "To an office or village, or to one person in it.";
        assign_to: "交给", "To";
        assign_in_box: "{unit}（收件箱，由本单位领取）", "{unit} (in-box, anybody there takes it)";
        assign_person: "{unit} {person}", "{unit}: {person}";
        assign_lead: "{unit} {person}（负责人）", "{unit}: {person} (lead)";
        assigned: "已交办给{holder}。", "Assigned to {holder}.";
        offices: "站所", "Offices";
        villages: "村（社区）", "Villages";
        limit: "时限", "Limit";
        limit_hint_default: "不填则按本镇默认：可以办理之日起 {days} 个工作日。", "Left blank: the town's default, {days} working days from when it can be done.";
        limit_hint_none: "不填则不设时限（本镇默认不设）。", "Left blank: no limit, as the town has chosen by default.";
        limit_kind: "怎么定", "How";
        limit_default: "按本镇默认", "The town's default";
        limit_kind_date: "指定日期", "By a date";
        limit_kind_none: "不设时限", "No limit";
        limit_amount: "多少", "How many";
        limit_at: "日期", "Date";
        limit_at_hint: "只在“指定日期”时填写，可带时间。", "Only for a date; a time may be added.";
        limit_source: "时限依据", "By whose word";
        limit_number: "通知文号", "Number of the notice";
        limit_amount_missing: "请填写多少天或多少小时", "Please say how many days or hours";
        limit_at_missing: "请填写日期", "Please give the date";
        limit_set: "时限已设定。", "The limit is set.";
        set_limit: "设定时限", "Set the limit";

        distribute: "分发", "Give out to several";
        distribute_hint: "每个单位一份任务，这里汇总。全部报齐后这一环节完成。", "One task for each; they are summed up here, and the step is done when all have reported.";
        distribute_all: "全部村（社区）", "All villages";
        distribute_units: "逐个选择", "Or choose";
        distributed: "已分发给 {count} 个单位。", "Given out to {count} units.";

        take: "领取", "Take";
        taken: "已领取，现在由您办理。", "You have taken it.";
        give_back: "放回收件箱", "Put back";
        given_back: "已放回收件箱。", "Put back into the in-box.";

        complete: "办理完成", "Finished";
        complete_hint: "只写办理情况和数量，不写群众的姓名、证件号、卡号。", "Write what was done and how many, never names or numbers of residents.";
        completed: "已办理完成。", "Finished.";
        note: "办理情况", "What was done";
        expected: "应办数", "To be dealt with";
        done_count: "已办数", "Dealt with";
        nil_hint: "零报告：本单位没有这类情况", "Nil report: nothing of the kind here";
        document_no: "文号", "Document no.";
        parts_open: "还有 {open} 个单位未报，报齐后自动完成。", "{open} units have not reported; the step is done when all have.";

        hand_off: "送出", "Hand on";
        hand_off_hint: "送出后由对方签收；报审还要等对方答复。", "The receiver signs for it; an approval is also answered.";
        receivers: "送给", "To";
        receivers_hint: "已按清单选好；可以增减。", "Chosen from the list; change it as needed.";
        receivers_open: "清单没有写明接收单位，请选择。", "The list names no receiver; please choose.";
        receiver_line: "{body}（{kind}）", "{body} ({kind})";
        receiver_back: "{body}（{kind}，补正后再送）", "{body} ({kind}, corrected)";
        receiver_settled: "{body}（{kind}）已办妥，不必再送。", "{body} ({kind}) is settled and need not be sent again.";
        other_body: "其他单位", "Another body";
        other_kind: "送法", "As";
        send_note: "说明", "Note";
        send_note_hint: "对方会看到。只写份数、情况，不写群众个人信息；材料走原渠道。", "The receiver reads it. Counts and facts only; papers go their usual way.";
        handed: "已送出，等待对方签收。", "Sent; the receiver signs for it.";

        received: "登记已收到", "Record as received";
        received_hint: "对方已把所等的东西送来或发来，登记日期和文号。", "What was waited for has come: note its date and number.";
        received_which: "收到了什么", "What has come";
        received_on: "收到日期", "Received on";
        received_done: "已登记收到。", "Recorded as received.";
        record: "代录", "Record on behalf";
        record_hint_village: "村（社区）没有联络员上线时，由包村干部代录。", "For a village that reports by phone or on paper.";
        record_hint_body: "该单位不在系统中：按对方告知的情况代录，历史中会注明。", "That body is not in the system: record what it told you; the history says so.";
        behalf_on: "对方办理日期", "Done on";
        behalf_office: "对方股室", "Which office of theirs";
        behalf_channel: "告知方式", "How it was told";
        behalf_document_no: "对方文号", "Their document no.";
        channel_paper: "纸质件", "On paper";
        channel_phone: "电话", "By phone";
        channel_visit: "当面", "In person";
        recorded: "已代录。", "Recorded.";

        leave_out: "本次不涉及", "Leave out this time";
        leave_out_hint: "只用于这一张办理单，原因会记入办理经过。", "For this workflow only; the reason stays in the history.";
        left_out: "已标为本次不涉及。", "Left out this time.";

        kept: "您填写的内容还在下面，没有提交成功。", "What you typed is still below; it was not taken.";
        latest: "最新情况：{what}", "What happened last: {what}";
    }
}

impl Texts {
    /// 5个工作日, 24小时, 11月25日 周三 18:00前.
    #[must_use]
    pub fn limit_words(&self, limit: &Limit, now: DateTime<Utc>) -> String {
        let w = &self.task;
        let text = match limit.unit {
            LimitUnit::WorkingDays => w.limit_days,
            LimitUnit::NaturalDays => w.limit_natural,
            LimitUnit::Hours => w.limit_hours,
            LimitUnit::WorkingHours => w.limit_working_hours,
            LimitUnit::Date(at) => return fill(w.limit_date, &[("date", &date::day_and_time(self.language, at, now))]),
        };
        fill(text, &[("count", &limit.amount)])
    }
}
