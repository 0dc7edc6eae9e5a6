//! Texts: words that every page uses, and the names of roles, states, natures, kinds, units and sources.

use super::texts;

texts! {
    /// Words that every page uses.
    pub struct Common {
        app: "履职流转", "Dutyflow";
        skip: "跳到正文", "Skip to content";
        you_are_here: "当前位置", "You are here";
        sections: "主要栏目", "Sections";
        menu: "菜单", "Menu";
        footer: "本系统只记录工作，不记录群众个人信息；涉密和内部文件请走原渠道。", "This system records work, not residents. Classified and internal papers stay in their own channels.";

        save: "保存", "Save";
        cancel: "取消", "Cancel";
        confirm: "确认", "Confirm";
        back: "返回", "Back";
        search: "查找", "Search";
        filter: "筛选", "Filter";
        clear_filters: "清除筛选", "Clear filters";
        all: "全部", "All";
        none: "无", "None";
        yes: "是", "Yes";
        no: "否", "No";
        optional: "选填", "optional";
        choose: "请选择", "Please choose";
        open_item: "查看", "Open";
        act: "办理", "Deal with it";
        print: "打印", "Print";
        copy: "复制文字", "Copy as text";
        copied: "已复制", "Copied";
        download_xlsx: "导出 xlsx", "Download xlsx";
        download_csv: "导出 csv", "Download csv";
        more: "更多", "More";
        reason: "原因", "Reason";
        note: "备注", "Note";
        date: "日期", "Date";
        by: "经办", "By";
        state: "状态", "State";
        due: "时限", "Due";
        no_limit: "无时限", "No limit";
        overdue: "逾期", "Overdue";
        overdue_days: "逾期 {days} 天", "{days} days overdue";
        due_in_days: "还有 {days} 天", "{days} days left";
        due_today: "今天到期", "Due today";
        urgent: "紧急", "Urgent";
        from_to: "第 {first}–{last} 条，共 {total} 条", "{first}–{last} of {total}";
        total: "共 {total} 条", "{total} in all";
        previous: "上一页", "Previous";
        next: "下一页", "Next";
        you: "本人", "You";
        recorded_on_behalf: "代录", "Recorded on behalf";

        form_errors: "有 {count} 处需要改正，已填内容都还在。", "{count} entries need correcting. Everything you typed is still here.";
        required: "请填写这一项", "Please fill this in";
        too_long: "请不要超过 {max} 个字", "Please keep it to {max} characters";
        not_a_date: "请按“2026-11-23”的样式填写日期", "Please write the date like 2026-11-23";
        not_a_time: "请按“14:30”的样式填写时间", "Please write the time like 14:30";
        not_a_number: "请填写数字", "Please enter a number";
        pick_one: "请从列表中选择", "Please choose from the list";

        role_coordinator: "党政办综合岗", "Coordinator";
        role_office_lead: "站所负责人", "Office lead";
        role_staff: "经办人", "Staff";
        role_village_liaison: "村（社区）联络员", "Village liaison";
        role_leader: "镇领导", "Leader";
        role_supervisor: "督办岗", "Supervisor";
        role_liaison: "部门联络员", "Department liaison";
        role_body_lead: "部门负责人", "Head of department";
        role_county_coordinator: "县级统筹", "County coordinator";
        role_admin: "系统管理员", "Administrator";

        scope_county: "全县", "County";
        unit_town: "镇", "Town";
        unit_office: "站所", "Office";
        unit_village: "村（社区）", "Village";
        unit_body: "单位", "Body";

        duty_basic: "基本履职事项", "Basic duty";
        duty_cooperative: "配合履职事项", "Cooperative duty";
        duty_withdrawn: "上级部门收回事项", "Withdrawn duty";
        duty_basic_short: "基本", "Basic";
        duty_cooperative_short: "配合", "Cooperative";
        duty_withdrawn_short: "收回", "Withdrawn";

        nature_step: "办理环节", "Step";
        nature_periodic: "定期工作", "Periodic work";
        nature_on_event: "触发职责", "On event";
        nature_standing: "日常职责", "Standing responsibility";
        nature_requirement: "工作要求", "Requirement";

        hand_approval: "报审", "Submit for approval";
        hand_record: "报备", "File for the record";
        hand_report: "报送", "Report";
        hand_transfer: "移送", "Transfer";

        workflow_running: "办理中", "In progress";
        workflow_suspended: "暂缓（停止计时）", "Suspended (clock stopped)";
        workflow_completed: "办结", "Completed";
        workflow_cancelled: "已取消", "Cancelled";

        task_blocked: "未开始", "Not yet open";
        task_open: "办理中", "Open";
        task_handed: "已送出", "Handed off";
        task_done: "完成", "Done";
        task_left_out: "本次不涉及", "Left out this time";
        task_cancelled: "已取消", "Cancelled";

        hand_off_offered: "待签收", "To be signed for";
        hand_off_signed: "已签收", "Signed for";
        hand_off_settled: "已办复", "Settled";
        hand_off_returned: "退回补正", "Returned for correction";
        hand_off_taken_back: "已撤回", "Taken back";
        hand_off_cancelled: "已取消", "Cancelled";

        incoming_registered: "已登记", "Registered";
        incoming_matched: "已对应事项", "Matched to a duty";
        incoming_started: "已启动办理", "Started";
        incoming_closed: "已了结", "Closed";

        source_letter: "来文", "Letter";
        source_call: "来电", "Call";
        source_group_notice: "工作群通知", "Group notice";
        source_hotline: "12345 热线工单", "12345 hotline order";
        source_leader_note: "领导批示", "Leader's note";
        source_meeting: "会议议定", "Decision of a meeting";
        source_patrol: "巡查发现", "Find on patrol";
        source_fixed_date: "定期工作到期", "Fixed date";
        source_other: "其他", "Other";

        limit_list: "清单规定", "Duty list";
        limit_law: "法律法规规定", "Law or regulation";
        limit_notice: "通知要求", "Notice";
        limit_notice_number: "通知要求（{number}）", "Notice ({number})";
        limit_platform: "上级平台要求", "Superior's platform";
        limit_leader_note: "领导批示要求", "Leader's note";
        limit_meeting: "会议要求", "Meeting";
        limit_phone: "电话要求", "Phone call";
        limit_town_setting: "清单未规定时限，本镇设定", "No limit in the list; set by the town";
        limit_none: "未规定时限", "No limit";

        unit_working_days: "个工作日", "working days";
        unit_natural_days: "天（自然日）", "days";
        unit_hours: "小时", "hours";
        unit_working_hours: "个工作小时", "working hours";
        unit_date: "指定日期", "fixed date";
    }
}
