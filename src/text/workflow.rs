//! Texts: 办理单.

use super::texts;

texts! {
    /// 办理单.
    pub struct Workflow {
        title: "办理单", "Workflows";
        lead: "正在办和办过的事项，一张办理单一件事。", "What is and was dealt with; one workflow a matter.";
        words: "名称中的字词", "Words of the title";
        any_state: "全部状态", "Any state";
        any_town: "全部乡镇", "Any town";
        town: "乡镇", "Town";
        name: "办理事项", "Matter";
        progress: "进度", "Progress";
        progress_of: "{over}/{total} 个环节", "{over} of {total} steps";
        official_due: "上级要求时限", "Official date";
        started: "启动", "Started";
        ended: "结束", "Ended";
        duty: "清单事项", "Duty";
        duty_ref: "{kind}第 {no} 项", "{kind} no. {no}";
        track: "分项", "Part";
        from_incoming: "来件", "Came in as";
        see_incoming: "查看来件", "See what came in";
        started_by: "{person}于{date}启动", "Started by {person} on {date}";
        empty: "还没有办理单", "No workflows yet";
        empty_coordinator: "登记一件来件，或从事项目录中启动。", "Register what came in, or start from the catalogue.";
        empty_other: "参与办理后会出现在这里。", "What you take part in appears here.";
        none_fit: "没有符合条件的办理单", "No workflow fits";
        register: "来件登记", "Register";
        to_catalogue: "事项目录", "Catalogue";

        now: "在途的件", "On its way between the sides";
        lanes: "各方环节", "Steps by side";
        lane_yours: "（贵单位）", "(yours)";
        standing: "日常职责（不计时限）", "Standing responsibilities (no date)";
        requirement: "工作要求", "Requirements";
        periodic: "定期工作", "Periodic work";
        on_event: "触发职责", "On event";
        body_duties: "部门职责（对照）", "Departments' duties (for reference)";
        body_duties_hint: "清单印明的部门职责，仅供对照，不催不计时。", "As printed in the list; for reference, never due.";
        clauses: "清单原文（对照）", "Words of the list (for reference)";
        clauses_hint: "各方职责的清单原文，仅供对照。", "What the list says of each side, for reference.";
        wait_open: "待收：{what}", "Awaited: {what}";
        wait_met: "已收到：{what}（{date}）", "Received: {what} ({date})";
        wait_from: "{body}：{what}", "{body}: {what}";

        suspend: "暂缓", "Suspend";
        suspend_hint: "暂缓期间停止计时，恢复后时限顺延。", "The clock stops; dates move on when it is resumed.";
        suspended: "已暂缓，停止计时。", "Suspended; the clock has stopped.";
        suspended_since: "{date}起暂缓，时限停止计算。", "Suspended since {date}; the clock has stopped.";
        resume: "恢复办理", "Resume";
        resumed: "已恢复办理，时限已顺延。", "Resumed; the dates have moved on.";
        cancel: "取消办理", "Cancel the workflow";
        cancel_hint: "全部未完成的环节和在途的件都会取消，不能恢复。", "All open steps and hand-offs end with it; this cannot be undone.";
        cancelled: "已取消办理。", "Cancelled.";
        reopen: "重新打开", "Reopen";
        reopen_hint: "选择要重新办理的任务，写明原因。", "Choose what is to be done again, and why.";
        reopen_tasks: "重新办理", "To be done again";
        reopened: "已重新打开。", "Reopened.";
    }
}
