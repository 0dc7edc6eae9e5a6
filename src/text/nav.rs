//! Texts: the navigation.

use super::texts;

texts! {
    /// The navigation.
    pub struct Nav {
        home: "首页", "Home";
        work: "我的工作", "My work";
        today: "今日待办", "Today";
        register: "来件登记", "Register";
        incoming: "来件", "Incoming";
        workflows: "办理单", "Workflows";
        hand_offs: "签收与送出", "Sign for and sent";
        leads: "问题线索", "Leads";
        coordination: "待协调", "Coordination";
        recurrences: "周期性工作", "Recurring work";
        duties: "事项目录", "Duties";
        ledger: "台账", "Ledger";
        overdue: "逾期情况", "Overdue";
        import: "清单导入", "Import";
        limits: "默认时限", "Default limits";
        people: "人员", "People";
        towns: "乡镇", "Towns";
        mail: "邮件", "Mail";
        admin: "系统管理", "Administration";
        log_in: "登录", "Log in";
        log_out: "退出", "Log out";
        password: "修改密码", "Change password";
        absences: "外出与代办", "Absences";
        tokens: "接口令牌", "API tokens";
        account: "账户", "Account";
    }
}
