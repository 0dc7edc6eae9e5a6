//! Texts: recurring work and reported events.

use workflow::recurrence::{Arrangement, DayShift, RecurrenceError};

use super::{Language, Texts, fill, texts};

texts! {
    /// 周期性工作.
    pub struct Recurrence {
        title: "周期性工作", "Recurring work";
        lead: "定期、办结后和事件触发的工作，到时自动交到站所收件箱。工作属于站所，不因人员变动中断。", "Work by date, after completion or on an event; when its time comes it lies in the office's in-box. It belongs to the office, whoever leaves.";
        empty: "还没有安排周期性工作", "No recurring work yet";
        empty_what: "打开一个事项，点“安排周期性工作”。", "Open a duty and choose to arrange recurring work.";
        arrange: "安排周期性工作", "Arrange recurring work";
        name: "工作名称", "Name";
        office: "责任站所", "Office";
        of_town: "党政办", "The town's office";
        rhythm: "周期", "Rhythm";
        rhythm_hint: "可以写：每周一、每月5日前、每季度末月20日前、每年4月5日前、每年清明节前、完成后30天、发生“暴雨预警”时；也可以写 cron 表达式。", "weekly 1, monthly 5 before, quarterly 3-20 before, yearly 4-5 before, festival qingming before, after 30 days, event NAME, cron 0 9 * * 1";
        shift: "遇休息日", "On a day off";
        shift_usual: "按周期常规", "As usual for the rhythm";
        shift_before: "提前到前一个工作日", "The working day before";
        shift_after: "顺延到后一个工作日", "The working day after";
        shift_on: "不变", "Stays on the day";
        lead_days: "提前几个工作日启动", "Started so many working days ahead";
        lead_days_hint: "不填：有截止日的提前5个工作日，其他当天启动。", "Empty: five before a last day, else on the day.";
        limit_days: "事件发生后几个工作日内完成", "Working days after the event";
        limit_days_hint: "只用于事件触发；不填按本镇设定。", "For events only; empty: the town's setting.";
        source: "时限依据", "Source of the date";
        source_number: "文号", "Document no.";
        steps: "启动哪些环节", "Which steps";
        steps_hint: "不选：启动每次都办理的环节。", "None chosen: those that are done each time.";
        preview: "预览", "Preview";
        previewed: "读作：{rhythm}", "Read as: {rhythm}";
        save: "保存安排", "Arrange";
        saved: "已安排。", "Arranged.";
        coming: "接下来", "What comes";
        coming_none: "没有固定日期：事件发生或上次办结后确定。", "No date of its own: it follows from the event or the last completion.";
        starts: "启动", "Starts";
        due: "截止", "Due";
        provisional: "暂按周末推算", "worked out from weekends";
        next: "下次", "Next";
        runs: "已启动", "What came";
        runs_none: "还没有启动过", "Nothing yet";
        late: "迟启动", "started late";
        missed: "此前 {count} 次未启动，不再补", "{count} before it left out";
        open_workflow: "办理单", "Workflow";
        not_started: "未启动：{why}", "Not started: {why}";
        active: "执行中", "At work";
        paused: "已暂停", "Paused";
        ended: "已停用", "Ended";
        pause: "暂停", "Pause";
        resume: "恢复", "Resume";
        end: "停用", "End";
        changed: "已更新。", "Changed.";
        arranged_by: "安排人", "Arranged by";
        duty: "事项", "Duty";
        event_title: "报告事件", "Report an event";
        event_lead: "报告后，安排由该事件启动的工作立即交到责任站所。", "What waits for the event is given to its offices at once.";
        event: "事件", "Event";
        event_hint: "如：暴雨预警、清明节。", "Its name, as it was arranged.";
        waits: "启动 {count} 项工作", "starts {count}";
        town: "乡镇", "Town";
        note: "情况说明", "What happened";
        again: "上次启动的仍在办理时，再启动一次", "Start once more although the last one goes on";
        report: "报告", "Report";
        started: "已启动", "Started";
        goes_on: "上次启动的仍在办理", "The last one goes on";
        unread: "没有读懂这个周期，请参照提示填写", "This rhythm was not understood; see the hint";
        no_day: "日期不存在：请检查月份、日期或星期", "No such day: look at month, day or weekday";
        cron: "cron 表达式需要“分 时 日 月 周”五个字段", "A cron expression has five fields: minute hour day month weekday";
        amount: "间隔应为1至3650天或1至120个月", "1 to 3650 days or 1 to 120 months";
        too_early: "最多提前{days}个工作日", "At most {days} working days ahead";
        trigger: "请写明触发事件，最多50个字", "Name the event, at most 50 characters";
        nothing_waits: "没有安排由这一事件启动的工作", "Nothing waits for this event";
        steps_changed: "流程模板已变更，请重新选择环节", "The template has changed; choose the steps again";
    }
}

impl Texts {
    /// 每季度末月20日前; in English its short code.
    #[must_use]
    pub fn rhythm(&self, arrangement: &Arrangement) -> String {
        match self.language {
            Language::Zh => arrangement.to_string(),
            Language::En => arrangement.code(),
        }
    }

    /// What happens to a day off.
    #[must_use]
    pub fn day_shift(&self, shift: DayShift) -> &'static str {
        match shift {
            DayShift::Before => self.recurrence.shift_before,
            DayShift::After => self.recurrence.shift_after,
            DayShift::On => self.recurrence.shift_on,
        }
    }

    /// Why a rhythm is refused.
    #[must_use]
    pub fn rhythm_refused(&self, error: &RecurrenceError) -> String {
        let r = &self.recurrence;
        match error {
            RecurrenceError::NotRead(_) => r.unread.to_owned(),
            RecurrenceError::NoSuchDay => r.no_day.to_owned(),
            RecurrenceError::Cron => r.cron.to_owned(),
            RecurrenceError::Amount => r.amount.to_owned(),
            RecurrenceError::Lead(days) => fill(r.too_early, &[("days", days)]),
            RecurrenceError::Trigger => r.trigger.to_owned(),
        }
    }
}
