//! Texts: a meeting's decisions into several workflows at once, and batches in general.

use workflow::refusal::Refusal;

use super::{Texts, texts};

texts! {
    /// Batches.
    pub struct Meeting {
        title: "会议议定事项", "Decisions of meetings";
        lead: "一次会议的议定事项一次录入，分别启动办理，逐项看结果。", "The decisions of a meeting entered at once, each started by itself, with a result a row.";
        new: "录入议定事项", "Enter decisions";
        new_lead: "一行一项。对应到清单事项的启动办理；清单外的登记为来件，由党政办另行安排。", "One decision a row. Those on the list are started; those off it are registered as incoming for the office to arrange.";
        name: "会议名称", "Meeting";
        name_hint: "如：第3次党政联席会议。", "For example: third joint meeting.";
        held_on: "会议日期", "Date";
        document_no: "纪要文号", "Document number";
        row: "第 {at} 项", "Row {at}";
        decision: "议定事项", "Decision";
        duty: "对应清单事项", "Duty";
        duty_hint: "填表和序号，如“配合28”；不在清单内的填“清单外”。是否属于清单由您判断。", "Table and number, as in “Cooperative 28”; for what is not on the list type “off the list”. Whether it is on the list is for you to judge.";
        who: "交给", "To";
        limit: "时限", "By";
        leader: "批示（交办）领导", "Leader";
        off_list: "清单外", "off the list";
        duty_wanted: "请填清单事项，或填“清单外”。", "Give the duty, or type “off the list”.";
        duty_near: "请填清单事项，或填“清单外”。文字相近的：{near}", "Give the duty, or type “off the list”. Near in words: {near}";
        duty_unknown: "现行清单没有这一项，请写成“配合28”的样子。", "The list in force has no such duty; write it like “Cooperative 28”.";
        none: "请至少填写一项。", "Fill in at least one row.";
        more: "需要更多行（最多 30 行）", "More rows (30 at most)";
        save: "录入并启动", "Enter and start";
        saved: "已录入 {count} 项。", "{count} decisions entered.";

        empty: "还没有录入过会议议定事项", "No decisions yet";
        progress: "共 {all} 项：已启动 {started}，登记为来件 {registered}，未启动 {refused}，等待 {waiting}", "{all} rows: {started} started, {registered} registered, {refused} not started, {waiting} waiting";
        entered: "{person}于{date}录入", "Entered by {person} on {date}";
        result: "结果", "Result";
        state_waiting: "等待启动", "Waiting";
        state_started: "已启动办理", "Started";
        state_registered: "清单外，已登记为来件", "Off the list, registered";
        state_refused: "未启动", "Not started";
        waiting_hint: "还有等待的行，系统会自动继续，稍后刷新即可。", "Some rows wait; they go on by themselves, look again in a moment.";
        refused_hint: "未启动的，按原因处理后可单独登记来件或从清单事项启动。", "What was not started can be registered or started by itself once the reason is dealt with.";
        open_workflow: "查看办理单", "Open the workflow";
        open_item: "查看来件", "Open the item";
    }
}

impl Texts {
    /// Why a row was not carried out, by the code that was kept; words that were kept stand for codes that the catalogue does not know.
    #[must_use]
    pub fn row_refused(&self, code: &str, words: &str) -> String {
        match code {
            "not-permitted" => self.refused(&Refusal::NotPermitted),
            "unit-foreign" => self.refused(&Refusal::UnitForeign),
            "nothing-to-do" => self.refusal.nothing_to_do.to_owned(),
            "not-found" => self.refusal.not_found.to_owned(),
            _ => self.known_problem(code).unwrap_or(words).to_owned(),
        }
    }
}
