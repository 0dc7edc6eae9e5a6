//! Texts: Mails and messages. Those that go to a body say 报, 送, 提醒 and never the words of command.

use super::texts;

texts! {
    /// Mails and messages.
    pub struct Mail {
        greeting: "{name}，您好：", "Dear {name},";
        greeting_plain: "您好：", "Hello,";
        footer: "此邮件由履职流转自动发出，直接回复无人收阅。内容如有变化，以页面显示为准。", "This mail was sent by Dutyflow; replies are not read. If the page says something else by now, the page is right.";
        settings: "邮件设置（可以关闭不需要的邮件）", "Mail settings (switch off what you do not need)";
        urgent: "【紧急】", "[Urgent] ";
        colon: "：", ": ";
        quoted: "“{text}”", "“{text}”";
        no_limit: "未规定时限", "no limit";
        due: "{date}（{source}）", "{date} ({source})";
        due_provisional: "{date}（{source}；暂按周末推算）", "{date} ({source}; provisional, from weekends only)";
        no_phone: "未登记", "not on record";
        count: "{count} 份", "{count}";

        label_step: "工作内容", "Step";
        label_content: "内容", "Content";
        label_due: "办理时限", "Due";
        label_sign_due: "签收时限", "To be signed for by";
        label_from: "来件单位", "From";
        label_kind: "方式", "Kind";
        label_note: "说明", "Note";
        label_document: "文号", "Document no.";
        label_reason: "退回原因", "Reason";
        label_count: "退回份数", "Returned";
        label_phone: "联系电话", "Phone";
        label_offered: "送出时间", "Sent";

        open_task: "查看并办理", "Open";
        open_hand_off: "查看并签收", "Open";
        open_sent: "查看", "Open";
        open_today: "查看今日待办", "Open today's list";

        assigned_subject: "新任务：{title}", "New task: {title}";
        assigned_person: "“{title}”中有一项工作交由您办理。", "A step of “{title}” has been given to you.";
        assigned_unit: "“{title}”中有一项工作交到{unit}，请安排办理。", "A step of “{title}” is in the in-box of {unit}. Please see that it is dealt with.";

        handed_off_subject: "{town}{kind}“{title}”，请签收", "{town}, {kind}: “{title}”, please sign for it";
        handed_off: "{town}向{body}{kind}“{title}”，请予签收。", "{town} has sent “{title}” to {body} ({kind}). Please sign for it.";
        handed_off_again: "{town}已补正，再次向{body}{kind}“{title}”，请予签收。", "{town} has corrected “{title}” and sent it to {body} again ({kind}). Please sign for it.";

        returned_subject: "退回补正：{title}", "Returned for correction: {title}";
        returned: "{body}将“{title}”的{kind}退回补正，请补正后再次送出。", "{body} has returned “{title}” ({kind}) for correction. Please correct it and send it again.";

        unsigned_sender_subject: "尚未签收：{title}", "Not signed for yet: {title}";
        unsigned_sender: "您{date}送出的“{title}”（{kind}），{body}尚未签收。可以先打电话联系；系统已提醒对方联络员，并为党政办备好提醒函草稿。", "{body} has not signed for “{title}” ({kind}), which you sent on {date}. You may want to call; its liaison has been reminded, and a draft letter has been made for the town's office.";

        unsigned_liaison_subject: "提醒：{town}{kind}的“{title}”尚未签收", "Reminder: “{title}” from {town} ({kind}) is not signed for yet";
        unsigned_liaison: "{town}于{date}向{body}{kind}的“{title}”尚未签收，请您抽空查看。材料需要补正，或者不属于贵单位职责的，可以退回并说明原因。", "“{title}”, which {town} sent to {body} on {date} ({kind}), is not signed for yet. Please have a look. If it needs correcting, or is not your duty, you can return it with a reason.";

        unsigned_letter_subject: "提醒函草稿：{body}尚未签收“{title}”", "Draft letter: {body} has not signed for “{title}”";
        unsigned_letter: "{body}尚未签收{town}于{date}{kind}的“{title}”。可以先打电话联系；需要发函的，请核对修改下面的草稿，按程序签发。", "{body} has not signed for “{title}”, which {town} sent on {date} ({kind}). You may want to call first. If a letter is needed, please check and change the draft below; it is issued by you.";
        letter_heading: "提醒函草稿", "Draft letter";
        letter_title: "关于商请签收“{title}”的函", "Request to sign for “{title}”";
        letter_to: "{body}：", "To {body}:";
        letter_body: "我单位于{date}向贵单位{kind}“{title}”，至今尚未收到签收。为便于双方衔接，现商请贵单位予以签收；材料需要补正，或者认为不属于贵单位职责的，请予函告，或在系统中退回并说明原因。", "On {date} we sent you “{title}” ({kind}) and have had no signature yet. So that both sides can go on, we ask you to sign for it; if it needs correcting, or you hold that it is not your duty, please write to us, or return it in the system with a reason.";
        letter_body_document: "我单位于{date}向贵单位{kind}“{title}”（{document}），至今尚未收到签收。为便于双方衔接，现商请贵单位予以签收；材料需要补正，或者认为不属于贵单位职责的，请予函告，或在系统中退回并说明原因。", "On {date} we sent you “{title}” ({kind}, {document}) and have had no signature yet. So that both sides can go on, we ask you to sign for it; if it needs correcting, or you hold that it is not your duty, please write to us, or return it in the system with a reason.";
        letter_end: "特此函告。", "Yours faithfully,";
        letter_date: "{year}年{month}月{day}日", "{day}. {month}. {year}";

        lead_offered_subject: "{town}问题线索“{matter}”，请签收", "Lead from {town}: “{matter}”, please sign for it";
        lead_offered: "{town}发现问题，送{body}核实处理，请予签收。", "{town} found a problem and sends it to {body}. Please sign for it.";
        lead_to_place_subject: "紧急问题线索：{matter}（{town}）", "Urgent lead: {matter} ({town})";
        lead_to_place: "{town}有一条紧急问题线索尚未确定送给哪个单位，请尽快确定。", "An urgent lead in {town} waits for you to say to which body it goes.";
        lead_returned_subject: "问题线索退回：{matter}（{town}）", "Lead returned: {matter} ({town})";
        lead_returned: "{body}将{town}的问题线索退回或提出职责异议，请查看原因。", "{body} returned the lead of {town} or objected to it; please see the reason.";
        lead_answered_subject: "问题线索已反馈，待核实销号：{matter}（{town}）", "Lead answered, to be verified: {matter} ({town})";
        lead_answered: "{body}已反馈{town}问题线索的处理结果，请核实后销号。", "{body} has fed back on the lead of {town}; please verify it.";
        lead_unsigned_subject: "提醒：问题线索尚未签收：{matter}（{town}）", "Reminder: lead not signed for: {matter} ({town})";
        lead_unsigned: "{town}送{body}的问题线索尚未签收，可以先打电话联系。", "{body} has not signed for the lead of {town}. You may want to call.";
        lead_unsigned_body: "{town}送{body}的问题线索尚未签收，请您抽空查看。需要补充或者不属于贵单位职责的，可以退回或提出异议。", "The lead that {town} sent to {body} is not signed for yet. Please have a look; you can return it or object.";

        nudged_subject: "提醒：{title}", "Reminder: {title}";
        nudged: "请您留意“{title}”中由您承办的工作，尽快推进；有困难请在系统中说明，或申请延期、请协办。", "Please move on with your part of “{title}”; if there are difficulties, say so in the system, ask for more time, or for help.";
        reminded_subject: "提醒：{town}送来的“{title}”", "Reminder: “{title}” from {town}";
        reminded: "{town}送来的“{title}”仍待贵单位办理，请您抽空查看。", "“{title}” from {town} still waits for you. Please have a look.";
        sign_off_subject: "待审签：{title}", "To be signed off: {title}";
        sign_off: "“{title}”有一份送件等您审签。", "Something of “{title}” waits for your signature.";
        sign_off_refused_subject: "审签退回：{title}", "Not signed off: {title}";
        sign_off_refused: "“{title}”的送件审签退回，请按意见修改后再报。", "What you submitted for “{title}” came back. Please correct it and submit it again.";
        stand_in_subject: "请您代办：{absent}（{from}至{until}）", "Please stand in for {absent}, {from} to {until}";
        stand_in: "{absent}自{from}至{until}外出，期间由您代办其工作；到期自动结束，办理经过会记下两人的姓名。", "{absent} is away from {from} to {until}. You act in the meantime; it ends by itself, and the history names both of you.";

        several_subject: "“{title}”等 {count} 项工作请您查看", "{count} matters for you, “{title}” among them";
        several: "以下 {count} 项工作有新情况，请您查看：", "There is news on {count} matters:";

        digest_subject: "今日待办（{date}）：{count} 项", "Today, {date}: {count} to note";
        digest: "今天请留意以下 {count} 项：", "Please note these {count} today:";
        digest_task: "{title}：{text}", "{title}: {text}";
        digest_sign: "{town}{kind}“{title}”，待签收", "{town}, {kind}: “{title}”, to be signed for";
        digest_answer: "{town}{kind}“{title}”，待答复", "{town}, {kind}: “{title}”, to be answered";
        news_sign_off: "待审签：{title}：{text}", "To be signed off: {title}: {text}";
        news_extension_asked: "申请延期，待答复：{title}：{text}", "Asks for more time: {title}: {text}";
        news_extension_granted: "同意延期：{title}：{text}", "More time was granted: {title}: {text}";
        news_extension_refused: "未同意延期：{title}：{text}", "More time was refused: {title}: {text}";
        news_copied: "抄告：{title}", "For information: {title}";
        news_noted: "领导批示：{title}：{text}", "Note of a leader: {title}: {text}";
        digest_ahead: "{date}到期，还有 {days} 个工作日", "due {date}, {days} working day(s) left";
        digest_today: "今天到期", "due today";
        digest_late: "{date}到期，已逾期 {days} 个工作日", "due {date}, {days} working day(s) overdue";
        digest_aside: "（{when}）", " ({when})";
        digest_rest_open: "此外，在办 {open} 项。", "Besides, {open} open.";
        digest_rest_sign: "此外，待签收 {sign} 项。", "Besides, {sign} to be signed for.";
        digest_rest_both: "此外，在办 {open} 项，待签收 {sign} 项。", "Besides, {open} open and {sign} to be signed for.";

        weekly_subject: "每周逾期情况（{date}）：{count} 项", "Overdue this week, {date}: {count}";
        weekly: "截至{date}，逾期未办结的情况如下（只列单位和事项，工作日计）：", "Overdue as of {date}, by unit and matter, in working days:";
        weekly_unit: "{unit}：{count} 项", "{unit}: {count}";
        weekly_attached: "明细见附件表格，包括滞留在哪一侧、从何时起、时限来源。", "Details are in the attached workbook: on which side, since when, and where each limit comes from.";
        label_late_town: "滞留在乡镇一侧", "On the town's side";
        label_late_body: "滞留在部门一侧", "On the departments' side";
        label_late_official: "其中有文件规定时限的", "Of these, with an official limit";
        label_undated: "未设时限的在办事项", "Open without a limit";
        open_overdue: "查看逾期情况", "Open the report";

        test_subject: "履职流转测试邮件", "Test mail of Dutyflow";
        test: "这是一封测试邮件。收到即说明邮件服务器的设置可用，不需要做任何事。", "This is a test mail. That it arrived means that the mail server is set up properly; nothing needs to be done.";

        sample_title: "高龄津贴发放（示例）", "Old-age allowance (sample)";
        sample_text: "对申请材料进行初审，报送县民政局审批。（示例）", "Check the applications and send them to the bureau for approval. (sample)";
        sample_town: "示例镇", "Sample Town";
        sample_body: "示例县民政局", "Sample Bureau of Civil Affairs";
        sample_unit: "社会事务办公室（示例）", "Office of Social Affairs (sample)";
        sample_note: "共 12 份，名单另附。（示例）", "12 in all, the list is attached. (sample)";
        sample_reason: "3 份缺少签字，请补正。（示例）", "Three lack a signature, please correct them. (sample)";
        sample_document: "示政函〔2026〕8号", "Letter 2026-8 (sample)";
        sample_place: "示例村三组（示例）", "Group 3, Sample Village (sample)";
        sample_matter: "河道内倾倒垃圾（示例）", "Rubbish in the river bed (sample)";
        sample_name: "示例用户", "Sample User";
    }
}
