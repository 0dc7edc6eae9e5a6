//! Texts: The catalogue of duties and their templates.

use duty_list::{DutyKind, Outcome};

use super::{Language, Texts, fill, texts};

texts! {
    /// The catalogue of duties and their templates.
    pub struct Duty {
        title: "事项目录", "Duties";
        lead: "《{town}履职事项清单》（{edition}）", "Duty list of {town} ({edition})";
        lead_undated: "《{town}履职事项清单》", "Duty list of {town}";
        table_basic: "基本履职事项", "Basic duties";
        table_cooperative: "配合履职事项", "Cooperative duties";
        table_withdrawn: "上级部门收回事项", "Withdrawn duties";
        tables: "按表查看", "By table";
        words: "字词", "Words";
        words_hint: "事项名称、条目、部门中的字词，用空格隔开", "Words of titles, clauses or departments, with spaces between";
        category: "事项类别", "Category";
        body: "涉及单位", "Body";
        town: "乡镇", "Town";
        found: "共 {count} 项", "{count} duties";
        number: "序号", "No.";
        name: "事项名称", "Duty";
        departments_more: "{first}等 {count} 个单位", "{first} and others, {count} in all";
        departments: "对应上级部门", "Departments";
        taken_by: "承接部门", "Department now";
        empty: "没有符合条件的事项", "No duty fits";
        empty_what: "请减少字词，或清除筛选后再找。", "Use fewer words, or clear the filters.";
        no_list: "还没有导入履职事项清单", "No duty list has been imported yet";
        no_list_what: "导入后，事项目录和流程模板自动生成。", "The catalogue and the templates are made from it.";
        no_list_ask: "请联系本镇党政办综合岗导入清单。", "Ask the town's coordinator to import it.";
        no_list_import: "导入清单", "Import the list";

        citation: "《{town}履职事项清单》（{edition}）{table}第{no}项", "Duty list of {town} ({edition}), {table} no. {no}";
        citation_undated: "《{town}履职事项清单》{table}第{no}项", "Duty list of {town}, {table} no. {no}";
        number_in_table: "{table}第{no}项", "{table} no. {no}";
        start: "启动办理", "Start a workflow";
        start_track: "启动本分项", "Start this part";
        transfer: "接收并移送", "Receive and transfer";

        flow: "办理流程", "How it is done";
        flow_lead: "由清单文字得出：每个环节启动后成为一项任务。标“待核对”的请对照原文确认。", "Derived from the words of the list: each step becomes a task. Check what is marked against the wording.";
        flow_of: "分项：{title}", "Part: {title}";
        tracks: "分项", "Parts";
        after_step: "第 {step} 步完成后开始", "After step {step}";
        after_steps: "第 {steps} 步完成后开始", "After steps {steps}";
        stop: "；", "; ";
        between: "、", ", ";
        waits_body: "等{body}完成第 {step} 步", "Waits for {body} to finish step {step}";
        waits_external: "等{body}送来；收到后由镇登记", "Waits for {body} to send it; the town records the receipt";
        waits_other: "等对方送来；收到后由镇登记", "Waits for the other side; the town records the receipt";
        fed_by: "收到第 {step} 步送出的材料后办理", "Begins when step {step} has handed over";
        hands: "{kind} → {receiver}", "{kind} → {receiver}";
        receiver_open: "送出时选择单位", "receiver chosen when it is handed off";
        words_of: "（依据“{words}”）", "(from the words “{words}”)";
        check: "待核对", "To be checked";
        no_steps: "没有需要启动的办理环节：这一部分只有日常职责、定期工作、触发职责或工作要求，列在下面对照。", "No steps to start: this part has only standing, periodic or event-driven work and requirements, shown below.";

        reference: "对照", "For reference";
        reference_standing: "不设期限，不计逾期", "no date, never overdue";
        reference_requirement: "办理各环节时遵守", "holds for the steps";
        reference_periodic: "按周期开展", "by schedule";
        reference_on_event: "发生或发现时办理", "when it happens or is found";
        reference_body: "部门职责（对照）", "The department's own duties (reference)";
        reference_body_what: "部门自行办理，不影响本镇办结", "done by the department; never holds up the town";

        wording: "清单原文", "Wording of the list";
        department_side: "上级部门职责", "The departments' part";
        town_side: "乡镇配合职责", "The town's part";

        one_step: "基本履职事项由本镇负责，作为一个环节启动，承办站所可再细分。", "A basic duty is the town's own; it starts as one step, which the office may split.";
        responsibility: "这是日常职责，没有需要启动的办理", "A standing responsibility: nothing to start";
        responsibility_what: "由承办站所和分管领导常年负责，不设期限，不计逾期；有具体安排时，按该安排单独办理。", "An office and a leader answer for it all year; it has no date and is never overdue. Concrete arrangements under it are dealt with one by one.";
        nothing_to_start: "该事项没有需要启动的办理环节", "This duty has no steps to start";
        nothing_to_start_what: "清单中只有日常职责、定期工作、触发职责或工作要求；由承办站所常年负责，不计逾期。", "The list gives only standing, periodic or event-driven work and requirements; the office answers for it, and it is never overdue.";

        withdrawn: "已由上级部门收回，不能作为本镇工作启动", "Taken back by the department; it cannot be started as the town's work";
        withdrawn_now: "现由{bodies}承接。有人来办时，登记后移送承接部门。", "Now done by {bodies}. When somebody comes with it, register it and transfer it to them.";
        no_longer_done: "该事项各单位都不再开展，没有可移送的单位；有人提出时可据此答复。", "Nobody does it any more, so there is nobody to transfer it to; answer accordingly when it is asked for.";
        no_longer_assessed: "上级部门不得再就此考核乡镇，没有需要移送的工作；仍被要求考核时可据此答复。", "Towns may not be assessed on it any more, so there is nothing to transfer; answer accordingly when it is asked for.";
        handling: "承接方式", "How it is handled now";
        phone: "联系电话", "Telephone";
        phone_unknown: "未登记", "not registered";
        beside: "本镇仍需履行的相近事项", "Duties nearby that remain the town's";
        beside_what: "按文字相近列出，供参考；是否相关由您判断。", "Listed because their words are near; whether they matter is for you to judge.";

        workflows: "办理单", "Workflows";
        workflows_empty: "还没有启动过办理，或没有您可以查看的办理单。", "Nothing has been started under it yet, or nothing that you may see.";
        started_on: "{day}启动", "Started {day}";

        review_no_owner: "原文没有写明由哪个部门负责，暂列在第一个部门名下", "The words name no owner; it stands with the first department for now";
        review_unlisted_owner: "负责单位没有列入对应上级部门", "Its owner is not in the department column";
        review_receiver_open: "没有写明送给谁，送出时选择", "The words name no receiver; it is chosen at the hand-off";
        review_unlisted_receiver: "接收单位没有列入对应上级部门", "Its receiver is not in the department column";
        review_between_bodies: "属部门之间的交接", "A hand-off between departments";
        review_body_to_town: "部门要送给镇", "The department sends something to the town";
        review_external_wait: "所等的材料不出自本事项的条目，收到后由镇登记", "What it waits for comes from no clause of this duty; the town records the receipt";
        review_cycle: "与另一环节互相等待，已改为登记收到后继续", "It and another step wait for each other; the wait ends when receipt is recorded";
        review_wait_unfed: "要等镇送来的材料，但没有条目写明由谁送", "It waits for something from the town, but no clause sends it";
        review_wait_inferred: "由“审核、审批”等字样推定与镇的报审对应", "Taken to answer the town's submission because its words approve something";
        review_nature_unsure: "是办理环节还是日常职责，字面上不能确定", "The words do not settle whether it is a step or a standing duty";
        review_outside_sections: "不在任何小标题之下，归入各分项", "It stands under no heading and belongs to every part";
        review_other: "请对照原文确认", "Check it against the wording";

        start_title: "启动办理", "Start a workflow";
        start_track_choice: "要启动的分项", "The part to start";
        start_name: "办理事项名称", "Title of the workflow";
        start_name_hint: "写清本次办什么，例如“2026年第一季度高龄津贴发放”。不要填写群众身份证号、银行卡号。", "Say what is done this time, such as “Old-age allowance, first quarter of 2026”. Leave out residents' identity-card and bank-card numbers.";
        no_personal: "不要填写群众身份证号、银行卡号。", "Leave out residents' identity-card and bank-card numbers.";
        start_urgent: "紧急", "Urgent";
        start_urgent_what: "灾害、重大隐患、疫情、火灾、预警等，随时通知", "disaster, major hazard, epidemic, fire, warning: notified at any hour";
        start_from_item: "由来件启动", "Started from an incoming item";
        official: "上级规定的时限", "The official limit";
        official_hint: "只有这个时限会作为逾期向上报告；没有就不填。不填时间即为当日下班前。", "Only this date is reported upward as overdue; leave it empty if there is none. Without a time it is the end of that working day.";
        official_source: "时限依据", "Where it comes from";
        official_number: "文号", "Document number";
        official_source_missing: "填了时限，请选择依据", "Choose where this limit comes from";
        official_date_missing: "选了依据，请填写日期", "Give the date that belongs to it";
        assign: "各环节交给谁、何时完成", "Who does which step, and by when";
        assign_hint: "未指定的环节，启动后由党政办综合岗交办。要同时交给几个村（社区）的环节，启动后在任务中分发。", "Steps left open are given out after the start. A step for several villages is distributed from its task.";
        everyone: "未逐条选择的环节都交给", "Everything not chosen below goes to";
        everyone_blank: "暂不指定", "nobody yet";
        step: "环节", "Step";
        who: "交给", "Given to";
        who_blank: "同上方选择", "as chosen above";
        offices: "站所", "Offices";
        villages: "村（社区）", "Villages and communities";
        person_in: "{unit} · {person}", "{unit} · {person}";
        time: "时限", "Limit";
        amount: "数量", "Amount";
        time_unit: "单位", "Unit";
        time_source: "依据", "Source";
        source_town: "本镇设定", "Set by the town";
        time_none: "不设时限", "no limit";
        default_limit: "清单未规定时限，本镇设定：{days} 个工作日", "No limit in the list; the town's own: {days} working days";
        default_none: "清单未规定时限，本镇选定不设时限", "No limit in the list; the town chose to set none";
        default_open: "清单未规定时限，本镇尚未设定默认时限", "No limit in the list; the town has not set one";
        default_hint: "不填数量即按本镇设定；从该环节可以开始办理时起算。", "left empty, the town's setting holds; it counts from when the step opens.";
        not_a_limit: "请填写大于 0 的数字", "Write a number above 0";
        start_button: "启动办理", "Start";
        started: "已启动办理。", "Started.";
        body_steps: "部门环节", "The departments' steps";
        body_steps_what: "由对方单位办理，不在这里交办。", "Done by the bodies themselves; not given out here.";

        transfer_title: "接收并移送", "Receive and transfer";
        transfer_lead: "登记来件并告知对方 → 必要时先期处置 → 移送承接部门 → 对方签收、反馈 → 告知来件人。", "Register and inform → first handling if needed → transfer → signed for and answered → tell who came.";
        transfer_to: "移送给", "Transferred to";
        transfer_choose: "移送时从中选择", "one is chosen at the transfer";
        transfer_office: "由谁办理", "Who deals with it";
        transfer_office_hint: "不选则由党政办综合岗自己办理或稍后交办。", "Left open, the coordinator deals with it or gives it out later.";
        transfer_button: "接收", "Receive";
        transferred: "已接收，请按步骤告知并移送。", "Received. Inform the sender and transfer it step by step.";
    }
}

impl Texts {
    /// 2025年7月, of the label of an edition (`2025-07`); any other label as it is.
    #[must_use]
    pub fn month(&self, label: &str) -> String {
        const MONTHS: [&str; 12] =
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        let parts = label.split_once('-').and_then(|(year, month)| Some((year, month.parse::<usize>().ok()?)));
        match parts {
            Some((year, month)) if (1..=12).contains(&month) => match self.language {
                Language::Zh => format!("{year}年{month}月"),
                Language::En => format!("{} {year}", MONTHS.get(month - 1).copied().unwrap_or_default()),
            },
            _ => label.to_owned(),
        }
    }

    /// 《阿合奇镇履职事项清单》（2025年7月）配合履职事项第28项.
    #[must_use]
    pub fn citation(&self, town: &str, edition: Option<&str>, kind: DutyKind, no: u32) -> String {
        let table = match self.language {
            Language::Zh => self.duty_kind(kind).to_owned(),
            Language::En => self.duty_kind(kind).to_lowercase(),
        };
        match edition {
            Some(label) => fill(self.duty.citation, &[("town", &town), ("edition", &self.month(label)), ("table", &table), ("no", &no)]),
            None => fill(self.duty.citation_undated, &[("town", &town), ("table", &table), ("no", &no)]),
        }
    }

    /// A table of the list.
    #[must_use]
    pub fn table(&self, kind: DutyKind) -> &'static str {
        match kind {
            DutyKind::Basic => self.duty.table_basic,
            DutyKind::Cooperative => self.duty.table_cooperative,
            DutyKind::Withdrawn => self.duty.table_withdrawn,
        }
    }

    /// What became of a withdrawn duty, in a sentence.
    #[must_use]
    pub fn outcome(&self, outcome: Outcome, bodies: &str) -> String {
        match outcome {
            Outcome::TakenOver => fill(self.duty.withdrawn_now, &[("bodies", &bodies)]),
            Outcome::NoLongerDone => self.duty.no_longer_done.to_owned(),
            Outcome::NoLongerAssessed => self.duty.no_longer_assessed.to_owned(),
        }
    }

    /// What a person should look at in a template, by the code of `workflow::template::derive::review`.
    #[must_use]
    pub fn review(&self, code: &str) -> &'static str {
        let d = &self.duty;
        match code {
            "no-owner" => d.review_no_owner,
            "unlisted-owner" => d.review_unlisted_owner,
            "receiver-open" => d.review_receiver_open,
            "unlisted-receiver" => d.review_unlisted_receiver,
            "between-bodies" => d.review_between_bodies,
            "body-to-town" => d.review_body_to_town,
            "external-wait" => d.review_external_wait,
            "cycle" => d.review_cycle,
            "wait-unfed" => d.review_wait_unfed,
            "wait-inferred" => d.review_wait_inferred,
            "nature-unsure" => d.review_nature_unsure,
            "outside-sections" => d.review_outside_sections,
            _ => d.review_other,
        }
    }
}

#[cfg(test)]
mod tests {
    use workflow::template::derive::review;

    use super::*;

    #[test]
    fn a_duty_is_cited_by_town_edition_table_and_number() {
        let t = Texts::of(Language::Zh);
        assert_eq!(
            t.citation("阿合奇镇", Some("2025-07"), DutyKind::Cooperative, 28),
            "《阿合奇镇履职事项清单》（2025年7月）配合履职事项第28项"
        );
        assert_eq!(
            Texts::of(Language::En).citation("阿合奇镇", Some("2025-07"), DutyKind::Basic, 1),
            "Duty list of 阿合奇镇 (July 2025), basic duty no. 1"
        );
        assert_eq!(t.month("2025年修订"), "2025年修订");
    }

    #[test]
    fn every_review_mark_has_words() {
        for code in review::ALL {
            for language in Language::ALL {
                let t = Texts::of(language);
                assert_ne!(t.review(code), t.duty.review_other, "{code}");
            }
        }
    }
}
