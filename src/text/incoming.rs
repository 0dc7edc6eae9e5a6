//! Texts: 来件.

use super::{Texts, texts};

texts! {
    /// 来件.
    pub struct Incoming {
        title: "来件", "Incoming";
        lead: "来文、来电、工作群通知、热线工单、领导批示等，先登记，再对应到清单事项。", "Letters, calls, group notices, hotline orders, leaders' notes: registered first, then matched to a duty of the list.";
        tabs: "按状态查看", "By state";
        tab_open: "待处理", "To be dealt with";
        tab_started: "已启动办理", "Started";
        tab_closed: "已了结", "Closed";
        number: "编号", "No.";
        matter: "事项", "Matter";
        source: "来源", "Source";
        town: "乡镇", "Town";
        limit: "时限", "Due";
        empty_open: "没有待处理的来件", "Nothing is waiting";
        empty_open_what: "收到来文、来电或通知时，从这里登记，系统会找出相近的清单事项供您确认。", "When a letter, call or notice comes in, register it here; the system looks for the duties that fit and you confirm one.";
        empty_read_what: "党政办综合岗登记后，来件会出现在这里。", "What the coordinator registers appears here.";
        empty_state: "没有这一状态的来件", "Nothing in this state";
        empty_state_what: "请换一种状态查看。", "Look at another state.";

        new_title: "来件登记", "Register";
        new_lead: "填三项即可登记；时限没有就不填。", "Three fields are enough; leave the limit empty if there is none.";
        summary: "一句话事项", "The matter in one sentence";
        summary_hint: "写清要办什么，系统据此找出相近的清单事项。不要填写群众身份证号、银行卡号。", "Say what is to be done; the system looks for duties that fit these words. Leave out residents' identity-card and bank-card numbers.";
        limit_legend: "时限", "Limit";
        limit_hint: "来件要求的时限。没有就不填；不填时间即为当日下班前。", "The limit that came with it. Leave empty if there is none; without a time it is the end of that working day.";
        limit_date: "日期", "Date";
        limit_time: "时间", "Time";
        more: "来文单位、文号", "Sender and document number";
        from: "来文单位", "Sender";
        from_hint: "填写单位名称，有助于找到对应事项。", "The name of the sending body helps to find the duty.";
        document_no: "文号", "Document number";
        register: "登记", "Register";
        registered: "已登记为 {number} 号来件。请确认它对应的清单事项。", "Registered as no. {number}. Now confirm the duty it belongs to.";

        item_number: "{number} 号来件", "Incoming no. {number}";
        received: "收到时间", "Received";
        registered_by: "登记人", "Registered by";
        sender: "来文单位", "Sender";
        no_limit: "来件未规定时限", "No limit came with it";

        alike_title: "可能与已有来件重复", "Perhaps registered before";
        alike_lead: "按文号和文字提示，是否同一件由您判断。是同一件的，写明后了结即可。", "Found by document number and words; whether it is the same is for you to judge. If it is, say so and close it.";
        alike_number: "文号相同", "Same document number";
        alike_words: "文字相近", "Similar words";
        propose_title: "相近的清单事项", "Duties that may fit";
        propose_lead: "按来件文字找出，仅供参考。是否对应、对应哪一项，由您确认，系统不自动判定。", "Found by the words of the item, as a suggestion only. Whether one fits, and which, is for you to confirm; nothing is decided automatically.";
        propose_none: "没有找到文字相近的事项，请在下面换几个字查找。", "No duty has words in common with it. Try other words below.";
        fits: "相近的条目", "Clause that fits";
        confirm: "确认对应", "Confirm this duty";
        confirm_for: "确认对应：{title}", "Confirm this duty: {title}";
        search_title: "查找其他事项", "Look for another duty";
        search_words: "事项名称或条目中的字词", "Words of the title or a clause";
        search_found: "找到 {count} 项", "{count} found";
        search_first: "找到 {count} 项，先列出前 {shown} 项；多写几个字可以缩小范围。", "{count} found, the first {shown} shown; more words narrow it down.";
        search_nothing: "没有找到。请换个说法，或减少字词。", "Nothing found. Try other or fewer words.";

        confirmed: "已对应到清单事项。", "The duty is confirmed.";
        confirmed_title: "对应的清单事项", "The duty it belongs to";
        next_start: "下一步：启动办理，把各环节交给站所或村（社区）。", "Next: start a workflow and give its steps to offices or villages.";
        next_transfer: "该事项已由上级部门收回，不能作为本镇工作启动。下一步：接收后移送承接部门。", "This duty was taken back and cannot be started as the town's work. Next: receive it and transfer it to the department.";
        next_nobody: "该事项已由上级部门收回且没有承接部门，没有可移送的单位。可据此答复来文单位，然后了结来件。", "This duty was taken back and no department does it now, so there is nobody to transfer it to. Answer the sender accordingly and close the item.";
        next_nothing: "该事项只有日常职责或工作要求，没有可以启动的办理环节。安排好后请写明处理情况并了结来件。", "This duty has only standing responsibilities or requirements; there is nothing to start. Once arranged, say what was done and close the item.";
        change: "换一个事项", "Choose another duty";
        started_title: "已启动办理", "Started";
        started_what: "进展在办理单中查看。", "Its progress stands in the workflow.";
        open_workflow: "查看办理单", "Open the workflow";
        closed_title: "已了结", "Closed";

        close: "不属于清单，或已当场处理", "Not on the list, or dealt with on the spot";
        close_lead: "写明处理情况后了结，不启动办理。是否属于清单由您判断，系统不自动判定。", "Say what was done and close it without a workflow. Whether it is on the list is for you to judge; nothing is decided automatically.";
        close_note: "处理情况", "What was done";
        close_note_hint: "例如：已电话答复来文单位；不属于本镇履职事项，已退回。不要填写群众身份证号、银行卡号。", "For example: answered by telephone; not a duty of the town, sent back. Leave out residents' identity-card and bank-card numbers.";
        close_button: "了结来件", "Close the item";
        closed_done: "来件已了结。", "The item is closed.";
    }
}

impl Texts {
    /// 来文, 来电 …; an unknown code is shown as “other”.
    #[must_use]
    pub fn source(&self, code: &str) -> &'static str {
        let c = &self.common;
        match code {
            "letter" => c.source_letter,
            "call" => c.source_call,
            "group_notice" => c.source_group_notice,
            "hotline" => c.source_hotline,
            "leader_note" => c.source_leader_note,
            "meeting" => c.source_meeting,
            "patrol" => c.source_patrol,
            "fixed_date" => c.source_fixed_date,
            _ => c.source_other,
        }
    }
}
