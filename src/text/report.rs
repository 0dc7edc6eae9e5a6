//! Texts: The overdue report.

use super::texts;

texts! {
    /// The overdue report.
    pub struct Report {
        title: "逾期与在办", "Overdue and open work";
        lead: "哪些超过了时限、卡在哪一方、从什么时候起。按工作日计，不按人排名。", "What is past its date, on which side, and since when. Counted in working days; nobody is ranked.";
        late: "已逾期", "Overdue";
        undated: "无时限在办（按已持续时间）", "Open without a date (by age)";
        late_town: "逾期在镇（站所、村）", "Overdue in the town";
        late_body: "逾期在部门", "Overdue at a body";
        late_official: "其中对上时限", "Of these official dates";
        late_undated: "无时限在办", "Open without a date";
        none_late: "目前没有逾期的工作", "Nothing is overdue";
        none_late_what: "超过时限仍未办的环节、未签收或未答复的送件会列在这里。", "Steps past their date and hand-offs not signed for or answered will be listed here.";
        none_undated: "没有无时限的在办工作", "No open work without a date";
        number: "序号", "No.";
        town: "乡镇", "Town";
        side: "卡在哪方", "Side";
        side_town: "镇", "Town";
        side_body: "部门（单位）", "Body";
        unit: "责任站所（单位）", "Office or body";
        nobody: "尚未交办", "Not given to anybody";
        duty: "清单事项", "Duty";
        workflow: "办理事项", "Workflow";
        step: "环节", "Step";
        waiting: "等待", "Waiting for";
        waiting_work: "办理", "the work";
        waiting_signature: "签收", "a signature";
        waiting_answer: "答复", "an answer";
        waiting_whole: "办结", "completion";
        whole: "整件工作超过对上时限", "The whole is past its official date";
        since: "持有自", "There since";
        due: "时限", "Due";
        source: "时限来源", "Source of the date";
        official: "对上时限", "Official date";
        days_late: "逾期（工作日）", "Overdue (working days)";
        days_open: "已持续（工作日）", "Open for (working days)";
        days: "{days} 个工作日", "{days} working days";
        today: "今天起", "since today";
        sheet_late: "逾期", "Overdue";
        sheet_undated: "无时限在办", "Open without a date";
        sheet_column: "类别", "Kind";
        file_title: "履职事项逾期与在办清单（{date}）", "Overdue and open work ({date})";
        file_name: "履职逾期与在办", "overdue";
        by_unit: "按站所、单位筛选", "By office or body";
        unit_count: "{unit}（{count}）", "{unit} ({count} overdue)";
        all_units: "全部站所和单位", "All offices and bodies";
        filters: "筛选", "Filters";
    }
}
